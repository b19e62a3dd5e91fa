import { inspect } from 'node:util';
import type { Client } from 'cassandra-driver';
import { ConfigurationError } from '../errors';
import { buildModel } from '../metadata/build-tables';
import type { CounterTable, IfCounters, KeysOf } from '../metadata/primary-key';
import type { ReadOnlyClass } from '../metadata/read-only-class';
import type { EntityClass, TableMetadata } from '../metadata/table-metadata';
import type { CqlStatement } from '../query/cql';
import type { Batch } from '../repository/batch';
import type { BatchOptions, BatchResult } from '../repository/batch-options';
import type { TableContext } from '../repository/entity-table';
import { EntityTable } from '../repository/entity-table';
import type { RawArguments, RawResult } from '../repository/execute-raw';
import { executeRaw, readRawArguments } from '../repository/execute-raw';
import { checkRepositoryOptions } from '../repository/option-ladder';
import type { ReadOnlyRepository } from '../repository/read-only-repository';
import { Repository } from '../repository/repository';
import { requireOptions } from '../repository/require-options';
import type {
  MigrationRun,
  MigrationStatus,
  RevertMigrationOptions,
  RunMigrationsOptions,
} from '../schema/migrations/options';
import type { SchemaModel } from '../schema/model';
import type { SynchronizeOptions, SyncResult } from '../schema/synchronize-schema';
import type { Health, PoolMetrics } from '../session/pool-state';
import type { RequestOptions } from '../session/request';
import type { UserTypeMetadata } from '../types/user-type';
import { checkStatements } from './check-statements';
import { connectPatiently } from './connect-retry';
import { DataSourceState } from './data-source-state';
import { EntityRepositories } from './entity-repositories';
import { loadEntities } from './load-entities';
import { loadSubscribers } from './load-subscribers';
import type { GeneratedMigration, GenerateMigrationOptions } from './migrations/generate-migration';
import type { Migrator } from './migrations/migrator';
import { migratorOf } from './migrations/migrator-of';
import type { DataSourceOptions } from './options';
import { requireKeyspaceName } from './require-keyspace-name';
import { requireKeyspaces } from './require-keyspaces';
import { runBatch } from './run-batch';
import { SchemaWork } from './schema-work';

/**
 * The way to one cluster: its sessions, its entities, their repositories.
 *
 * @example
 * ```ts
 * const dataSource = await new DataSource({
 *   contactPoints: ['127.0.0.1'],
 *   localDataCenter: 'datacenter1',
 *   keyspace: 'chat',
 *   entities: [User, Message],
 * }).initialize();
 * const users = dataSource.getRepository(User);
 * await dataSource.destroy();
 * ```
 */
export class DataSource {
  readonly #state: DataSourceState;
  readonly #schema: SchemaWork;
  readonly #repositories: EntityRepositories;
  #initializing: Promise<this> | undefined;
  #closing = new AbortController();
  #initialized = false;

  /** @throws ConfigurationError when an option is unknown or wrong. Nothing is sent before `initialize()`. */
  constructor(options: DataSourceOptions) {
    this.#state = new DataSourceState(options);
    checkRepositoryOptions("The data source's defaults", options.defaults ?? {});
    this.#schema = new SchemaWork(this.#state);
    this.#repositories = new EntityRepositories(this.#state, () => this.#context());
  }

  get isInitialized(): boolean {
    return this.#initialized;
  }

  /** The current keyspace: that of entities that name none. */
  get keyspace(): string | undefined {
    return this.#state.keyspace;
  }

  /** The tables of all entities. Empty before `initialize()`. */
  get entityMetadatas(): readonly TableMetadata[] {
    return this.#state.metadatas;
  }

  /** User-defined types among the entities that no table uses. Empty before `initialize()`. */
  get unusedTypes(): readonly UserTypeMetadata[] {
    return this.#state.unusedTypes;
  }

  /**
   * Loads the entities, checks the model, connects, checks the keyspace, and with `synchronize` makes the schema fit or
   * compares it. Calls at the same time share one run; after a failure everything is closed and it may be called again.
   *
   * @throws MetadataError for a wrong model, ConfigurationError for wrong options or a missing keyspace,
   *   ConnectionError when no session can be opened (`connectRetry` waits for the cluster), SchemaError
   *   `CASPY_SCHEMA_DRIFT` when the schema does not fit.
   */
  initialize(): Promise<this> {
    this.#initializing ??= this.#initialize();
    return this.#initializing;
  }

  async #initialize(): Promise<this> {
    try {
      const { baseDirectory, options } = this.#state;
      const entities = await loadEntities(options.entities ?? [], baseDirectory);
      const { tables, unusedTypes } = buildModel(entities, options.namingStrategy);
      this.#state.tables = tables;
      this.#state.unusedTypes = unusedTypes;
      this.#state.subscribers = await loadSubscribers(options.subscribers ?? [], baseDirectory);
      this.#schema.checkUserTypes();
      await this.#connect();
      this.#initialized = true;
      this.#repositories.bind();
      if (options.migrationsRun === true) await this.runMigrations();
      return this;
    } catch (error) {
      await this.#close();
      throw error;
    }
  }

  /** What may fail while the cluster comes up; each of it may be done again. */
  async #connect(): Promise<void> {
    const { connectRetry = false, checkStatements: isChecking } = this.#state.options;
    const { pool } = this.#state;
    const connect = async (): Promise<void> => {
      await pool.open();
      await this.#schema.prepare();
      if (isChecking !== true) return;
      await checkStatements(this.entityMetadatas.map((table) => new EntityTable<object>(table, this.#context())));
    };
    if (connectRetry === false) return connect();
    const waiting = { closing: this.#closing.signal, warn: (message: string) => pool.warn(message) };
    return connectPatiently(connect, connectRetry === true ? {} : connectRetry, waiting);
  }

  /** Waits for what is on its way, then closes every connection. May be called at any time, and twice. */
  async destroy(): Promise<void> {
    this.#closing.abort();
    // A failed initialize() has closed everything already and told its own caller.
    await this.#initializing?.catch(() => undefined);
    await this.#close();
  }

  async #close(): Promise<void> {
    this.#initialized = false;
    this.#repositories.unbind();
    this.#repositories.forget();
    const pool = this.#state.renewPool();
    this.#initializing = undefined;
    this.#closing = new AbortController();
    await pool.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.destroy();
  }

  /**
   * The repository of an entity; the same object each time. Where the class has a static `keys` (see `primaryKey()`),
   * its queries are checked against them by the compiler; where it says `static readonly readOnly = true`, as the class of
   * a materialized view may, the repository has no writing methods in its type.
   *
   * @throws ConfigurationError for an unknown class.
   */
  getRepository<C extends EntityClass & ReadOnlyClass>(target: C): ReadOnlyRepository<InstanceType<C>, KeysOf<C>>;
  getRepository<C extends EntityClass>(
    target: C & IfCounters<InstanceType<C>>,
  ): Repository<InstanceType<C>, KeysOf<C> & CounterTable>;
  getRepository<C extends EntityClass>(target: C): Repository<InstanceType<C>, KeysOf<C>>;
  getRepository<E extends object>(target: EntityClass<E>): Repository<E>;
  getRepository<E extends object>(target: EntityClass<E>): Repository<E> {
    this.#requireInitialized();
    return this.#repositories.get(target);
  }

  /**
   * A repository that may be made before `initialize()`: it looks for its table at each call.
   *
   * @internal For containers that inject repositories while the data source is still connecting.
   */
  lazyRepository<E extends object>(target: EntityClass<E>): Repository<E> {
    return new Repository<E>(() => this.getRepository(target).writer.table);
  }

  /**
   * Runs `work` in another keyspace, for example of the tenant whose request it serves: repositories, batches, active
   * records and raw CQL without an option of its own go there, in everything that `work` calls and awaits. Calls of
   * other requests are not touched. Entities that name a keyspace in `@Table()` stay there, and so do repositories that
   * were moved by their own `withKeyspace()`. Raw CQL opens one more session for each keyspace.
   *
   * @throws ConfigurationError when it is no name of a keyspace, or the work no function.
   * @example
   * ```ts
   * await dataSource.withKeyspace('tenant_7', () => users.save(user));
   * ```
   */
  withKeyspace<T>(keyspace: string, work: () => T): T {
    requireKeyspaceName('withKeyspace', keyspace);
    if (typeof work !== 'function') throw new ConfigurationError('withKeyspace() takes a function to run there.');
    return this.#state.scope.run(keyspace, work);
  }

  /** What all tables share: the rung of options that is the data source's own, and those of other keyspaces. */
  #context(): TableContext {
    const { pool, keyspace, keyspaces, userTypes, options } = this.#state;
    const { defaults, profiles, pageTokenSecret, validate } = options;
    return {
      ...{ executor: pool, keyspace, keyspaces, userTypes, pageTokenSecret, defaults, profiles, validate },
      subscribers: { dataSource: this, list: this.#state.subscribers },
      synchronizeTable: this.#schema.synchronizeTable,
    };
  }

  hasMetadata(target: EntityClass): boolean {
    return this.#state.tables.has(target);
  }

  /** The table of an entity. @throws ConfigurationError when the class is none of this data source's. */
  getMetadata<E extends object>(target: EntityClass<E>): TableMetadata<E> {
    this.#requireInitialized();
    return this.#repositories.metadataOf(target);
  }

  /**
   * Runs CQL of your own; values belong into `params`, or into a statement of the tag `cql`. All pages are read, unless `fetchSize` or `pageState` asks for
   * one. Names without a keyspace are looked up in the current one.
   *
   * @throws QueryError when the server refuses the statement.
   */
  execute(cql: string, params?: readonly unknown[], options?: RequestOptions): Promise<RawResult>;
  execute(statement: CqlStatement, options?: RequestOptions): Promise<RawResult>;
  async execute(...given: RawArguments<RequestOptions>): Promise<RawResult> {
    this.#requireInitialized();
    const { cql, params, options = {} } = readRawArguments(given);
    requireOptions('execute', options);
    const { pool, scope } = this.#state;
    const keyspace = options.keyspace ?? scope.getStore() ?? this.keyspace;
    return executeRaw(pool, cql, params, keyspace === undefined ? options : { ...options, keyspace }, 'execute');
  }

  /**
   * Sends several writes as one. With a log, which is the default, all of them are written in the end or none; other
   * readers may see a part for a moment. Batches are for rows that belong together, not for speed: writes that need
   * not be a whole are faster side by side.
   *
   * An empty batch sends nothing. Counters make a batch of their own, by themselves. With conditions or versions a
   * batch stays within one partition of one table, and the answer says whether it was applied.
   *
   * @throws QueryPlanError before anything is sent: an unlogged batch to several partitions, counters beside other
   *   writes, conditions in several partitions, too large a batch.
   * @throws OptimisticLockError when a row with a version was changed by another writer first.
   * @example
   * ```ts
   * await dataSource.batch((batch) => {
   *   batch.save(order);
   *   batch.insert(OrderByUser, { userId, orderId: order.id });
   *   batch.delete(Cart, { userId });
   * });
   * ```
   */
  async batch(work: (batch: Batch) => void | Promise<void>, options: BatchOptions = {}): Promise<BatchResult> {
    this.#requireInitialized();
    return runBatch(work, options, (target) => this.getRepository(target));
  }

  /**
   * Makes another keyspace the current one, for raw CQL and for repositories that are got from now on; repositories
   * got before stay where they are. No `USE` is sent.
   *
   * @throws ConfigurationError when there is no such keyspace.
   */
  async useKeyspace(keyspace: string): Promise<void> {
    this.#requireInitialized();
    requireKeyspaceName('useKeyspace', keyspace);
    await requireKeyspaces(this.#state.schemaClient(), [keyspace]);
    await this.refreshUserTypes();
    this.#state.keyspace = keyspace;
    this.#repositories.forget();
  }

  /** The driver's own client, for what caspy does not do. It bypasses limits, deadlines and error mapping. */
  getSession(): Client {
    this.#requireInitialized();
    return this.#state.pool.session(this.keyspace);
  }

  /**
   * Makes the schema what the entities want: creates what is missing and alters options. What would lose something is
   * done with `allowDestructive` only, and what Cassandra cannot do is left; both are in the result as `skipped`.
   * Replication is never altered, and a schema that fits is only read. Many processes may do this at once.
   *
   * @throws SchemaError when a statement fails, or the nodes do not agree on the schema afterwards.
   * @example
   * ```ts
   * const plan = await dataSource.synchronize({ dryRun: true });
   * console.log(plan.statements.join(';\n'));
   * ```
   */
  async synchronize(options?: SynchronizeOptions): Promise<SyncResult> {
    if (this.#initializing === undefined) this.#requireInitialized();
    return this.#schema.synchronize(options);
  }

  /**
   * The current keyspace and those of the entities, as the server has them; nothing is written.
   *
   * @param keyspaces these instead; one that does not exist is left out
   * @example
   * ```ts
   * const schema = await dataSource.readSchema();
   * await writeSnapshot('schema.snapshot.json', schema);
   * const changes = diffSchemas(modelOf(dataSource.entityMetadatas, dataSource.keyspace, dataSource.unusedTypes), schema);
   * ```
   */
  async readSchema(keyspaces?: readonly string[]): Promise<SchemaModel> {
    this.#requireInitialized();
    return this.#schema.read(keyspaces);
  }

  /**
   * Runs the migrations that were not run yet, oldest first, in the current keyspace. One process at a time: others wait
   * for it, and then find nothing to do. A run that ended half-way is gone on with at the statement that it had reached.
   *
   * @throws MigrationError for files that are missing, were changed, come too late or fail; `code` and message say which.
   * @throws SchemaLockError while another process migrates for longer than `wait`.
   * @example
   * ```ts
   * const runs = await dataSource.runMigrations();
   * console.log(runs.map(({ name, statements }) => `${name}: ${statements} statements`));
   * ```
   */
  async runMigrations(options: RunMigrationsOptions = {}): Promise<MigrationRun[]> {
    const runs = await this.#migrator().run(options);
    await this.refreshUserTypes();
    return runs;
  }

  /**
   * Reverts the migration that was run last, or with `to` all that are newer than that one.
   *
   * @throws MigrationError as `runMigrations()`, and for one that cannot be undone.
   */
  async revertMigration(options: RevertMigrationOptions = {}): Promise<MigrationRun[]> {
    const runs = await this.#migrator().revert(options);
    await this.refreshUserTypes();
    return runs;
  }

  /** The migrations that have a file or were run, oldest first, with what became of each. Writes nothing. */
  async showMigrations(): Promise<MigrationStatus[]> {
    return this.#migrator().show();
  }

  /**
   * Writes a migration that makes the keyspace what the entities want, and undoes that. Statements that throw something
   * away stand there as comments unless they are allowed. Without a difference nothing is written.
   *
   * @throws MigrationError while there are migrations to be run.
   * @example
   * ```ts
   * const { file } = await dataSource.generateMigration({ name: 'add-user-email' });
   * ```
   */
  async generateMigration(options: GenerateMigrationOptions): Promise<GeneratedMigration> {
    return this.#migrator().generate(options, this.#state);
  }

  #migrator(): Migrator {
    if (this.#initializing === undefined) this.#requireInitialized();
    return migratorOf(this.#state, (target, options) => this.getRepository(target).scan(options));
  }

  /**
   * Reads the server's user-defined types again, for values are written by the positions of its fields. `initialize()`,
   * `synchronize()` and `useKeyspace()` do it too; call it after a type was created or got a field by other means.
   * Without a user-defined type in the model it does nothing.
   */
  async refreshUserTypes(): Promise<void> {
    if (this.#initializing === undefined) this.#requireInitialized();
    await this.#schema.refreshUserTypes();
  }

  /** Whether the cluster answers, and which nodes are up; never throws, and never opens a session. */
  async health(): Promise<Health> {
    if (this.#initialized) return this.#state.pool.health();
    const error = { code: 'CASPY_NOT_INITIALIZED', message: 'The data source is not initialized.' };
    return { status: 'down', latency: 0, cluster: undefined, version: undefined, hosts: [], error };
  }

  /** Requests on their way and waiting, latencies, errors by code. */
  metrics(): PoolMetrics {
    return this.#state.pool.metrics();
  }

  #requireInitialized(): void {
    if (this.#initialized) return;
    throw new ConfigurationError('The data source is not initialized: await dataSource.initialize() first.', {
      code: 'CASPY_NOT_INITIALIZED',
    });
  }

  /** What may be shown and logged: no credentials, no secrets. */
  toJSON(): Record<string, unknown> {
    const { contactPoints, localDataCenter } = this.#state.options;
    return {
      contactPoints,
      localDataCenter,
      keyspace: this.keyspace,
      isInitialized: this.#initialized,
      entities: this.entityMetadatas.map(({ name }) => name),
    };
  }

  [inspect.custom](): string {
    return `DataSource ${inspect(this.toJSON())}`;
  }
}
