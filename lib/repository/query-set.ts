import { EntityNotFoundError, MultipleResultsError, QueryPlanError } from '../errors';
import type { UntypedKeys } from '../metadata/primary-key';
import type { Aggregate, AggregateKind, AggregateValue } from '../query/aggregates';
import { Average, Maximum, Minimum, ofNothing, readAggregates, Sum } from '../query/aggregates';
import { readClusteringRange } from '../query/clustering-range';
import { readConditions, requireColumn } from '../query/conditions';
import type { Operator } from '../query/operators';
import type { CheckOrder } from '../query/typed-keys';
import type { ColumnKeys, Key, VectorKeys, Where } from '../query/where';
import { MAX_PAGE_ROWS } from '../session/validate-request';
import { readAggregated } from './aggregate-read';
import { matchesNothing } from './compiled-read';
import { countQuery, keysOf } from './count-query';
import { deleteByQuery } from './delete-by-query';
import type { EntityTable } from './entity-table';
import type { Explanation } from './explain-query';
import { explainQuery } from './explain-query';
import { readNearest } from './nearest';
import type { CellRow, CellSelection, Page, PageRequest, ReadOptions } from './options';
import { readPage } from './read-page';
import type { ReadRequest } from './read-request';
import { readDirection, readLimit, readSelect } from './read-request';
import { readFlag } from './require-options';
import { RowStream } from './row-stream';
import { streamRows } from './stream-rows';

/**
 * Rows of a page where all rows are wanted at once. Cassandra says of a page that is full that more may follow, so the
 * usual size would cost a partition of 1,000 rows a second request, while its rows wait in memory.
 */
const WHOLE_PAGE = 2_000;

/** Aggregates by the names that their values get. */
export type Aggregates<E> = Readonly<Record<string, Aggregate<AggregateKind, ColumnKeys<E>>>>;

/** The values of aggregates, by name. */
export type Aggregated<E, A> = { readonly [N in keyof A]: AggregateValue<E, A[N]> };

/**
 * A lazy query. Each method returns a new query set, and nothing runs until one of the methods at its end is called
 * or the set is iterated. Conditions are checked when they are given; whether key or index serve the query is checked
 * at the end, before anything is sent.
 *
 * @example
 * ```ts
 * const recent = messages.filter({ roomId }).orderBy('id', 'DESC');
 * const page = await recent.page({ size: 20 });
 * for await (const message of recent.limit(1_000)) console.log(message.body);
 * ```
 */
export class QuerySet<E extends object, R extends object = E, K = UntypedKeys> implements AsyncIterable<R> {
  readonly #table: EntityTable<E>;
  readonly #request: ReadRequest;

  /** @internal Made by `filter()` and `all()` of a repository. */
  constructor(table: EntityTable<E>, request: ReadRequest) {
    this.#table = table;
    this.#request = request;
  }

  #with(change: Partial<ReadRequest>): QuerySet<E, R, K> {
    return new QuerySet<E, R, K>(this.#table, { ...this.#request, ...change });
  }

  #withOption(options: ReadOptions): QuerySet<E, R, K> {
    return this.#with({ options: { ...this.#request.options, ...options } });
  }

  /** Further conditions, all of which must hold. @throws QueryPlanError, ValidationError when they cannot. */
  filter(where: Where<E>): QuerySet<E, R, K> {
    return this.#with({ conditions: [...this.#request.conditions, ...readConditions(this.#table.metadata, where)] });
  }

  /**
   * A range over several clustering columns at once, as `(sensor, at) > (?, ?)` in CQL: compared column by column, the
   * first that differs decides. It compares values, so where one column is stored ASC and the other DESC the rows of
   * the range are no contiguous piece of the partition.
   *
   * @throws QueryPlanError when the columns do not follow each other in the clustering key
   * @example
   * ```ts
   * readings.filter({ tenant, day }).clusteringRange(MoreThan({ sensor: 's1', at: 3 }));
   * readings.filter({ tenant, day }).clusteringRange(In([{ sensor: 's1', at: 3 }, { sensor: 's2', at: 4 }]));
   * ```
   */
  clusteringRange(range: Operator<Key<E>>): QuerySet<E, R, K> {
    const conditions = readClusteringRange(this.#table.metadata, range);
    return this.#with({ conditions: [...this.#request.conditions, ...conditions] });
  }

  /** By a clustering column; further calls add columns. */
  orderBy<C extends ColumnKeys<E>>(column: C & CheckOrder<K, C>, direction: 'ASC' | 'DESC' = 'ASC'): QuerySet<E, R, K> {
    const { metadata } = this.#table;
    const by = [requireColumn(metadata, column), readDirection(metadata, column, direction)] as const;
    return this.#with({ order: [...this.#request.order, by] });
  }

  /** At most so many rows. */
  limit(rows: number): QuerySet<E, R, K> {
    return this.#with({ limit: readLimit(this.#table.metadata, 'limit', rows) });
  }

  /** At most so many rows of each partition. */
  perPartitionLimit(rows: number): QuerySet<E, R, K> {
    return this.#with({ perPartitionLimit: readLimit(this.#table.metadata, 'perPartitionLimit', rows) });
  }

  /**
   * Only these columns; rows are then plain objects, not entities. With `ttl` or `writetime` rows carry an object of
   * that name, with the seconds that are left of each cell, and the microseconds at which it was written.
   *
   * @throws QueryPlanError for the times of key columns, which have none
   * @example
   * ```ts
   * const [row] = await users.filter({ id }).select({ columns: ['name'], ttl: ['name'], writetime: ['name'] }).all();
   * row.ttl.name; // 3600, or null
   * ```
   */
  select<C extends ColumnKeys<E>>(...columns: readonly C[]): QuerySet<E, Pick<E, C>, K>;
  select<const S extends CellSelection<E>>(selection: S): QuerySet<E, CellRow<E, S> & object, K>;
  select(...selection: readonly unknown[]): QuerySet<E, object, K> {
    const { ann } = this.#request;
    const [first] = selection;
    const selected = readSelect(this.#table.metadata, typeof first === 'object' ? first : selection);
    const search = ann && { ...ann, similarity: false };
    return new QuerySet<E, object, K>(this.#table, { ...this.#request, cells: undefined, ...selected, ann: search });
  }

  /**
   * The rows whose vectors are nearest to this one, nearest first; needs a vector index and a limit of at most 1,000.
   * Conditions beside it are served by the key of a partition or by SAI indexes. Cassandra runs it at consistency
   * LOCAL_ONE and in one page.
   *
   * @throws ValidationError for a vector that does not fit the column
   * @example
   * ```ts
   * const near = await documents.all().annOf('meaning', [0.1, 0.9, 0.3]).limit(5).withSimilarity().all();
   * near[0].similarity; // 1 is the same direction
   * ```
   */
  annOf<C extends VectorKeys<E>>(column: C, vector: NonNullable<E[C]>): QuerySet<E, R, K> {
    return this.#with({ ann: readNearest(this.#table.metadata, column, vector) });
  }

  /**
   * Rows of a vector search with their nearness as `similarity`, from 0 to 1; they are then plain objects. Called after
   * `annOf()` and `select()`.
   */
  withSimilarity(): QuerySet<E, Pick<R, ColumnKeys<R>> & { readonly similarity: number }, K> {
    const { ann, columns = this.#table.selected } = this.#request;
    if (ann === undefined) {
      throw new QueryPlanError(`${this.#table.metadata.name}: withSimilarity() goes with annOf(), called before it.`);
    }
    return new QuerySet<E, Pick<R, ColumnKeys<R>> & { readonly similarity: number }, K>(this.#table, {
      ...this.#request,
      columns,
      ann: { ...ann, similarity: true },
    });
  }

  /** Each partition once, as an object of its partition key. */
  distinct(): QuerySet<E, Partial<E>, K> {
    const columns = this.#table.metadata.partitionKey;
    return new QuerySet<E, Partial<E>, K>(this.#table, { ...this.#request, columns, distinct: true });
  }

  /** The first row of each group; columns are a prefix of the primary key. */
  groupBy(...columns: readonly ColumnKeys<E>[]): QuerySet<E, R, K> {
    const groupBy = columns.map((column) => requireColumn(this.#table.metadata, column));
    const { primaryKey } = this.#table.metadata;
    const stray = groupBy.find((column, index) => primaryKey[index] !== column);
    if (stray === undefined) return this.#with({ groupBy });
    throw new QueryPlanError(`${stray.path}: groups are made by the primary key, from its first column on.`, {
      path: stray.path,
      waysOut: [`group by a prefix of ${primaryKey.map(({ property }) => property).join(', ')}`],
    });
  }

  /** Lets Cassandra read rows that it then throws away; without it such a query is refused. */
  allowFiltering(): QuerySet<E, R, K> {
    return this.#with({ allowFiltering: true });
  }

  consistency(level: NonNullable<ReadOptions['consistency']>): QuerySet<E, R, K> {
    return this.#withOption({ consistency: level });
  }

  /** A profile of the data source. */
  profile(name: string): QuerySet<E, R, K> {
    return this.#withOption({ profile: name });
  }

  /** Rows per page that travel at once, at most 10,000. */
  fetchSize(rows: number): QuerySet<E, R, K> {
    return this.#withOption({ fetchSize: readLimit(this.#table.metadata, 'fetchSize', rows, MAX_PAGE_ROWS) });
  }

  /** Milliseconds for each request of this query, retries included. */
  timeout(milliseconds: number): QuerySet<E, R, K> {
    return this.#withOption({ timeout: milliseconds });
  }

  /**
   * Asks the server to trace each request of this query into `system_traces`. The keys of the traces go out as `traceId`
   * on the `diagnostics_channel` `caspy:query`.
   */
  tracing(isTraced = true): QuerySet<E, R, K> {
    return this.#withOption({ tracing: readFlag(this.#table.metadata.name, 'tracing', isTraced) });
  }

  /** Ends the query when the signal is aborted. */
  signal(signal: AbortSignal): QuerySet<E, R, K> {
    return this.#withOption({ signal });
  }

  /** All rows, over all pages. For results that fit into memory; else iterate. */
  async all(): Promise<R[]> {
    const stream = streamRows<E, R>(this.#table, { ...this.#request, pageSize: WHOLE_PAGE });
    if (stream instanceof RowStream) return (stream as RowStream<R>).rest();
    const rows: R[] = [];
    for await (const row of stream) rows.push(row);
    return rows;
  }

  async first(): Promise<R | null> {
    const [row] = await this.limit(1).all();
    return row ?? null;
  }

  /** @throws EntityNotFoundError when there is no row. */
  async firstOrFail(): Promise<R> {
    const row = await this.first();
    if (row !== null) return row;
    throw new EntityNotFoundError(`No ${this.#table.metadata.name} matches the query.`);
  }

  /** The only row, or null. @throws MultipleResultsError when there are more. */
  async one(): Promise<R | null> {
    const [row, second] = await this.limit(2).all();
    if (second === undefined) return row ?? null;
    throw new MultipleResultsError(
      `More than one ${this.#table.metadata.name} matches the query. Use first(), or a query that names one row.`,
    );
  }

  /** The number of rows, at most the limit if there is one. The server reads them all, so it costs what reading costs. */
  async count(): Promise<number> {
    return countQuery(this.#table, this.#request);
  }

  /**
   * The sum of a column over the rows, exact where Cassandra would wrap around; null when there is no value.
   *
   * @throws QueryPlanError for a column that holds no numbers, ValidationError for a sum beyond the property's type
   */
  async sum<C extends ColumnKeys<E>>(column: C): Promise<AggregateValue<E, Aggregate<'sum', C>>> {
    return (await this.aggregate({ value: Sum(column) })).value;
  }

  /** The average of a column, with its fraction: a number, or a string for decimal; null when there is no value. */
  async average<C extends ColumnKeys<E>>(column: C): Promise<AggregateValue<E, Aggregate<'average', C>>> {
    return (await this.aggregate({ value: Average(column) })).value;
  }

  /** The smallest value of a column; null when there is none. */
  async minimum<C extends ColumnKeys<E>>(column: C): Promise<AggregateValue<E, Aggregate<'minimum', C>>> {
    return (await this.aggregate({ value: Minimum(column) })).value;
  }

  /** The largest value of a column; null when there is none. */
  async maximum<C extends ColumnKeys<E>>(column: C): Promise<AggregateValue<E, Aggregate<'maximum', C>>> {
    return (await this.aggregate({ value: Maximum(column) })).value;
  }

  /**
   * Several aggregates over the rows, in one statement.
   *
   * @example
   * ```ts
   * const { rows, last } = await readings.filter({ tenant, day }).aggregate({ rows: Count(), last: Maximum('at') });
   * ```
   */
  async aggregate<const A extends Aggregates<E>>(aggregates: A): Promise<Aggregated<E, A>> {
    if (this.#request.groupBy.length > 0) {
      throw new QueryPlanError(`${this.#table.metadata.name}: groups are aggregated by aggregateBy([…], { … }).`);
    }
    const [row] = await this.#aggregate<Aggregated<E, A>>(this.#request, aggregates);
    // Without groups Cassandra always answers one row; only In([]) is not sent.
    return row ?? (ofNothing(aggregates) as Aggregated<E, A>);
  }

  /**
   * Aggregates of each group of rows; the columns are a prefix of the primary key.
   *
   * @example
   * ```ts
   * await readings.filter({ tenant, day }).aggregateBy(['tenant', 'day', 'sensor'], { rows: Count(), top: Maximum('value') });
   * ```
   */
  async aggregateBy<C extends ColumnKeys<E>, const A extends Aggregates<E>>(
    columns: readonly C[],
    aggregates: A,
  ): Promise<(Pick<E, C> & Aggregated<E, A>)[]> {
    const given: unknown = columns;
    if (!Array.isArray(given) || given.length === 0) {
      throw new QueryPlanError(`${this.#table.metadata.name}: aggregateBy() takes a list of columns, such as ['id'].`);
    }
    return this.#aggregate(this.groupBy(...columns).#request, aggregates);
  }

  async #aggregate<T>(request: ReadRequest, aggregates: Aggregates<E>): Promise<T[]> {
    const named = readAggregates(this.#table.metadata, aggregates);
    if (matchesNothing(request)) return [];
    // The type of a row follows from the aggregates, whose names and kinds are those of the object.
    return (await readAggregated(this.#table, request, named)) as T[];
  }

  async exists(): Promise<boolean> {
    const request = { ...keysOf(this.#table, this.#request), limit: 1 };
    for await (const _ of streamRows(this.#table, request)) return true;
    return false;
  }

  /**
   * Deletes what the query matches, and answers how many keys were named: by key it is one statement; over an index
   * or with `allowFiltering()` the keys are read page by page and deleted one by one.
   *
   * @throws QueryPlanError when neither key nor index serve it, or without any condition.
   */
  async delete(): Promise<number> {
    return deleteByQuery(this.#table, this.#request);
  }

  /**
   * One page and the token of the next one. The token holds for this query only, in this keyspace; with
   * `pageTokenSecret` on the data source nobody can make one.
   *
   * @throws PageTokenError when the token was changed or belongs to another query.
   */
  async page(request: PageRequest = {}): Promise<Page<R>> {
    return readPage<E, R>(this.#table, this.#request, request);
  }

  /** The rows one by one, read one page ahead; ends cleanly on `break`. */
  stream(): AsyncIterableIterator<R> {
    return streamRows<E, R>(this.#table, this.#request);
  }

  [Symbol.asyncIterator](): AsyncIterator<R> {
    return this.stream();
  }

  /** What this query will cost. Sends nothing. @throws QueryPlanError when it would be refused. */
  explain(): Explanation {
    return explainQuery(this.#table, this.#request);
  }

  /** The statement of this query, without its values. Sends nothing. */
  toCql(): string {
    return this.explain().cql;
  }
}
