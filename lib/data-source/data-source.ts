import { AsyncLocalStorage } from 'node:async_hooks';
import { inspect } from 'node:util';
import type { Client } from 'cassandra-driver';
import { ConfigurationError } from '../errors';
import { bindUserTypes } from '../metadata/bind-user-types';
import { buildTables } from '../metadata/build-tables';
import type { CounterTable, IfCounters, KeysOf } from '../metadata/primary-key';
import type { ReadOnlyClass } from '../metadata/read-only-class';
import type { EntityClass, TableMetadata } from '../metadata/table-metadata';
import { userTypesOf } from '../metadata/user-types-of';
import type { CqlStatement } from '../query/cql';
import { bindRepository, unbindRepository } from '../repository/base-entity';
import { Batch } from '../repository/batch';
import type { BatchOptions, BatchResult, BatchTarget } from '../repository/batch-options';
import { BoundedCache } from '../repository/bounded-cache';
import { EntityTable } from '../repository/entity-table';
import type { TableContext } from '../repository/entity-table';
import { executeRaw, readRawArguments } from '../repository/execute-raw';
import type { RawArguments, RawResult } from '../repository/execute-raw';
import { checkRepositoryOptions } from '../repository/option-ladder';
import type { ReadOnlyRepository } from '../repository/read-only-repository';
import { Repository } from '../repository/repository';
import { requireOptions } from '../repository/require-options';
import { sendBatch } from '../repository/send-batch';
import { scopedSource } from '../repository/table-source';
import type { Writer } from '../repository/writer';
import { modelOf } from '../schema/entity-model';
import type {
  MigrationRun,
  MigrationStatus,
  RevertMigrationOptions,
  RunMigrationsOptions,
} from '../schema/migrations/options';
import type { SchemaModel } from '../schema/model';
import { readSchema } from '../schema/read-schema';
import { SchemaClient } from '../schema/schema-client';
import type { SynchronizeOptions, SyncResult } from '../schema/synchronize-schema';
import { UserTypeCatalog } from '../schema/user-type-catalog';
import type { Health, PoolMetrics } from '../session/pool-state';
import type { RequestOptions } from '../session/request';
import { SessionPool } from '../session/session-pool';
import { isKeyspaceName } from '../session/validate-request';
import { describeValue } from '../types/describe-value';
import { checkStatements } from './check-statements';
import { loadEntities } from './load-entities';
import { loadSubscribers } from './load-subscribers';
import type { GeneratedMigration, GenerateMigrationOptions } from './migrations/generate-migration';
import { Migrator } from './migrations/migrator';
import type { DataSourceOptions } from './options';
import { poolOptions } from './options';
import { requireKeyspaces } from './require-keyspaces';
import type { SchemaContext } from './synchronize';
import { prepareSchema, synchronizeEntities, synchronizeTable } from './synchronize';

/** Keyspaces whose statements are kept for `withKeyspace()`; those of others are compiled again. */
const CACHED_KEYSPACES = 256;

type AnyRepository = Repository<object>;

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
  readonly #options: DataSourceOptions;
  #pool: SessionPool;
  #keyspace: string | undefined;
  #tables: ReadonlyMap<EntityClass, TableMetadata> = new Map();
  #subscribers: readonly object[] = [];
  readonly #userTypes = new UserTypeCatalog();
  readonly #repositories = new Map<EntityClass, AnyRepository>();
  readonly #bindings = new Map<EntityClass, () => AnyRepository>();
  /** Tables in keyspaces that repositories were moved to. */
  #keyspaces: NonNullable<TableContext['keyspaces']> = new BoundedCache(CACHED_KEYSPACES);
  /** The keyspace of the calls within `withKeyspace()`. */
  readonly #scope = new AsyncLocalStorage<string>();
  #initializing: Promise<this> | undefined;
  #initialized = false;

  /** @throws ConfigurationError when an option is unknown or wrong. Nothing is sent before `initialize()`. */
  constructor(options: DataSourceOptions) {
    this.#options = Object.freeze({ ...options });
    this.#keyspace = options.keyspace;
    this.#pool = new SessionPool(poolOptions(options));
    checkRepositoryOptions("The data source's defaults", options.defaults ?? {});
  }

  get isInitialized(): boolean {
    return this.#initialized;
  }

  /** The current keyspace: that of entities that name none. */
  get keyspace(): string | undefined {
    return this.#keyspace;
  }

  /** The tables of all entities. Empty before `initialize()`. */
  get entityMetadatas(): readonly TableMetadata[] {
    return [...this.#tables.values()];
  }

  /**
   * Loads the entities, checks the model, connects, checks the keyspace, and with `synchronize` makes the schema fit or
   * compares it. Calls at the same time share one run; after a failure everything is closed and it may be called again.
   *
   * @throws MetadataError for a wrong model, ConfigurationError for wrong options or a missing keyspace,
   *   ConnectionError when no session can be opened, SchemaError `CASPY_SCHEMA_DRIFT` when the schema does not fit.
   */
  initialize(): Promise<this> {
    this.#initializing ??= this.#initialize();
    return this.#initializing;
  }

  async #initialize(): Promise<this> {
    try {
      const { entities = [], baseDirectory = process.cwd(), namingStrategy } = this.#options;
      this.#tables = buildTables(await loadEntities(entities, baseDirectory), namingStrategy);
      this.#subscribers = await loadSubscribers(this.#options.subscribers ?? [], baseDirectory);
      this.#checkUserTypes();
      await this.#pool.open();
      await prepareSchema(this.#schema());
      await this.refreshUserTypes();
      if (this.#options.checkStatements === true) {
        await checkStatements(this.entityMetadatas.map((table) => new EntityTable<object>(table, this.#context())));
      }
      this.#initialized = true;
      for (const target of this.#tables.keys()) this.#bind(target);
      if (this.#options.migrationsRun === true) await this.runMigrations();
      return this;
    } catch (error) {
      await this.#close();
      throw error;
    }
  }

  #bind(target: EntityClass): void {
    const binding = (): AnyRepository => this.getRepository(target);
    this.#bindings.set(target, binding);
    bindRepository(target, binding);
  }

  /** Waits for what is on its way, then closes every connection. May be called at any time, and twice. */
  async destroy(): Promise<void> {
    // A failed initialize() has closed everything already and told its own caller.
    await this.#initializing?.catch(() => undefined);
    await this.#close();
  }

  async #close(): Promise<void> {
    this.#initialized = false;
    for (const [target, binding] of this.#bindings) unbindRepository(target, binding);
    this.#bindings.clear();
    this.#repositories.clear();
    const pool = this.#pool;
    this.#pool = new SessionPool(poolOptions(this.#options));
    this.#keyspaces = new BoundedCache(CACHED_KEYSPACES);
    this.#initializing = undefined;
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
    const metadata = this.getMetadata(target);
    let repository = this.#repositories.get(target);
    if (repository === undefined) {
      // The maps are keyed by class, so what is found under a class is of that class.
      const table = new EntityTable<object>(metadata, this.#context());
      repository = new Repository(scopedSource(table, () => this.#scope.getStore()));
      this.#repositories.set(target, repository);
    }
    return repository as unknown as Repository<E>;
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
   * @throws ConfigurationError when it is no name of a keyspace.
   * @example
   * ```ts
   * await dataSource.withKeyspace('tenant_7', () => users.save(user));
   * ```
   */
  withKeyspace<T>(keyspace: string, work: () => T): T {
    if (!isKeyspaceName(keyspace)) {
      throw new ConfigurationError('withKeyspace() takes a name of 1 to 48 letters, digits or underscores.');
    }
    return this.#scope.run(keyspace, work);
  }

  /** What all tables share: the rung of options that is the data source's own, and those of other keyspaces. */
  #context(): TableContext {
    const { defaults, profiles, pageTokenSecret } = this.#options;
    return {
      executor: this.#pool,
      keyspace: this.#keyspace,
      pageTokenSecret,
      defaults,
      profiles,
      keyspaces: this.#keyspaces,
      subscribers: { dataSource: this, list: this.#subscribers },
      userTypes: this.#userTypes,
      synchronizeTable: this.#synchronizeTable,
    };
  }

  hasMetadata(target: EntityClass): boolean {
    return this.#tables.has(target);
  }

  /** The table of an entity. @throws ConfigurationError when the class is none of this data source's. */
  getMetadata<E extends object>(target: EntityClass<E>): TableMetadata<E> {
    this.#requireInitialized();
    const metadata = this.#tables.get(target);
    if (metadata === undefined) {
      const given: unknown = target;
      if (typeof given !== 'function') {
        throw new ConfigurationError(`An entity is named by its class, not by ${describeValue(given)}.`);
      }
      const known = [...this.#tables.values()].map(({ name }) => name);
      const copy = known.includes(target.name) ? ' Another class of that name is there: is a file loaded twice?' : '';
      throw new ConfigurationError(
        `${target.name} is no entity of this data source. Add it to 'entities', which holds ` +
          `${known.length === 0 ? 'none' : known.join(', ')}.${copy}`,
      );
    }
    return metadata as unknown as TableMetadata<E>;
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
    const keyspace = options.keyspace ?? this.#scope.getStore() ?? this.#keyspace;
    return executeRaw(this.#pool, cql, params, keyspace === undefined ? options : { ...options, keyspace }, 'execute');
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
    requireOptions('batch', options);
    if (typeof work !== 'function') throw new ConfigurationError('batch() takes a function that adds to the batch.');
    const batch = new Batch((target) => this.#writerOf(target));
    try {
      await work(batch);
    } finally {
      batch.close();
    }
    return sendBatch(batch.close(), options);
  }

  #writerOf(target: BatchTarget): Writer<object> {
    const repository = target instanceof Repository ? target : this.getRepository(target as EntityClass);
    // Entities reach the writer of their own class only.
    return repository.writer;
  }

  /**
   * Makes another keyspace the current one, for raw CQL and for repositories that are got from now on; repositories
   * got before stay where they are. No `USE` is sent.
   *
   * @throws ConfigurationError when there is no such keyspace.
   */
  async useKeyspace(keyspace: string): Promise<void> {
    this.#requireInitialized();
    if (!isKeyspaceName(keyspace)) {
      throw new ConfigurationError('useKeyspace() takes a name of 1 to 48 letters, digits or underscores.');
    }
    await requireKeyspaces(new SchemaClient(this.#pool), [keyspace]);
    await this.refreshUserTypes();
    this.#keyspace = keyspace;
    this.#repositories.clear();
  }

  /** The driver's own client, for what caspy does not do. It bypasses limits, deadlines and error mapping. */
  getSession(): Client {
    this.#requireInitialized();
    return this.#pool.session(this.#keyspace);
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
    const result = await synchronizeEntities(this.#schema(), options);
    await this.refreshUserTypes();
    return result;
  }

  /**
   * The current keyspace and those of the entities, as the server has them; nothing is written.
   *
   * @example
   * ```ts
   * const schema = await dataSource.readSchema();
   * await writeSnapshot('schema.snapshot.json', schema);
   * const changes = diffSchemas(modelOf(dataSource.entityMetadatas, dataSource.keyspace), schema);
   * ```
   */
  async readSchema(): Promise<SchemaModel> {
    this.#requireInitialized();
    const { keyspaces } = modelOf(this.entityMetadatas, this.#keyspace);
    const names = keyspaces.map(({ name }) => name);
    return readSchema(new SchemaClient(this.#pool), names);
  }

  readonly #synchronizeTable: NonNullable<TableContext['synchronizeTable']> = async (table, keyspace, options) => {
    const result = await synchronizeTable(this.#schema(), table, keyspace, options);
    await this.refreshUserTypes();
    return result;
  };

  #schema(): SchemaContext {
    return {
      client: new SchemaClient(this.#pool),
      tables: this.entityMetadatas,
      keyspace: this.#keyspace,
      options: this.#options,
      health: () => this.#pool.health(),
    };
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
    return this.#migrator().generate(options, this.entityMetadatas);
  }

  #migrator(): Migrator {
    if (this.#initializing === undefined) this.#requireInitialized();
    const { migrations, migrationsTableName: table, baseDirectory = process.cwd() } = this.#options;
    return new Migrator({
      ...{ pool: this.#pool, keyspace: this.#keyspace, table, migrations, baseDirectory },
      scanEntity: (target, options) => this.getRepository(target).scan(options),
    });
  }

  /**
   * Reads the server's user-defined types again, for values are written by the positions of its fields. `initialize()`,
   * `synchronize()` and `useKeyspace()` do it too; call it after a type was created or got a field by other means.
   * Without a user-defined type in the model it does nothing.
   */
  async refreshUserTypes(): Promise<void> {
    if (this.#initializing === undefined) this.#requireInitialized();
    if (![...this.#tables.values()].some((table) => userTypesOf(table).length > 0)) return;
    await this.#userTypes.refresh(new SchemaClient(this.#pool));
  }

  /** A type may belong to one keyspace, and the current one is known here only. */
  #checkUserTypes(): void {
    for (const table of this.#tables.values()) {
      const keyspace = table.keyspace ?? this.#keyspace;
      if (keyspace !== undefined) bindUserTypes(table, { keyspace, layouts: this.#userTypes });
    }
  }

  /** Whether the cluster answers, and which nodes are up; never throws, and never opens a session. */
  async health(): Promise<Health> {
    if (this.#initialized) return this.#pool.health();
    const error = { code: 'CASPY_NOT_INITIALIZED', message: 'The data source is not initialized.' };
    return { status: 'down', latency: 0, cluster: undefined, version: undefined, hosts: [], error };
  }

  /** Requests on their way and waiting, latencies, errors by code. */
  metrics(): PoolMetrics {
    return this.#pool.metrics();
  }

  #requireInitialized(): void {
    if (this.#initialized) return;
    throw new ConfigurationError('The data source is not initialized: await dataSource.initialize() first.', {
      code: 'CASPY_NOT_INITIALIZED',
    });
  }

  /** What may be shown and logged: no credentials, no secrets. */
  toJSON(): Record<string, unknown> {
    const { contactPoints, localDataCenter } = this.#options;
    return {
      contactPoints,
      localDataCenter,
      keyspace: this.#keyspace,
      isInitialized: this.#initialized,
      entities: [...this.#tables.values()].map(({ name }) => name),
    };
  }

  [inspect.custom](): string {
    return `DataSource ${inspect(this.toJSON())}`;
  }
}
