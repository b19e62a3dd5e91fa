import { ConfigurationError, EntityNotFoundError } from '../errors';
import type { KeysOf, UntypedKeys } from '../metadata/primary-key';
import type { EntityClass, TableMetadata } from '../metadata/table-metadata';
import type { Aggregate, AggregateValue } from '../query/aggregates';
import { Decrement, Increment } from '../query/changes';
import { readConditions, requireColumn } from '../query/conditions';
import type { CqlStatement } from '../query/cql';
import type { Statement } from '../query/statement';
import type { ChangesOf, CriteriaOf, KeyOf, SavableOf, UpdateKeyOf, WhereOf } from '../query/typed-keys';
import type { Changes, ColumnKeys, NewValues, Values, Where } from '../query/where';
import type { CollectionChange } from './collection-change';
import { readCollectionChange } from './collection-change';
import type { EntityTable } from './entity-table';
import { keyParameters, namedColumns, requireValues } from './entity-values';
import type { RawArguments } from './execute-raw';
import { executeRaw, readRawArguments } from './execute-raw';
import { forEachBounded } from './for-each-bounded';
import { writerFor } from './hooked-writer';
import { deletable, entityHydrator, refuseClear, withKind, withKinds } from './kinds';
import type { RepositoryOptions } from './option-ladder';
import type {
  Page,
  PageRequest,
  ReadOptions,
  Selected,
  Selection,
  WriteOptions,
  WriteResult,
  DeleteOptions,
  InsertOptions,
  SaveOptions,
  UpdateOptions,
} from './options';
import { QuerySet } from './query-set';
import { READ_ALL, readFindOptions } from './read-request';
import { requireOptions } from './require-options';
import type { CountOptionsOf, FindOptionsOf, FindPageOptionsOf } from './typed-options';
import type { Writer } from './writer';

/** Rows of one `save([...])` that are on their way at the same time. */
const SAVES_IN_FLIGHT = 128;

/** Emptying a table waits for every node; Cassandra itself gives it a minute. */
const CLEAR_TIMEOUT = 60_000;

/**
 * Reads and writes one entity. Get it by `dataSource.getRepository(User)`; the same object each time.
 *
 * Method names are TypeORM's. What differs follows from Cassandra: `save` is one upsert and never reads first, a
 * `where` must be served by the key or an index, and there is no offset (`findPage` instead).
 *
 * @example
 * ```ts
 * const users = dataSource.getRepository(User);
 * const user = await users.save(users.create({ email: 'ada@example.com' }));
 * const same = await users.get({ id: user.id });
 * ```
 */
export class Repository<E extends object, K = UntypedKeys> {
  readonly #table: EntityTable<E>;
  readonly #writer: Writer<E>;

  /**
   * Another repository over the same table. For classes of your own: `class UserRepository extends Repository<User>`
   * needs no constructor, and `new UserRepository(dataSource.getRepository(User))` makes one.
   */
  constructor(base: Repository<E, K> | EntityTable<E>) {
    this.#table = #table in base ? base.#table : base;
    this.#writer = writerFor(this.#table);
  }

  /** The entity class. */
  get target(): EntityClass<E> {
    return this.#table.metadata.target;
  }

  /** The table as caspy understands it: names, columns, keys, indexes. */
  get metadata(): TableMetadata<E> {
    return this.#table.metadata;
  }

  /**
   * The same repository with other defaults for its requests, over the same compiled statements. Options of a call stand
   * above them; those of `@Table()` and of the data source stay below.
   *
   * @throws ConfigurationError for an unknown option.
   * @example
   * ```ts
   * const patient = users.withOptions({ consistency: 'LOCAL_ONE', timeout: 30_000 });
   * ```
   */
  withOptions(options: RepositoryOptions): this {
    return this.#derive(this.#table.withOptions(options));
  }

  /**
   * The same repository in another keyspace, for example of a tenant. Its statements name that keyspace, so it needs no
   * session of its own and no `USE`. They are compiled on first use and kept for the keyspaces used last. Whether there
   * is such a keyspace is not checked here: the server refuses the first request.
   *
   * @throws ConfigurationError when it is no name of a keyspace.
   * @example
   * ```ts
   * const user = await users.withKeyspace('tenant_7').get({ id });
   * ```
   */
  withKeyspace(keyspace: string): this {
    return this.#derive(this.#table.inKeyspace(keyspace));
  }

  /**
   * The same repository with methods of your own, which `withOptions()` and `withKeyspace()` keep. `this` is typed in
   * them. For fields and constructors write a class instead: `class UserRepository extends Repository<User> { … }`.
   *
   * @throws ConfigurationError for a name that the repository has already.
   * @example
   * ```ts
   * const users = dataSource.getRepository(User).extend({
   *   async findByEmail(email: string) {
   *     return this.findOneBy({ email });
   *   },
   * });
   * ```
   */
  extend<M extends object>(methods: M & ThisType<this & M>): this & M {
    const taken = Object.keys(requireOptions(this.metadata.name, methods)).find((name) => name in this);
    if (taken !== undefined) {
      throw new ConfigurationError(
        `${this.metadata.name}: extend() cannot replace '${taken}', which the repository has. Take another name.`,
      );
    }
    const derived = this.#derive(this.#table);
    return Object.defineProperties(derived, Object.getOwnPropertyDescriptors(methods)) as this & M;
  }

  /** Keeps class and extensions; fields of a subclass are copied. */
  #derive(table: EntityTable<E>): this {
    // With another `new.target` only the constructor of this class runs, and the result has the subclass's prototype.
    const derived = Reflect.construct(Repository, [table], this.constructor) as this;
    return Object.defineProperties(derived, Object.getOwnPropertyDescriptors(this));
  }

  /** A new entity with these values. Sends nothing. @throws ValidationError for a property that is no column. */
  create(values: Values<E> = {}): E {
    return this.merge(new this.target(), values);
  }

  /** Copies defined values onto the entity, later ones over earlier ones. Sends nothing. */
  merge(entity: E, ...partials: readonly Values<E>[]): E {
    requireValues(this.metadata, entity);
    for (const values of partials) {
      for (const { property } of namedColumns(this.metadata, values)) {
        const value: unknown = Reflect.get(values, property);
        if (value !== undefined) Reflect.set(entity, property, value);
      }
    }
    return entity;
  }

  /**
   * Writes an entity, or several: one upsert each, never a read first. Undefined properties are not written, null
   * ones become tombstones. Defaults and generated columns that are undefined are filled on the entity itself.
   *
   * Several entities travel side by side, 128 at a time; after a failure no further one is begun and the error is
   * thrown, so some of them may have been written.
   *
   * @throws ValidationError before anything is sent, when a value does not fit its column or a key is missing.
   */
  save(entity: SavableOf<E, K>, options?: SaveOptions): Promise<E>;
  save(entities: readonly SavableOf<E, K>[], options?: SaveOptions): Promise<E[]>;
  async save(input: unknown, options?: SaveOptions): Promise<E | E[]> {
    // SavableOf is E, unless the compiler has refused the call.
    const entity = input as E | readonly E[];
    if (!isList(entity)) {
      await this.#writerOf(entity).save(entity, options);
      return entity;
    }
    await forEachBounded(entity, SAVES_IN_FLIGHT, (each) => this.#writerOf(each).save(each, options));
    return [...entity];
  }

  /**
   * Writes one row without touching the object. With `ifNotExists` an existing row stays, and comes back as
   * `existing`.
   */
  insert(values: SavableOf<NewValues<E>, K>, options?: InsertOptions): Promise<WriteResult<E>> {
    return this.#writerOf(values).insert(values, options);
  }

  /**
   * Writes only the columns that `changes` names; null becomes a tombstone, undefined is left out. Cassandra creates
   * the row if there is none, unless `ifExists` is set. Static columns alone are written by the partition key.
   *
   * @throws ValidationError for an incomplete key, a key column among the changes, or a value that does not fit.
   */
  update<V extends Changes<E>>(
    key: UpdateKeyOf<E, K>,
    changes: ChangesOf<E, K, V, Changes<E>>,
    options?: UpdateOptions<E>,
  ): Promise<WriteResult<E>> {
    return this.#writer.update(withKind(this.metadata, key), changes, options);
  }

  /** @internal For batches. */
  get writer(): Writer<E> {
    return this.#writer;
  }

  /**
   * `update` of the row of an entity, which then gets the new values itself.
   *
   * @internal For active records.
   */
  updateEntity(entity: E, changes: Changes<E>, options?: UpdateOptions<E>): Promise<WriteResult<E>> {
    return this.#writerOf(entity).updateEntity(entity, changes, options);
  }

  /**
   * Changes a collection in place, without reading it: what others add at the same time stays. Several changes go in
   * one statement. Lists know `append`, `prepend`, `remove` and `setAt`; sets `add` and `remove`; maps `put`, `remove`
   * (of keys) and `setAt`.
   *
   * @throws ValidationError when the column is no such collection, or a value does not fit.
   * @example
   * ```ts
   * await users.updateCollection({ id }, 'tags', { add: ['python'], remove: ['cobol'] });
   * ```
   */
  updateCollection<C extends ColumnKeys<E>>(
    key: UpdateKeyOf<E, K>,
    column: C,
    change: CollectionChange<NonNullable<E[C]>>,
    options?: UpdateOptions<E>,
  ): Promise<WriteResult<E>> {
    const { kind } = requireColumn(this.metadata, column).type;
    return this.#writer.update(
      withKind(this.metadata, key),
      { [column]: readCollectionChange(change, kind === 'map') },
      options,
    );
  }

  /** Adds to a counter, atomically on the server. Not idempotent, so never retried. */
  async increment(
    key: UpdateKeyOf<E, K>,
    column: ColumnKeys<E>,
    by: bigint | number = 1n,
    options?: Omit<WriteOptions, 'ttl' | 'timestamp' | 'serialConsistency'>,
  ): Promise<void> {
    await this.#writer.update(
      withKind(this.metadata, key),
      { [requireColumn(this.metadata, column).property]: Increment(by) },
      options,
    );
  }

  /** Subtracts from a counter, atomically on the server. Not idempotent, so never retried. */
  async decrement(
    key: UpdateKeyOf<E, K>,
    column: ColumnKeys<E>,
    by: bigint | number = 1n,
    options?: Omit<WriteOptions, 'ttl' | 'timestamp' | 'serialConsistency'>,
  ): Promise<void> {
    await this.#writer.update(
      withKind(this.metadata, key),
      { [requireColumn(this.metadata, column).property]: Decrement(by) },
      options,
    );
  }

  /**
   * Deletes a row by its key, a whole partition by the partition key, or a range of clustering columns in a partition.
   *
   * @throws QueryPlanError when the partition key is incomplete; nothing is sent.
   */
  delete<W extends Where<E>>(criteria: CriteriaOf<E, K, W>, options?: DeleteOptions<E>): Promise<WriteResult<E>> {
    return this.#writer.delete(deletable(this.metadata, criteria), options);
  }

  /** Deletes the rows of these entities, by their keys. */
  remove(entity: E, options?: DeleteOptions<E>): Promise<E>;
  remove(entities: readonly E[], options?: DeleteOptions<E>): Promise<E[]>;
  async remove(entity: E | readonly E[], options?: DeleteOptions<E>): Promise<E | E[]> {
    if (!isList(entity)) {
      await this.#writerOf(entity).remove(entity, options);
      return entity;
    }
    await forEachBounded(entity, SAVES_IN_FLIGHT, (each) => this.#writerOf(each).remove(each, options));
    return [...entity];
  }

  /** Empties the table (`TRUNCATE`). */
  async clear(options?: Pick<WriteOptions, 'timeout' | 'signal' | 'profile' | 'tracing'>): Promise<void> {
    refuseClear(this.metadata);
    const statement: Statement = {
      cql: `TRUNCATE TABLE ${this.#table.qualifiedName}`,
      kind: 'schema',
      idempotent: true,
      operation: `${this.metadata.name}.clear`,
      parameterTypes: [],
    };
    const { executor } = this.#table;
    await executor.execute(statement, [], { timeout: CLEAR_TIMEOUT, ...this.#table.writeOptions(options) });
  }

  /**
   * The row with this primary key, or null.
   *
   * @throws ValidationError before anything is sent, when the key is incomplete or does not fit.
   */
  async get(key: KeyOf<E, K>, options?: ReadOptions): Promise<E | null> {
    const table = this.#table;
    const params = keyParameters(table, table.metadata.primaryKey, withKind(table.metadata, key));
    const page = await table.executor.execute(table.getByKey, params, table.readOptions(options));
    const [row] = page.rows;
    if (row === undefined || table.isWanted?.(row) === false) return null;
    const entity = table.hydrate(row);
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
  ): Promise<AggregateValue<E, Aggregate<'sum', C>>> {
    return this.#rows(where).sum(column);
  }

  /** The average of a column, with its fraction; null when there is no value. */
  async average<C extends ColumnKeys<E>, W extends Where<E>>(
    column: C,
    where?: WhereOf<E, K, W>,
  ): Promise<AggregateValue<E, Aggregate<'average', C>>> {
    return this.#rows(where).average(column);
  }

  /** The smallest value of a column; null when there is none. */
  async minimum<C extends ColumnKeys<E>, W extends Where<E>>(
    column: C,
    where?: WhereOf<E, K, W>,
  ): Promise<AggregateValue<E, Aggregate<'minimum', C>>> {
    return this.#rows(where).minimum(column);
  }

  /** The largest value of a column; null when there is none. */
  async maximum<C extends ColumnKeys<E>, W extends Where<E>>(
    column: C,
    where?: WhereOf<E, K, W>,
  ): Promise<AggregateValue<E, Aggregate<'maximum', C>>> {
    return this.#rows(where).maximum(column);
  }

  #rows(where: object | undefined): QuerySet<E> {
    const conditions = where === undefined ? [] : readConditions(this.metadata, where);
    return new QuerySet(this.#table, { ...READ_ALL, conditions });
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
    return new QuerySet(this.#table, {
      ...READ_ALL,
      conditions: readConditions(this.metadata, withKinds(this.metadata, where)),
    });
  }

  /** A lazy query over the whole table. */
  all(): QuerySet<E, E, K> {
    return new QuerySet(this.#table, READ_ALL);
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
   * Entities out of CQL of your own, which names the columns of this table. Values belong into `params`,
   * or into a statement of the tag `cql`.
   *
   * @throws QueryError when the server refuses the statement.
   */
  query(cql: string, params?: readonly unknown[], options?: ReadOptions): Promise<E[]>;
  query(statement: CqlStatement, options?: ReadOptions): Promise<E[]>;
  async query(...given: RawArguments<ReadOptions>): Promise<E[]> {
    const { cql, params, options = {} } = readRawArguments(given);
    const { executor, keyspace } = this.#table;
    const request = { ...this.#table.readOptions(options), keyspace };
    const page = await executeRaw(executor, cql, params, request, `${this.metadata.name}.query`, false);
    const columns = this.metadata.columns.filter(({ name }) => page.columns.includes(name));
    const { inheritance } = this.metadata;
    const isWanted =
      inheritance !== undefined && columns.includes(inheritance.column) ? this.#table.isWanted : undefined;
    const rows = isWanted === undefined ? page.rows : page.rows.filter(isWanted);
    const entities = rows.map(entityHydrator(this.metadata, columns));
    const { lifecycle } = this.#table;
    if (lifecycle?.hearsLoads === true && options.hooks !== false) await lifecycle.loaded(entities);
    return entities;
  }

  /** A child in its parent's table is written as its own class knows it. */
  #writerOf(entity: object): Writer<E> {
    const table = this.#table.ofEntity(entity);
    return table === this.#table ? this.#writer : writerFor(table);
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
      this.#table,
      readFindOptions(this.metadata, this.#withKinds(options)),
    );
  }
}

/** The repository of a class, with its keys: `RepositoryOf<typeof Reading>`. For properties and parameters. */
export type RepositoryOf<C extends EntityClass> = Repository<InstanceType<C>, KeysOf<C>>;

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

function found<R>({ name }: TableMetadata, row: R | null): R {
  if (row !== null) return row;
  throw new EntityNotFoundError(`No ${name} matches. Use the method without OrFail where that is no error.`);
}
