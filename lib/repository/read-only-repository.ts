import { EntityNotFoundError } from '../errors';
import type { UntypedKeys } from '../metadata/primary-key';
import type { TableMetadata } from '../metadata/table-metadata';
import type { Aggregate, AggregateValue } from '../query/aggregates';
import { readConditions } from '../query/conditions';
import type { CqlStatement } from '../query/cql';
import type { KeyOf, WhereOf } from '../query/typed-keys';
import type { ColumnKeys, Where } from '../query/where';
import type { RowPage } from '../session/request';
import type { EntityTable } from './entity-table';
import { keyParameters } from './entity-values';
import type { RawArguments } from './execute-raw';
import { executeRaw, readRawArguments } from './execute-raw';
import { entityHydrator, withKind, withKinds } from './kinds';
import type { Page, PageRequest, ReadOptions, Selected, Selection } from './options';
import { QuerySet } from './query-set';
import { READ_ALL, readFindOptions, readReadOptions } from './read-request';
import { deriveFrom, RepositoryBase } from './repository-base';
import { requireOptions } from './require-options';
import { Scan } from './scan/scan';
import type { ScanOptionsOf } from './scan/scan-options';
import { readScanOptions } from './scan/scan-options';
import type { TableSource } from './table-source';
import type { CountOptionsOf, FindOptionsOf, FindPageOptionsOf } from './typed-options';

/**
 * The reading half of a `Repository`. `dataSource.getRepository(View)` has this type where the class of a materialized
 * view says `static readonly readOnly = true`, so that a write to it does not compile.
 *
 * @example
 * ```ts
 * @MaterializedView(() => User)
 * class UserByEmail {
 *   static readonly readOnly = true;
 *   @PartitionKey('text') email!: string;
 *   @ClusteringKey('uuid') id!: string;
 * }
 * const user = await dataSource.getRepository(UserByEmail).findOneBy({ email: 'ada@example.com' });
 * ```
 */
export class ReadOnlyRepository<E extends object, K = UntypedKeys> extends RepositoryBase<E> {
  /** @internal */
  protected override derive(table: EntityTable<E> | TableSource<E>): this {
    return deriveFrom(this, ReadOnlyRepository, table);
  }

  /**
   * The row with this primary key, or null.
   *
   * @throws ValidationError before anything is sent, when the key is incomplete or does not fit.
   */
  async get(key: KeyOf<E, K>, options?: ReadOptions): Promise<E | null> {
    const table = this.table;
    const params = keyParameters(table, table.metadata.primaryKey, withKind(table.metadata, key));
    const page = await table.executor.execute(table.getByKey, params, table.readOptions(options));
    const entity = firstEntity(table, page);
    if (entity === undefined) return null;
    if (table.lifecycle?.hearsLoads === true && options?.hooks !== false) await table.lifecycle.loaded([entity]);
    return entity;
  }

  /** The row with this primary key. @throws EntityNotFoundError when there is none. */
  async getOrFail(key: KeyOf<E, K>, options?: ReadOptions): Promise<E> {
    return found(this.metadata, await this.get(key, options));
  }

  /**
   * All rows that match, over all pages; without a `where` the whole table. A partial `select` gives plain objects.
   *
   * @throws QueryPlanError when neither the key nor an index serves the `where`.
   */
  async find<
    const S extends Selection<E> | undefined = undefined,
    W extends Where<E> = Where<E>,
    F extends boolean = false,
  >(options?: FindOptionsOf<E, K, S, W, F>): Promise<Selected<E, S>[]> {
    return this.#query<S>(options).all();
  }

  /** All rows that match. */
  async findBy<W extends Where<E>>(where: WhereOf<E, K, W>): Promise<E[]> {
    return this.#query<undefined>({ where }).all();
  }

  /** The first row that matches, or null. */
  async findOne<
    const S extends Selection<E> | undefined = undefined,
    W extends Where<E> = Where<E>,
    F extends boolean = false,
  >(options: FindOptionsOf<E, K, S, W, F>): Promise<Selected<E, S> | null> {
    return this.#query<S>(options).first();
  }

  async findOneBy<W extends Where<E>>(where: WhereOf<E, K, W>): Promise<E | null> {
    return this.#query<undefined>({ where }).first();
  }

  /** The first row that matches. @throws EntityNotFoundError when there is none. */
  async findOneOrFail<
    const S extends Selection<E> | undefined = undefined,
    W extends Where<E> = Where<E>,
    F extends boolean = false,
  >(options: FindOptionsOf<E, K, S, W, F>): Promise<Selected<E, S>> {
    return found(this.metadata, await this.#query<S>(options).first());
  }

  async findOneByOrFail<W extends Where<E>>(where: WhereOf<E, K, W>): Promise<E> {
    return found(this.metadata, await this.#query<undefined>({ where }).first());
  }

  /**
   * One page of rows, and the token of the next page (null after the last).
   *
   * @throws PageTokenError when `after` was changed or belongs to another query.
   * @example
   * ```ts
   * const first = await messages.findPage({ where: { roomId }, size: 50 });
   * const second = await messages.findPage({ where: { roomId }, size: 50, after: first.next });
   * ```
   */
  async findPage<
    const S extends Selection<E> | undefined = undefined,
    W extends Where<E> = Where<E>,
    F extends boolean = false,
  >(options?: FindPageOptionsOf<E, K, S, W, F>): Promise<Page<Selected<E, S>>> {
    const { size, after, ...find }: PageRequest =
      options === undefined ? {} : requireOptions(this.metadata.name, options);
    return this.#query<S>(find).page({ size, after });
  }

  /** The sum of a column; see `QuerySet.sum`. Without a `where`, over the whole table. */
  async sum<C extends ColumnKeys<E>, W extends Where<E>>(
    column: C,
    where?: WhereOf<E, K, W>,
    options?: ReadOptions,
  ): Promise<AggregateValue<E, Aggregate<'sum', C>>> {
    return this.#rows(where, options).sum(column);
  }

  /** The average of a column, with its fraction; null when there is no value. */
  async average<C extends ColumnKeys<E>, W extends Where<E>>(
    column: C,
    where?: WhereOf<E, K, W>,
    options?: ReadOptions,
  ): Promise<AggregateValue<E, Aggregate<'average', C>>> {
    return this.#rows(where, options).average(column);
  }

  /** The smallest value of a column; null when there is none. */
  async minimum<C extends ColumnKeys<E>, W extends Where<E>>(
    column: C,
    where?: WhereOf<E, K, W>,
    options?: ReadOptions,
  ): Promise<AggregateValue<E, Aggregate<'minimum', C>>> {
    return this.#rows(where, options).minimum(column);
  }

  /** The largest value of a column; null when there is none. */
  async maximum<C extends ColumnKeys<E>, W extends Where<E>>(
    column: C,
    where?: WhereOf<E, K, W>,
    options?: ReadOptions,
  ): Promise<AggregateValue<E, Aggregate<'maximum', C>>> {
    return this.#rows(where, options).maximum(column);
  }

  #rows(where: object | undefined, options: ReadOptions = {}): QuerySet<E> {
    const conditions = where === undefined ? [] : readConditions(this.metadata, withKinds(this.metadata, where));
    return new QuerySet(this.table, { ...READ_ALL, conditions, options: readReadOptions(this.metadata, options) });
  }

  /** The number of rows that match; the server reads them all to count them. */
  async count<W extends Where<E> = Where<E>, F extends boolean = false>(
    options?: CountOptionsOf<E, K, W, F>,
  ): Promise<number> {
    return this.#query(options).count();
  }

  async countBy<W extends Where<E>>(where: WhereOf<E, K, W>): Promise<number> {
    return this.#query({ where }).count();
  }

  async exists<W extends Where<E> = Where<E>, F extends boolean = false>(
    options?: CountOptionsOf<E, K, W, F>,
  ): Promise<boolean> {
    return this.#query(options).exists();
  }

  async existsBy<W extends Where<E>>(where: WhereOf<E, K, W>): Promise<boolean> {
    return this.#query({ where }).exists();
  }

  /** A lazy query with these conditions. @throws QueryPlanError, ValidationError when they cannot be. */
  filter<W extends Where<E>>(where: WhereOf<E, K, W>): QuerySet<E, E, K> {
    return new QuerySet(this.table, {
      ...READ_ALL,
      conditions: readConditions(this.metadata, withKinds(this.metadata, where)),
    });
  }

  /** A lazy query over the whole table. */
  all(): QuerySet<E, E, K> {
    return new QuerySet(this.table, READ_ALL);
  }

  /** The rows one by one, read one page ahead of the consumer. */
  stream<
    const S extends Selection<E> | undefined = undefined,
    W extends Where<E> = Where<E>,
    F extends boolean = false,
  >(options?: FindOptionsOf<E, K, S, W, F>): AsyncIterableIterator<Selected<E, S>> {
    return this.#query<S>(options).stream();
  }

  /**
   * The whole table, or what a `where` on any columns leaves of it, read by token ranges side by side. See `Scan`.
   *
   * @throws ConfigurationError for an unknown option, PageTokenError for a foreign `resume`; nothing is sent.
   * @example
   * ```ts
   * for await (const user of users.scan({ where: { country: 'no' } })) console.log(user.id);
   * const rows = await users.scan().count();
   * ```
   */
  scan<const S extends Selection<E> | undefined = undefined, W extends Where<E> = Where<E>>(
    options: ScanOptionsOf<E, K, S, W> = {},
  ): Scan<E, Selected<E, S> & object> {
    return new Scan(this.table, readScanOptions(this.metadata, options));
  }

  /**
   * Entities out of CQL of your own, which names the columns of this table. Values belong into `params`,
   * or into a statement of the tag `cql`.
   *
   * @throws QueryError when the server refuses the statement.
   */
  query(cql: string, params?: readonly unknown[], options?: ReadOptions): Promise<E[]>;
  query(statement: CqlStatement, options?: ReadOptions): Promise<E[]>;
  async query(...given: RawArguments<ReadOptions>): Promise<E[]> {
    const { cql, params, options = {} } = readRawArguments(given);
    const { executor, keyspace } = this.table;
    const request = { ...this.table.readOptions(options), keyspace };
    const page = await executeRaw(executor, cql, params, request, `${this.metadata.name}.query`, false);
    const columns = this.metadata.columns.filter(({ name }) => page.columns.includes(name));
    const { inheritance } = this.metadata;
    const isWanted =
      inheritance !== undefined && columns.includes(inheritance.column) ? this.table.isWanted : undefined;
    const rows = isWanted === undefined ? page.rows : page.rows.filter(isWanted);
    const entities = rows.map(entityHydrator(this.metadata, columns));
    const { lifecycle } = this.table;
    if (lifecycle?.hearsLoads === true && options.hooks !== false) await lifecycle.loaded(entities);
    return entities;
  }

  #withKinds(options: object): object {
    const { metadata } = this;
    requireOptions(metadata.name, options);
    return 'where' in options && metadata.inheritance !== undefined
      ? { ...options, where: withKinds(metadata, options.where) }
      : options;
  }

  #query<S extends Selection<E> | undefined>(options: object = {}): QuerySet<E, Selected<E, S> & object> {
    // The selection decided the type of the rows; the request holds the same selection as columns.
    return new QuerySet<E, Selected<E, S> & object>(
      this.table,
      readFindOptions(this.metadata, this.#withKinds(options)),
    );
  }
}

function firstEntity<E extends object>(table: EntityTable<E>, page: RowPage): E | undefined {
  if (page.frame !== undefined && table.hydrateFrame !== undefined) return table.hydrateFrame(page.frame)[0];
  const [row] = page.rows;
  return row === undefined || table.isWanted?.(row) === false ? undefined : table.hydrate(row);
}

function found<R>({ name }: TableMetadata, row: R | null): R {
  if (row !== null) return row;
  throw new EntityNotFoundError(`No ${name} matches. Use the method without OrFail where that is no error.`);
}
