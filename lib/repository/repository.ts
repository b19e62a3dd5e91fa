import type { KeysOf, UntypedKeys } from '../metadata/primary-key';
import type { ReadOnlyClass } from '../metadata/read-only-class';
import type { EntityClass } from '../metadata/table-metadata';
import type { Change } from '../query/changes';
import { Decrement, Increment } from '../query/changes';
import { requireColumn } from '../query/conditions';
import type { Statement } from '../query/statement';
import type { ChangesOf, CriteriaOf, KeyOf, SavableOf, UpdateKeyOf } from '../query/typed-keys';
import type { Changes, ColumnKeys, NewValues, Values, Where } from '../query/where';
import { bulkDelete, bulkSave } from './bulk/bulk';
import type { BulkDeleteOptions, BulkResult, BulkSaveOptions } from './bulk/bulk-options';
import { saveAll } from './bulk/save-all';
import type { BulkSource } from './bulk/source';
import type { CollectionChange } from './collection-change';
import { readCollectionChange } from './collection-change';
import type { EntityTable } from './entity-table';
import { namedColumns, requireValues } from './entity-values';
import { forEachBounded } from './for-each-bounded';
import { writerFor } from './hooked-writer';
import { deletable, refuseClear, withKind } from './kinds';
import type { WriteOptions, WriteResult, DeleteOptions, InsertOptions, SaveOptions, UpdateOptions } from './options';
import { ReadOnlyRepository } from './read-only-repository';
import { deriveFrom } from './repository-base';
import type { TableSource } from './table-source';
import type { Writer } from './writer';

/** Rows of one `save([...])` that are on their way at the same time. */
const SAVES_IN_FLIGHT = 128;

/** Emptying a table waits for every node; Cassandra itself gives it a minute. */
const CLEAR_TIMEOUT = 60_000;

/** What a counter takes of the options of a write. */
type CountOptions = Omit<WriteOptions, 'ttl' | 'timestamp' | 'serialConsistency'>;

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
export class Repository<E extends object, K = UntypedKeys> extends ReadOnlyRepository<E, K> {
  #madeWriter: Writer<E> | undefined;

  /**
   * Another repository over the same table. For classes of your own: `class UserRepository extends Repository<User>`
   * needs no constructor, and `new UserRepository(dataSource.getRepository(User))` makes one.
   */
  // eslint-disable-next-line @typescript-eslint/no-useless-constructor -- it takes less than its parent: no half
  constructor(base: Repository<E, K> | EntityTable<E> | TableSource<E>) {
    super(base);
  }

  /** @internal */
  protected override derive(table: EntityTable<E> | TableSource<E>): this {
    return deriveFrom(this, Repository, table);
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
   * Several entities travel side by side, up to 128 requests at a time, rows of one partition as batches; after a failure
   * no further one is begun and the error is thrown, so some of them may have been written.
   *
   * @throws ValidationError before anything is sent, when a value does not fit its column or a key is missing.
   */
  save(entity: SavableOf<E, K>, options?: SaveOptions): Promise<E>;
  save(entities: readonly SavableOf<E, K>[], options?: SaveOptions): Promise<E[]>;
  save(input: unknown, options?: SaveOptions): Promise<E | E[]> {
    // SavableOf is E, unless the compiler has refused the call.
    const entity = input as E | readonly E[];
    if (isList(entity)) return this.#saveAll(entity, options);
    try {
      return this.#writerOf(entity).save(entity, options);
    } catch (error) {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it is what was thrown
      return Promise.reject(error);
    }
  }

  async #saveAll(entities: readonly E[], options: SaveOptions | undefined): Promise<E[]> {
    await saveAll(this.writer, entities, options, (each) => this.#writerOf(each));
    return [...entities];
  }

  /**
   * Writes as many entities as a list, a generator or a stream holds, and reads it no faster than they are written. Each
   * becomes what `save` would send; rows of one partition that come close together travel as one unlogged batch, and of
   * several writes of one row the last one stays. Hooks run only where `hooks: true` asks for them.
   *
   * Without `onError` the first failure ends it.
   *
   * @throws BulkError when it ends before its source; its `result` says what was written until then.
   * @throws ConfigurationError for counters and for entities with a version, which are written one by one.
   * @example
   * ```ts
   * const { written, failures } = await readings.bulkSave(parse(file), { onError: 'continue' });
   * ```
   */
  async bulkSave(items: BulkSource<SavableOf<E, K>>, options: BulkSaveOptions<E> = {}): Promise<BulkResult<E>> {
    // SavableOf is E, unless the compiler has refused the call.
    return bulkSave(this.writer, items as BulkSource<E>, options);
  }

  /**
   * Deletes rows by their keys, or the rows of entities, as many as a list, a generator or a stream holds. Deletes in one
   * partition that come close together travel as one batch.
   *
   * @throws BulkError when it ends before its source; its `result` says what was deleted until then.
   * @example
   * ```ts
   * await users.bulkDelete(users.scan({ where: { active: false }, select: ['id'] }));
   * ```
   */
  async bulkDelete<T extends KeyOf<E, K> | E>(
    keys: BulkSource<T>,
    options: BulkDeleteOptions<T> = {},
  ): Promise<BulkResult<T>> {
    return bulkDelete<T, E>(this.writer, keys, options);
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
    return this.writer.update(withKind(this.metadata, key), changes, options);
  }

  /** @internal For batches. */
  get writer(): Writer<E> {
    const { table } = this;
    if (this.#madeWriter?.table !== table) this.#madeWriter = writerFor(table);
    return this.#madeWriter;
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
    return this.writer.update(
      withKind(this.metadata, key),
      { [column]: readCollectionChange(change, kind === 'map') },
      options,
    );
  }

  /** Adds to a counter, atomically on the server. Not idempotent, so never retried. */
  increment(
    key: UpdateKeyOf<E, K>,
    column: ColumnKeys<E>,
    by: bigint | number = 1n,
    options?: CountOptions,
  ): Promise<void> {
    return this.#count(key, column, Increment(by), options);
  }

  /** Subtracts from a counter, atomically on the server. Not idempotent, so never retried. */
  decrement(
    key: UpdateKeyOf<E, K>,
    column: ColumnKeys<E>,
    by: bigint | number = 1n,
    options?: CountOptions,
  ): Promise<void> {
    return this.#count(key, column, Decrement(by), options);
  }

  async #count(
    key: UpdateKeyOf<E, K>,
    column: ColumnKeys<E>,
    change: Change,
    options: CountOptions | undefined,
  ): Promise<void> {
    const { property } = requireColumn(this.metadata, column);
    await this.writer.update(withKind(this.metadata, key), { [property]: change }, options);
  }

  /**
   * Deletes a row by its key, a whole partition by the partition key, or a range of clustering columns in a partition.
   *
   * @throws QueryPlanError when the partition key is incomplete; nothing is sent.
   */
  delete<W extends Where<E>>(criteria: CriteriaOf<E, K, W>, options?: DeleteOptions<E>): Promise<WriteResult<E>> {
    return this.writer.delete(deletable(this.metadata, criteria), options);
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
      cql: `TRUNCATE TABLE ${this.table.qualifiedName}`,
      kind: 'schema',
      idempotent: true,
      operation: `${this.metadata.name}.clear`,
      parameterTypes: [],
    };
    const { executor } = this.table;
    await executor.execute(statement, [], { timeout: CLEAR_TIMEOUT, ...this.table.writeOptions(options) });
  }

  /** A child in its parent's table is written as its own class knows it. */
  #writerOf(entity: object): Writer<E> {
    const table = this.table.ofEntity(entity);
    return table === this.table ? this.writer : writerFor(table);
  }
}

/** The repository of a class, with its keys: `RepositoryOf<typeof Reading>`. For properties and parameters. */
export type RepositoryOf<C extends EntityClass> = C extends ReadOnlyClass
  ? ReadOnlyRepository<InstanceType<C>, KeysOf<C>>
  : Repository<InstanceType<C>, KeysOf<C>>;

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}
