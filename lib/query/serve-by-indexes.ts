import type { ColumnMetadata, IndexMetadata, TableMetadata } from '../metadata/table-metadata';
import { sasiMode } from '../metadata/unfit-for-index';
import type { Condition } from './conditions';

/** The indexes that answer all of `rest` without filtering; undefined when they do not. */
export function serveByIndexes(table: TableMetadata, rest: readonly Condition[]): readonly IndexMetadata[] | undefined {
  if (rest.length === 0) return undefined;
  // SAI intersects its own indexes; with any other kind Cassandra uses one per query and would filter for the second.
  const sai = rest.map((condition) => table.indexes.find((index) => index.using === 'sai' && serves(index, condition)));
  if (!sai.includes(undefined)) return [...new Set(sai.filter((index) => index !== undefined))];
  const alone = table.indexes.find(
    (index) =>
      index.using !== 'sai' &&
      (index.using !== 'legacy' || rest.length === 1) &&
      rest.every((condition) => serves(index, condition)),
  );
  return alone && [alone];
}

/** Whether some index answers this condition by itself. */
export function isIndexed(table: TableMetadata, condition: Condition): boolean {
  return table.indexes.some((index) => serves(index, condition));
}

/** Whether an index answers one condition without filtering. */
function serves(index: IndexMetadata, condition: Condition): boolean {
  if (index.column !== condition.column) return false;
  switch (index.using) {
    case 'sai':
      return index.column.type.kind !== 'vector' && servesByTarget(index, condition, hasOrderInSai(index.column));
    case 'legacy':
      return servesByTarget(index, condition, false);
    case 'sasi':
      return servesBySasi(index, condition);
    default:
      // What a class of somebody else serves only the server knows; it never filters unless it is told to.
      return condition.comparison !== 'IN';
  }
}

function servesByTarget({ target }: IndexMetadata, { comparison }: Condition, ordered: boolean): boolean {
  switch (comparison) {
    case '=':
      return target === undefined || target === 'full';
    case 'CONTAINS':
      return target === 'values';
    case 'CONTAINS KEY':
      return target === 'keys';
    case 'CONTAINS ENTRY':
      return target === 'entries';
    case 'IN':
    case 'LIKE':
      return false;
    default:
      return ordered && target === undefined;
  }
}

/** SAI keeps these types as literals, which it can look up but not compare. */
const SAI_LITERALS: ReadonlySet<string> = new Set(['text', 'ascii', 'boolean', 'uuid']);

function hasOrderInSai({ type }: ColumnMetadata): boolean {
  return type.kind === 'scalar' && !SAI_LITERALS.has(type.name);
}

const NON_TOKENIZING = 'org.apache.cassandra.index.sasi.analyzer.NonTokenizingAnalyzer';

/** SASI decides by its mode, and by whether it cuts texts into words. */
function servesBySasi({ column, options }: IndexMetadata, { comparison, like }: Condition): boolean {
  const mode = sasiMode(options);
  const text = column.type.kind === 'scalar' && (column.type.name === 'text' || column.type.name === 'ascii');
  const analyzer = options.analyzer_class;
  const words = analyzer === undefined ? text && String(options.analyzed) === 'true' : analyzer !== NON_TOKENIZING;
  switch (comparison) {
    case '=':
      return !words;
    case 'LIKE':
      if (like === 'matches') return mode !== 'SPARSE';
      if (like === 'prefix') return mode === 'PREFIX' || (mode === 'CONTAINS' && !words);
      return mode === 'CONTAINS';
    case '<':
    case '<=':
    case '>':
    case '>=':
      return !text && mode !== 'CONTAINS';
    default:
      return false;
  }
}
