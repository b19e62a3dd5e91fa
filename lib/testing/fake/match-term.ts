import type { ColumnMetadata } from '../../metadata/table-metadata';
import { readElements } from '../../types/canonical-bytes';
import type { CqlType } from '../../types/cql-type';
import { compareBytes, sameBytes } from './compare-bytes';
import { tokenOf } from './driver-internals';
import type { MemoryTable, RowView } from './memory-table';
import type { Term } from './parse-statement';

type Operand = Buffer | null;

/** Whether a row meets one restriction. */
export function matches(table: MemoryTable, view: RowView, term: Term, operands: readonly Operand[]): boolean {
  const columns = term.columns.map((name) => columnOf(table, name));
  const [first = null, second = null] = operands;
  if (term.kind === 'token') return compares(term.comparison, view.partition.token, tokenOf(operands.map(present)));
  const values = columns.map((column) => table.value(view, column));
  if (term.kind === 'tuple') return matchesTuple(columns, values, term, operands);
  const [column] = columns;
  const [value = null] = values;
  if (column === undefined) return false;
  if (term.kind === 'entry') return hasEntry(column.type, value, present(first), second);
  return matchesValue(column.type, value, term.comparison, first);
}

function matchesValue(type: CqlType, value: Operand, comparison: string, operand: Operand): boolean {
  if (operand === null || value === null) {
    // Only the conditions of a write may ask for null.
    const same = operand === null && value === null;
    return comparison === '=' ? same : comparison === '!=' && !same;
  }
  switch (comparison) {
    case 'IN':
      return readElements(operand, 1).some(([each]) => sameBytes(type, value, each));
    case 'CONTAINS':
      return parts(type, value, 'value').some(([each, of]) => sameBytes(of, each, operand));
    case 'CONTAINS KEY':
      return parts(type, value, 'key').some(([each, of]) => sameBytes(of, each, operand));
    case 'LIKE':
      return isLike(value.toString(), operand.toString());
    default:
      return compares(comparison, compareBytes(type, value, operand), 0);
  }
}

/** Columns are compared one by one, and the first that differs decides. */
function matchesTuple(
  columns: readonly ColumnMetadata[],
  values: readonly Operand[],
  { comparison }: Term,
  operands: readonly Operand[],
): boolean {
  if (values.includes(null)) return false;
  const compare = (others: readonly Operand[]): number => {
    for (const [index, { type }] of columns.entries()) {
      const difference = compareBytes(type, present(values[index]), present(others[index]));
      if (difference !== 0) return difference;
    }
    return 0;
  };
  if (comparison !== 'IN') return compares(comparison, compare(operands), 0);
  return readElements(present(operands[0]), 1).some(([tuple]) => compare(tupleParts(tuple)) === 0);
}

function tupleParts(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const end = offset + 4 + bytes.readInt32BE(offset);
    found.push(bytes.subarray(offset + 4, end));
    offset = end;
  }
  return found;
}

function hasEntry(type: CqlType, value: Operand, key: Buffer, wanted: Operand): boolean {
  if (type.kind !== 'map') return false;
  const entry = value === null ? undefined : readElements(value, 2).find(([each]) => sameBytes(type.key, each, key));
  const [, held] = entry ?? [];
  return held === undefined || wanted === null
    ? held === undefined && wanted === null
    : sameBytes(type.value, held, wanted);
}

function parts(type: CqlType, value: Buffer, part: 'key' | 'value'): (readonly [Buffer, CqlType])[] {
  if (type.kind === 'map') {
    return readElements(value, 2).map(([key, held]) =>
      part === 'key' || held === undefined ? [key, type.key] : [held, type.value],
    );
  }
  return type.kind === 'set' || type.kind === 'list'
    ? readElements(value, 1).map(([each]) => [each, type.element])
    : [];
}

function isLike(text: string, pattern: string): boolean {
  const start = pattern.startsWith('%');
  const end = pattern.length > 1 && pattern.endsWith('%');
  const wanted = pattern.slice(start ? 1 : 0, end ? -1 : undefined);
  if (start && end) return text.includes(wanted);
  if (start) return text.endsWith(wanted);
  return end ? text.startsWith(wanted) : text === wanted;
}

function compares(comparison: string, left: number | bigint, right: number | bigint): boolean {
  switch (comparison) {
    case '=':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    default:
      return left >= right;
  }
}

/** The column of a name in a statement. */
export function columnOf({ metadata }: MemoryTable, name: string): ColumnMetadata {
  const column = metadata.columns.find((each) => each.name === name);
  // Statements name columns of their own table only.
  if (column === undefined) throw new TypeError(`No column ${name}`);
  return column;
}

function present(value: Operand | undefined): Buffer {
  return value ?? Buffer.alloc(0);
}
