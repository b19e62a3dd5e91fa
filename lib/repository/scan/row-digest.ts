import { createHash } from 'node:crypto';
import type { Row } from '../../session/request';
import { isReadAsPrimitive } from '../../types/readers/scalar-readers';
import { representationName } from '../../types/representation';
import { decodeColumn } from '../decode-column';
import type { EntityTable } from '../entity-table';

/** Tells the rows of a page by their keys, long after the page has come. */
export type DigestAt = (index: number) => Buffer;

/** Out of the rows themselves. */
export function digestsOfRows<E extends object>(
  table: EntityTable<E>,
  rowAt: (index: number) => Row | undefined,
): DigestAt {
  return (index) => rowDigest(table, rowAt(index) ?? {});
}

/**
 * Out of entities whose keys are read as plain values. These are all that is kept: the entities hold them anyway, but a
 * program may assign others there.
 */
export function digestsOfKeys<E extends object>(table: EntityTable<E>, entities: readonly object[]): DigestAt {
  const { primaryKey } = table.metadata;
  const keys = primaryKey.map(({ property }) => entities.map((entity): unknown => Reflect.get(entity, property)));
  return (index) => {
    const values = keys.map((column) => column[index]);
    return keyDigest(table, values);
  };
}

/** Tells a row by its key; never all zeros, which stands for none. */
function rowDigest<E extends object>(table: EntityTable<E>, row: Row): Buffer {
  const values = table.metadata.primaryKey.map((column) => {
    const value = row[column.name];
    return value === null || value === undefined ? undefined : decodeColumn(column, value);
  });
  return keyDigest(table, values);
}

/** @param values those of the properties, in the order of the key */
function keyDigest<E extends object>(table: EntityTable<E>, values: readonly unknown[]): Buffer {
  const hash = createHash('sha256');
  for (const [index, column] of table.metadata.primaryKey.entries()) {
    const value = values[index];
    // A partition of static columns alone comes as a row without clustering columns.
    const bytes = value === null || value === undefined ? undefined : table.parameter(column, value);
    const length = Buffer.alloc(4);
    length.writeInt32BE(Buffer.isBuffer(bytes) ? bytes.length : -1);
    hash.update(length);
    if (Buffer.isBuffer(bytes)) hash.update(bytes);
  }
  const digest = hash.digest().subarray(0, 16);
  digest[0] = (digest[0] ?? 0) | 1;
  return digest;
}

/** Whether all columns of the key are read, and as values that nobody can change in place. */
export function hasPlainKey<E extends object>({ metadata, selected }: EntityTable<E>): boolean {
  return metadata.primaryKey.every((column) => {
    const { type, transformer, representation: as } = column;
    const name = as === undefined ? undefined : representationName(as);
    const isPlain = type.kind === 'scalar' && transformer === undefined && isReadAsPrimitive(type.name, name);
    return isPlain && selected.includes(column);
  });
}
