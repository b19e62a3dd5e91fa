import { ConfigurationError, QueryPlanError } from '../errors';
import type { ColumnMetadata, TableMetadata } from '../metadata/table-metadata';
import { similarityCql, vectorIndex } from '../query/plan-ann';
import type { Selector } from '../query/select-statement';
import type { Row } from '../session/request';
import type { Hydrator } from './hydrator';
import type { ReadRequest } from './read-request';

/** What rows carry beside their columns. */
interface ExtraField {
  readonly property: string;
  readonly selectors: readonly Selector[];
  readonly read: (row: Row) => unknown;
}

const SIMILARITY = 'nearness';

/** @throws QueryPlanError when a property of the selection has the name of an extra field */
export function extraFields(table: TableMetadata, request: ReadRequest): readonly ExtraField[] {
  const { ann, cells, columns } = request;
  const fields: ExtraField[] = [];
  for (const name of ['ttl', 'writetime'] as const) {
    if (cells !== undefined && cells[name].length > 0) fields.push(cellField(name, cells[name]));
  }
  if (ann?.similarity === true) fields.push(similarityField(table, ann.column));
  const taken = fields.find(({ property }) => columns?.some((column) => column.property === property));
  if (taken === undefined) return fields;
  throw new QueryPlanError(`${table.name}: the rows have a column ${taken.property} already; leave it out of select.`, {
    path: `${table.name}.${taken.property}`,
  });
}

function cellField(name: 'ttl' | 'writetime', columns: readonly ColumnMetadata[]): ExtraField {
  const aliases = columns.map((column) => [column.property, `${name}(${column.name})`] as const);
  return {
    property: name,
    selectors: columns.map((column) => {
      return { cql: `${name}(${column.cqlName})`, alias: `${name}(${column.name})`, types: [] };
    }),
    read: (row) => Object.fromEntries(aliases.map(([property, alias]) => [property, row[alias] ?? null])),
  };
}

function similarityField(table: TableMetadata, column: ColumnMetadata): ExtraField {
  const index = vectorIndex(table, column);
  // The planner refuses a search without an index, and says so better.
  const cql = index === undefined ? 'similarity_cosine' : similarityCql(index);
  const selector = { cql: `${cql}(${column.cqlName}, ?)`, alias: SIMILARITY, types: [column.cqlType] };
  return { property: 'similarity', selectors: [selector], read: (row) => row[SIMILARITY] };
}

/** The hydrator of rows that carry extra fields too. */
export function withExtraFields<R extends object>(hydrate: Hydrator<R>, fields: readonly ExtraField[]): Hydrator<R> {
  if (fields.length === 0) return hydrate;
  return (row) => {
    const entries = fields.map(({ property, read }) => [property, read(row)] as const);
    return Object.assign(hydrate(row), Object.fromEntries(entries));
  };
}

/** Columns whose `TTL` and `WRITETIME` are asked for. */
export interface CellTimes {
  readonly ttl: readonly ColumnMetadata[];
  readonly writetime: readonly ColumnMetadata[];
}

const SELECTION_KEYS = ['columns', 'ttl', 'writetime'];

/** Whether a selection is an object with lists, such as `{ columns: ['id'], ttl: ['name'] }`. */
export function isCellSelection(select: unknown): select is Readonly<Record<string, readonly unknown[]>> {
  if (typeof select !== 'object' || select === null || Array.isArray(select)) return false;
  return Object.values(select).some(Array.isArray);
}

/** @throws ConfigurationError for other words, QueryPlanError for a key column, which has no such times */
export function readCellTimes(
  table: TableMetadata,
  select: Readonly<Record<string, unknown>>,
  columnsOf: (properties: unknown) => readonly ColumnMetadata[] | undefined,
): CellTimes {
  for (const [name, list] of Object.entries(select)) {
    if (SELECTION_KEYS.includes(name) && Array.isArray(list)) continue;
    throw new ConfigurationError(
      `${table.name}: a selection with lists is { columns: […], ttl: […], writetime: […] }.`,
    );
  }
  const read = (name: 'ttl' | 'writetime'): readonly ColumnMetadata[] => {
    const list = select[name];
    const columns = Array.isArray(list) && list.length > 0 ? (columnsOf(list) ?? []) : [];
    for (const column of columns) {
      if (column.kind !== 'partition' && column.kind !== 'clustering') continue;
      throw new QueryPlanError(`${column.path}: a key column has no ${name}.`, { path: column.path });
    }
    return columns;
  };
  return { ttl: read('ttl'), writetime: read('writetime') };
}
