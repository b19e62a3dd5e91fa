import { ConfigurationError, QueryPlanError } from '../errors';
import type { ColumnMetadata, TableMetadata } from '../metadata/table-metadata';
import type { Condition } from '../query/conditions';
import { readConditions, requireColumn } from '../query/conditions';
import type { Direction } from '../query/plan';
import { didYouMean } from '../suggest';
import { isRecord } from '../types/is-record';
import type { CellTimes } from './extra-fields';
import { isCellSelection, readCellTimes } from './extra-fields';
import { readAnnOf } from './nearest';
import type { PageRequest, ReadOptions } from './options';
import { readFlag, requireOptions } from './require-options';

/** A read, checked and resolved to columns; values are encoded. Immutable: a query set copies it at each step. */
export interface ReadRequest {
  readonly conditions: readonly Condition[];
  readonly order: readonly (readonly [ColumnMetadata, Direction])[];
  /** The columns to read into plain objects; undefined reads entities. */
  readonly columns: readonly ColumnMetadata[] | undefined;
  /** Columns whose TTL and write time are read too. */
  readonly cells?: CellTimes | undefined;
  /** A search for the nearest vectors, encoded; with `similarity` rows say how near they are. */
  readonly ann?: { readonly column: ColumnMetadata; readonly vector: Buffer; readonly similarity: boolean } | undefined;
  readonly groupBy: readonly ColumnMetadata[];
  readonly distinct: boolean;
  readonly limit: number | undefined;
  readonly perPartitionLimit: number | undefined;
  readonly allowFiltering: boolean;
  /** Bound to a range of tokens, whose ends are the last two parameters. */
  readonly ring?: boolean | undefined;
  /** Rows hold their whole key, whether it was selected or not. */
  readonly keyed?: boolean | undefined;
  /** Rows of a page where no option says how many. */
  readonly pageSize?: number | undefined;
  readonly options: ReadOptions;
}

/** Reads the whole table. */
export const READ_ALL: ReadRequest = Object.freeze({
  conditions: [],
  order: [],
  columns: undefined,
  groupBy: [],
  distinct: false,
  limit: undefined,
  perPartitionLimit: undefined,
  allowFiltering: false,
  options: {},
});

const READ_OPTIONS = ['consistency', 'profile', 'fetchSize', 'timeout', 'signal', 'tracing', 'hooks'] as const;
const PAGE_OPTIONS: readonly string[] = ['size', 'after'];
const FIND_OPTIONS = [
  'where',
  'order',
  'select',
  'limit',
  'perPartitionLimit',
  'allowFiltering',
  'annOf',
  ...READ_OPTIONS,
];

/** Words of other ORMs, and what they are called here. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ['take', `'limit', or findPage() with 'size'`],
  ['skip', `findPage() with 'after': Cassandra cannot skip rows`],
  ['orderBy', `'order'`],
  ['relations', 'nothing: Cassandra has no joins'],
]);

/**
 * The request for what `find` and its kin take.
 *
 * An unknown option is refused: `find({ wher: … })` would otherwise read the whole table.
 */
export function readFindOptions(table: TableMetadata, find: object, more: readonly string[] = []): ReadRequest {
  const options = new Map<string, unknown>(Object.entries(requireOptions(table.name, find)));
  const known = [...FIND_OPTIONS, ...more];
  for (const name of options.keys()) {
    if (!known.includes(name)) throw unknownOption(table, name, known);
  }
  const limit = options.get('limit');
  const perPartitionLimit = options.get('perPartitionLimit');
  const where = options.get('where');
  return {
    ...READ_ALL,
    // `where: undefined` is a variable that was not set, not a wish for the whole table.
    conditions: options.has('where') ? readConditions(table, requireWhere(table, where)) : [],
    order: readOrder(table, options.get('order')),
    ...readSelect(table, options.get('select')),
    ann: readAnnOf(table, options.get('annOf')),
    limit: limit === undefined ? undefined : readLimit(table, 'limit', limit),
    perPartitionLimit:
      perPartitionLimit === undefined ? undefined : readLimit(table, 'perPartitionLimit', perPartitionLimit),
    allowFiltering: readFlag(table.name, 'allowFiltering', options.get('allowFiltering')),
    options: readOptions(options),
  };
}

function requireWhere(table: TableMetadata, where: unknown): unknown {
  if (where !== undefined) return where;
  throw new QueryPlanError(`${table.name}: 'where' is undefined.`, {
    waysOut: ['check the value before the query', 'to read the whole table, leave the where out'],
  });
}

function unknownOption(table: TableMetadata, name: string, known: readonly string[]): ConfigurationError {
  const here = OTHER_WORDS.get(name);
  const hint = table.byProperty.has(name)
    ? ` Conditions go into 'where': { where: { ${name}: … } }, or findBy({ ${name}: … }).`
    : here === undefined
      ? didYouMean(name, known)
      : ` Here it is ${here}.`;
  return new ConfigurationError(`${table.name}: '${name}' is no option of a read.${hint}`);
}

/** Options of a read that takes its conditions apart from them. @throws ConfigurationError for an unknown option. */
export function readReadOptions(table: TableMetadata, given: ReadOptions): ReadOptions {
  const options = new Map<string, unknown>(Object.entries(requireOptions(table.name, given)));
  for (const name of options.keys()) {
    if (!READ_OPTIONS.some((known) => known === name)) throw unknownOption(table, name, READ_OPTIONS);
  }
  return readOptions(options);
}

function readOptions(options: ReadonlyMap<string, unknown>): ReadOptions {
  const entries = READ_OPTIONS.filter((name) => options.get(name) !== undefined).map((name) => [
    name,
    options.get(name),
  ]);
  // The session checks the values; here only their names count.
  return Object.fromEntries(entries) as ReadOptions;
}

/** The columns of an order; the order of the properties counts. */
export function readOrder(table: TableMetadata, order: unknown): ReadRequest['order'] {
  if (order === undefined) return [];
  if (!isRecord(order)) {
    throw new ConfigurationError(`${table.name}: 'order' is an object such as { at: 'DESC' }.`);
  }
  return Object.entries(order).map(([property, direction]) => [
    requireColumn(table, property),
    readDirection(table, property, direction),
  ]);
}

/** `'ASC'` or `'DESC'`, and nothing else. */
export function readDirection(table: TableMetadata, property: string, direction: unknown): Direction {
  if (direction === 'ASC' || direction === 'DESC') return direction;
  throw new ConfigurationError(`${table.name}.${property}: the direction of an order is 'ASC' or 'DESC'.`);
}

/** The columns of a selection, and the cells whose times it asks for. */
export function readSelect(table: TableMetadata, select: unknown): Pick<ReadRequest, 'columns' | 'cells'> {
  if (!isCellSelection(select)) return { columns: readSelection(table, select) };
  const cells = readCellTimes(table, select, (list) => readSelection(table, list));
  const columns = select.columns;
  if (columns?.length === 0) return { columns: [], cells };
  return { columns: readSelection(table, columns) ?? table.columns.filter(({ selected }) => selected), cells };
}

/** The columns of a selection; undefined when there is none. */
export function readSelection(table: TableMetadata, select: unknown): ReadRequest['columns'] {
  if (select === undefined) return undefined;
  const properties: unknown[] = Array.isArray(select) ? [...(select as unknown[])] : trueKeys(table, select);
  if (properties.length === 0) {
    throw new ConfigurationError(`${table.name}: 'select' names no column; leave it out to read the entity.`);
  }
  // What is no text is refused there.
  const columns = properties.map((property) => requireColumn(table, property as string));
  return [...new Set(columns)];
}

function trueKeys(table: TableMetadata, select: unknown): string[] {
  const entries = isRecord(select) ? Object.entries(select) : [['', false] as const];
  if (entries.every(([, wanted]) => wanted === true)) return entries.map(([property]) => property);
  throw new ConfigurationError(
    `${table.name}: 'select' is a list of properties, or an object such as { id: true, name: true }.`,
  );
}

/** Which page. @throws ConfigurationError for an unknown option: a misspelt `after` would start from the first page. */
export function readPageRequest(table: TableMetadata, request: PageRequest): PageRequest {
  const unknown = Object.keys(requireOptions(table.name, request)).find((name) => !PAGE_OPTIONS.includes(name));
  if (unknown === undefined) return request;
  throw new ConfigurationError(
    `${table.name}: '${unknown}' is no option of a page.${didYouMean(unknown, PAGE_OPTIONS)}`,
  );
}

/** A limit: a whole number from 1 that fits an int, or is at most `max`. */
export function readLimit(table: TableMetadata, name: string, limit: unknown, max = 0x7fffffff): number {
  if (typeof limit === 'number' && Number.isInteger(limit) && limit >= 1 && limit <= max) return limit;
  throw new ConfigurationError(`${table.name}: '${name}' is a whole number from 1 to ${max}.`);
}
