import { QueryError } from '../../errors';
import type { ColumnMetadata } from '../../metadata/table-metadata';
import { readElements } from '../../types/canonical-bytes';
import { sameBytes, sortedCollection, writeElements } from './compare-bytes';
import type { SetTerm } from './parse-statement';

type Entries = (readonly (Buffer | undefined)[])[];

/** A column after `c = c + ?` and its like; null where nothing is left. */
export function changedValue(
  column: ColumnMetadata,
  kind: Exclude<SetTerm['kind'], 'value' | 'entry'>,
  stored: Buffer | null,
  operand: Buffer | null,
): Buffer | null {
  if (operand === null) return stored;
  const { type } = column;
  if (type.kind === 'scalar')
    return counted(stored, kind === 'minus' ? -operand.readBigInt64BE() : operand.readBigInt64BE());
  const size = type.kind === 'map' ? 2 : 1;
  const known = entriesOf(stored, size);
  if (kind !== 'minus') {
    const added = entriesOf(operand, size);
    return joined(column, kind === 'plus' ? [...known, ...added] : [...added, ...known]);
  }
  const by = type.kind === 'map' ? type.key : type.kind === 'set' || type.kind === 'list' ? type.element : type;
  const removed = entriesOf(operand, 1);
  return joined(
    column,
    known.filter(
      ([each]) => !removed.some(([other]) => each !== undefined && other !== undefined && sameBytes(by, each, other)),
    ),
  );
}

/** A column after `c[?] = ?`, or without the element where the value is null. */
export function changedEntry(
  column: ColumnMetadata,
  stored: Buffer | null,
  at: Buffer,
  value: Buffer | null,
): Buffer | null {
  const { type } = column;
  if (type.kind === 'list') {
    const entries = entriesOf(stored, 1);
    const index = at.readInt32BE();
    if (index < 0 || index >= entries.length) {
      throw new QueryError(`List index ${index} out of bound, list has size ${entries.length}`, {
        code: 'CASPY_INVALID_QUERY',
      });
    }
    entries.splice(index, 1, ...(value === null ? [] : [[value]]));
    return joined(column, entries);
  }
  const by = type.kind === 'map' ? type.key : type.kind === 'set' ? type.element : type;
  const others = entriesOf(stored, type.kind === 'map' ? 2 : 1).filter(
    ([key]) => key === undefined || !sameBytes(by, key, at),
  );
  return joined(column, value === null ? others : [...others, [at, value]]);
}

/** A collection that is not frozen is gone when it is empty. */
export function storedValue(column: ColumnMetadata, value: Buffer | null): Buffer | null {
  const { type } = column;
  if (value === null || (type.kind !== 'list' && type.kind !== 'set' && type.kind !== 'map')) return value;
  return value.readInt32BE(0) === 0 && !type.frozen ? null : sortedCollection(type, value);
}

function joined(column: ColumnMetadata, entries: Entries): Buffer | null {
  return entries.length === 0 ? null : sortedCollection(column.type, writeElements(entries));
}

function entriesOf(bytes: Buffer | null, size: 1 | 2): Entries {
  return bytes === null ? [] : [...readElements(bytes, size)];
}

function counted(stored: Buffer | null, by: bigint): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigInt64BE(BigInt.asIntN(64, (stored?.readBigInt64BE() ?? 0n) + by));
  return bytes;
}
