import { types } from 'cassandra-driver';
import type { ColumnMetadata } from '../metadata/table-metadata';
import type { CqlType } from '../types/cql-type';
import type { EntityTable } from './entity-table';
import { isImmutable } from './is-immutable';
import type { KnownRow } from './loaded-row';

/**
 * The parameters of a save without what the entity was loaded or last saved with: those become unset, so that the save
 * does not undo what others wrote meanwhile.
 */
export function withoutUnchanged<E extends object>(
  table: EntityTable<E>,
  known: KnownRow,
  params: readonly unknown[],
  entity: object,
): unknown[] {
  const { columns, primaryKey } = table.metadata;
  return params.map((param, index) => {
    const column = columns[index];
    if (index < primaryKey.length || column === undefined || param === types.unset) return param;
    return isUnchanged(table, column, known, index, param, entity) ? types.unset : param;
  });
}

/** Whether the parameters name the row that is known: an entity whose key was changed is on its way to another one. */
export function isSameRow<E extends object>(
  table: EntityTable<E>,
  known: KnownRow,
  params: readonly unknown[],
  entity: object,
): boolean {
  return table.metadata.primaryKey.every((column, index) =>
    isUnchanged(table, column, known, index, params[index], entity),
  );
}

/** Whether a parameter is what the column was loaded with, or was last written with through this entity. */
export function isUnchanged<E extends object>(
  table: EntityTable<E>,
  column: ColumnMetadata,
  known: KnownRow,
  index: number,
  param: unknown,
  entity: object,
): boolean {
  const written = known.params?.[index];
  if (isPrimitive(written)) return written === Reflect.get(entity, column.property);
  if (written instanceof WrittenBytes) return written.isSame(param);
  const original = originalParameter(table, column, known, index);
  if (Buffer.isBuffer(original) && Buffer.isBuffer(param)) return original.equals(param);
  return original === null && param === null;
}

/** What the column would be written with, had nobody touched the property; undefined when that cannot be known. */
function originalParameter<E extends object>(
  table: EntityTable<E>,
  column: ColumnMetadata,
  { row, params }: KnownRow,
  index: number,
): unknown {
  const written = params?.[index];
  if (written !== undefined && written !== types.unset) return written;
  const value = row?.original(column);
  if (value === undefined) return undefined;
  if (value === null) return column.empty === undefined ? null : table.parameter(column, column.empty());
  return isComparable(column.type) ? table.parameter(column, value) : undefined;
}

/** More bytes than these are shared with the request instead of copied. */
const LONGEST_COPY = 4096;

/**
 * Bytes that were written, one character each. A small buffer is a window into a larger one, which it would keep alive as
 * long as the entity lives; a string is a third of its size and nothing but its bytes.
 */
class WrittenBytes {
  readonly #text: string;

  constructor(bytes: Buffer) {
    this.#text = bytes.toString('latin1');
  }

  isSame(param: unknown): boolean {
    return Buffer.isBuffer(param) && param.length === this.#text.length && param.toString('latin1') === this.#text;
  }
}

/**
 * What to remember of a save: plain values as they are, everything else by its bytes. Plain values are there already,
 * where the bytes of every column would be kept alive by every entity.
 */
export function writtenValues<E extends object>(
  table: EntityTable<E>,
  entity: object,
  params: readonly unknown[],
): readonly unknown[] {
  const { columns } = table.metadata;
  if (params.length !== columns.length) return params;
  const values = table.readProperties(entity);
  return params.map((param, index) => writtenValue(columns[index], values[index], param));
}

function writtenValue(column: ColumnMetadata | undefined, value: unknown, param: unknown): unknown {
  if (column === undefined || column.transformer !== undefined) return param;
  if (isPrimitive(value)) return value;
  return Buffer.isBuffer(param) && param.length <= LONGEST_COPY ? new WrittenBytes(param) : param;
}

function isPrimitive(value: unknown): boolean {
  return (
    typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
  );
}

/** What is known after a save: what was known before, with what was written over it. */
export function knownAfterSave(known: KnownRow | undefined, params: readonly unknown[]): KnownRow {
  const before = known?.params;
  const written = before === undefined ? params : params.map((param, i) => (param === types.unset ? before[i] : param));
  return { row: known?.row, params: written };
}

/**
 * Whether the value that was loaded is still known after the program had the entity in its hands: the hydrator keeps
 * copies of collections and user-defined types, but not of what is inside tuples and vectors.
 */
export function isComparable(type: CqlType): boolean {
  switch (type.kind) {
    case 'scalar':
      return true;
    case 'list':
    case 'set':
      return isComparable(type.element);
    case 'map':
      return isComparable(type.key) && isComparable(type.value);
    case 'udt':
      return type.definition?.fields.every((field) => isComparable(field.type)) === true;
    case 'tuple':
      return type.elements.every(isImmutable);
    default:
      return isImmutable(type.element);
  }
}
