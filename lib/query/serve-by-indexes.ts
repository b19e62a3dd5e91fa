import type { ColumnMetadata, IndexMetadata, TableMetadata } from '../metadata/table-metadata';
import type { Condition } from './conditions';

/** The indexes that answer all of `rest` without filtering; undefined when they do not. */
export function serveByIndexes(table: TableMetadata, rest: readonly Condition[]): readonly IndexMetadata[] | undefined {
  const found = rest.map((condition) => table.indexes.find((index) => serves(index, condition)));
  const indexes = [...new Set(found.filter((index) => index !== undefined))];
  if (rest.length === 0 || found.includes(undefined)) return undefined;
  // Cassandra uses one legacy index per query and would have to filter for the second; SAI intersects its own.
  const legacy = indexes.filter(({ using }) => using === 'legacy');
  if (legacy.length > 0 && (indexes.length > 1 || rest.length > 1)) return undefined;
  return indexes;
}

/** Whether some index answers this condition by itself. */
export function isIndexed(table: TableMetadata, condition: Condition): boolean {
  return table.indexes.some((index) => serves(index, condition));
}

/** Whether an index answers one condition without filtering. */
function serves(index: IndexMetadata, condition: Condition): boolean {
  if (index.column !== condition.column) return false;
  switch (condition.comparison) {
    case '=':
      return index.target === undefined || index.target === 'full';
    case 'CONTAINS':
      return index.target === 'values';
    case 'CONTAINS KEY':
      return index.target === 'keys';
    case 'CONTAINS ENTRY':
      return index.target === 'entries';
    case 'IN':
    case 'LIKE':
      return false;
    default:
      return index.using === 'sai' && index.target === undefined && hasOrder(index.column);
  }
}

/** SAI keeps these types as literals, which it can look up but not compare. */
const LITERALS: ReadonlySet<string> = new Set(['text', 'ascii', 'boolean', 'uuid', 'blob']);

function hasOrder({ type }: ColumnMetadata): boolean {
  return type.kind === 'scalar' && !LITERALS.has(type.name);
}
