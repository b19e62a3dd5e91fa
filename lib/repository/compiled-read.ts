import { QueryPlanError } from '../errors';
import type { ColumnMetadata } from '../metadata/table-metadata';
import { checkInLengths } from '../query/check-in-lengths';
import type { QueryPlan } from '../query/plan';
import { planQuery } from '../query/plan';
import type { SelectShape } from '../query/select-statement';
import { selectKey, selectStatement, whereParameters } from '../query/select-statement';
import type { Statement } from '../query/statement';
import type { RequestOptions, Row } from '../session/request';
import type { EntityTable } from './entity-table';
import { extraFields, withExtraFields } from './extra-fields';
import type { FrameHydrator } from './frame-hydrator';
import { frameHydrator } from './frame-hydrator';
import type { Hydrator } from './hydrator';
import { compileHydrator } from './hydrator';
import { findsOtherKinds } from './kinds';
import type { Lifecycle } from './lifecycle';
import { checkNearest } from './nearest';
import type { ReadRequest } from './read-request';
import type { ResultPage } from './row-stream';

/** Everything about a read that its shape decides. */
export interface CompiledRead<R> {
  readonly plan: QueryPlan;
  readonly statement: Statement;
  readonly hydrate: Hydrator<R>;
  /** The same out of bytes; undefined where rows are looked at one by one. */
  readonly hydrateFrame: FrameHydrator<R> | undefined;
  /** Hears of the entities; undefined when there are none, or nobody listens. */
  readonly lifecycle?: Lifecycle | undefined;
}

/** Rows per page where the caller sets nothing: about 3 ms of decoding at a time, so that other work gets its turn. */
const FETCH_SIZE = 1_000;

/**
 * The plan, the text and the hydrator of a read; compiled on first use of a shape.
 *
 * @throws QueryPlanError when neither key nor index serves it.
 */
export function compileRead<E extends object, R extends object = E>(
  table: EntityTable<E>,
  request: ReadRequest,
  operation: string,
): CompiledRead<R> {
  checkInLengths(request.conditions);
  checkCountable(table, request);
  checkNearest(table.metadata, request);
  const shape = shapeOf(table, request);
  // A selection of all columns has the text of an entity's read, but not its hydrator.
  const rows = request.columns === undefined ? 'entities' : 'objects';
  const read = table.compiled(`read ${rows} ${selectKey(shape, operation)}`, () => {
    const extra = extraFields(table.metadata, request);
    const hydrate = request.columns === undefined ? table.hydrate : compileHydrator(request.columns);
    const ofFrame = request.columns === undefined ? table.hydrateFrame : frameHydrator(request.columns, undefined);
    return {
      plan: planQuery(table.metadata, shape),
      statement: selectStatement(table.metadata, table.qualifiedName, shape, `${table.metadata.name}.${operation}`),
      // R is E where no columns were named, and an object of the named columns where they were.
      hydrate: withExtraFields(hydrate as unknown as Hydrator<R>, extra),
      hydrateFrame:
        extra.length > 0 || table.isWanted !== undefined ? undefined : (ofFrame as unknown as FrameHydrator<R>),
    };
  });
  const { lifecycle } = table;
  const isHeard = lifecycle?.hearsLoads === true && request.columns === undefined && request.options.hooks !== false;
  return isHeard ? { ...read, lifecycle } : read;
}

/** The plan and the text that count the rows of a request. */
export function compileCount<E extends object>(
  table: EntityTable<E>,
  request: ReadRequest,
): { readonly plan: QueryPlan; readonly statement: Statement } {
  checkInLengths(request.conditions);
  const shape: SelectShape = { ...shapeOf(table, request), order: [], columns: 'count' };
  return table.compiled(`count ${selectKey(shape, 'count')}`, () => ({
    plan: planQuery(table.metadata, shape),
    statement: selectStatement(table.metadata, table.qualifiedName, shape, `${table.metadata.name}.count`),
  }));
}

/** What of a request decides its text. */
export function shapeOf<E extends object>(table: EntityTable<E>, request: ReadRequest): SelectShape {
  return {
    conditions: request.conditions,
    order: request.order,
    allowFiltering: request.allowFiltering,
    ring: request.ring,
    columns: withKey(table, request, withDiscriminator(table, request.columns ?? table.selected)),
    selectors: extraFields(table.metadata, request).flatMap(({ selectors }) => selectors),
    ann: request.ann?.column,
    distinct: request.distinct,
    groupBy: request.groupBy,
    limited: request.limit !== undefined,
    limitedPerPartition: request.perPartitionLimit !== undefined,
  };
}

/** Rows of other kinds are known by the discriminator, so it is read even where nobody selected it. */
function withDiscriminator<E extends object>(
  { metadata, isWanted }: EntityTable<E>,
  columns: readonly ColumnMetadata[],
): readonly ColumnMetadata[] {
  const { inheritance } = metadata;
  if (isWanted === undefined || inheritance === undefined || columns.includes(inheritance.column)) return columns;
  return [...columns, inheritance.column];
}

/** A scan goes on behind a row, which it knows by its key. */
function withKey<E extends object>(
  { metadata }: EntityTable<E>,
  { keyed }: ReadRequest,
  columns: readonly ColumnMetadata[],
): readonly ColumnMetadata[] {
  if (keyed !== true) return columns;
  const missing = metadata.primaryKey.filter((column) => !columns.includes(column));
  return missing.length === 0 ? columns : [...columns, ...missing];
}

/** Cassandra would count rows of other kinds among these. */
function checkCountable<E extends object>({ metadata }: EntityTable<E>, request: ReadRequest): void {
  const { conditions, distinct, groupBy, perPartitionLimit } = request;
  if (!distinct && groupBy.length === 0 && perPartitionLimit === undefined) return;
  if (!findsOtherKinds(metadata, conditions)) return;
  throw new QueryPlanError(
    `${metadata.name}: distinct(), groupBy() and perPartitionLimit() would count rows of other kinds in the same table.`,
    { waysOut: ["use the parent's repository", 'make the discriminator part of the primary key'] },
  );
}

/** The parameters of a read, in the order of its markers. */
export function readParameters<E extends object>(table: EntityTable<E>, request: ReadRequest): unknown[] {
  const { ann } = request;
  const params = whereParameters(table.metadata, request.conditions);
  if (ann?.similarity === true) params.unshift(ann.vector);
  if (ann !== undefined) params.push(ann.vector);
  if (request.perPartitionLimit !== undefined) params.push(encodeInt(request.perPartitionLimit));
  if (request.limit !== undefined) params.push(encodeInt(request.limit));
  return params;
}

/** The bytes of an int. */
export function encodeInt(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** `In([])` matches nothing, and Cassandra need not be asked for it. */
export function matchesNothing({ conditions }: ReadRequest): boolean {
  return conditions.some(({ comparison, params }) => comparison === 'IN' && params.length === 0);
}

/** A page, and the rows that its items were made of. */
export interface ReadPage<R> extends ResultPage<R> {
  /**
   * One of the rows; where the page came as bytes, no other is decoded for it. Undefined where the rows were not to be
   * kept.
   */
  readonly rowAt: ((index: number) => Row | undefined) | undefined;
}

/** How a page is read. */
export interface PageOptions {
  readonly request: RequestOptions | undefined;
  /** Rows, where the request says nothing about it. */
  readonly usualSize?: number | undefined;
  readonly keepsRows?: boolean;
}

/** One page of a compiled read. */
export async function fetchPage<E extends object, R>(
  table: EntityTable<E>,
  { statement, hydrate, hydrateFrame, lifecycle }: CompiledRead<R>,
  params: readonly unknown[],
  pageState: Buffer | undefined,
  { request, usualSize = FETCH_SIZE, keepsRows = false }: PageOptions,
): Promise<ReadPage<R>> {
  const page = await table.executor.execute(statement, params, { fetchSize: usualSize, ...request, pageState });
  const { frame, pageState: next } = page;
  if (frame !== undefined && hydrateFrame !== undefined) {
    const items = hydrateFrame(frame);
    if (lifecycle !== undefined) await lifecycle.loaded(items as readonly object[]);
    return { items, rowAt: (index) => frame.rowAt(index), pageState: next };
  }
  const rows = table.isWanted === undefined ? page.rows : page.rows.filter(table.isWanted);
  const items = hydrateAll(rows, hydrate, keepsRows);
  // Heard are only entities, which are objects.
  if (lifecycle !== undefined) await lifecycle.loaded(items as readonly object[]);
  return { items, rowAt: keepsRows ? (index) => rows[index] : undefined, pageState: next };
}

/**
 * Without rows to keep, each gives its place to what was made of it: the driver's result stays within reach of promises
 * that have grown old, and what they reach lives until the next collection of all garbage.
 */
function hydrateAll<R>(rows: Row[], hydrate: Hydrator<R>, keepsRows: boolean): R[] {
  const items = (keepsRows ? new Array<R>(rows.length) : rows) as R[];
  let index = 0;
  for (const row of rows) items[index++] = hydrate(row);
  return items;
}

/** The number of rows that a request matches, counted by the server. */
export async function countRows<E extends object>(table: EntityTable<E>, request: ReadRequest): Promise<number> {
  const { statement } = compileCount(table, request);
  const options = table.readOptions(request.options);
  const page = await table.executor.execute(statement, readParameters(table, request), options);
  return Number(page.rows[0]?.count ?? 0);
}
