import { types } from 'cassandra-driver';
import { ConfigurationError } from '../errors';
import { bindUserTypes } from '../metadata/bind-user-types';
import { MAX_TTL } from '../metadata/max-ttl';
import type { ColumnMetadata, TableMetadata } from '../metadata/table-metadata';
import type { ValidateSetting } from '../metadata/validate-options';
import { encodeColumn } from '../query/encode-value';
import { selectStatement } from '../query/select-statement';
import type { Statement } from '../query/statement';
import type { InsertShape } from '../query/write-statements';
import { insertStatement } from '../query/write-statements';
import type { SynchronizeOptions, SyncResult } from '../schema/synchronize-schema';
import type { BatchRequestOptions, BoundStatement } from '../session/batch';
import type { RequestOptions, Row, RowPage } from '../session/request';
import type { Ring } from '../session/ring';
import { didYouMean } from '../suggest';
import { quoteIdentifier } from '../types/cql-identifier';
import type { UserTypeLayouts } from '../types/user-type';
import { keepSetting } from '../validation/read-validate';
import { BoundedCache } from './bounded-cache';
import type { FrameHydrator } from './frame-hydrator';
import { frameHydrator } from './frame-hydrator';
import type { Hydrator } from './hydrator';
import { entityHydrator, kindFilter } from './kinds';
import type { Lifecycle, Subscribers } from './lifecycle';
import { lifecycleOf } from './lifecycle';
import type { Profiles, RepositoryOptions, Rungs } from './option-ladder';
import { checkRepositoryOptions, climb, defined, rungsOf, tableRungs } from './option-ladder';
import type { ReadOptions, WriteOptions } from './options';
import type { PropertyReader } from './property-reader';
import { propertyReader } from './property-reader';
import { readOnlyExecutor } from './read-only-executor';
import { requireOptions } from './require-options';
import { WRITE_OPTIONS } from './write-option-names';

/** Sends statements; the session pool is one. */
export interface Executor {
  execute(statement: Statement, params: readonly unknown[], options?: RequestOptions): Promise<RowPage>;
  executeBatch(parts: readonly BoundStatement[], options: BatchRequestOptions): Promise<RowPage>;
  /** The tokens of the cluster; without it, or where they are unknown, whole tables are read in one piece. */
  ring?(): Promise<Ring | undefined>;
  /** A write time, later than all before; undefined where the servers set them. */
  nextTimestamp?(): bigint | number | undefined;
  /** Sends a write, or several as an unlogged batch, at a write time of their own. */
  executeAt?(
    parts: readonly [BoundStatement, ...BoundStatement[]],
    timestamp: bigint | number,
    operation: string,
    options?: RequestOptions,
  ): Promise<RowPage>;
}

/** What entities of one data source share. */
export interface TableContext {
  readonly executor: Executor;
  readonly keyspace: string | undefined;
  readonly pageTokenSecret: string | undefined;
  /** The user-defined types of the server; without it, values follow the order of their class. */
  readonly userTypes?: UserTypeLayouts;
  /** The lowest rung of the options of requests. */
  readonly defaults?: RepositoryOptions | undefined;
  readonly profiles?: Profiles | undefined;
  /** The lowest rung of what `validate` says. */
  readonly validate?: ValidateSetting | undefined;
  readonly subscribers?: Subscribers;
  /** Tables in keyspaces that repositories were moved to, by keyspace; without it none are kept. */
  readonly keyspaces?: BoundedCache<Map<object, EntityTable<object>>>;
  /** Makes one table what its entity wants. */
  readonly synchronizeTable?: (
    table: TableMetadata,
    keyspace: string,
    options: SynchronizeOptions | undefined,
  ) => Promise<SyncResult>;
}

/** What is compiled once for a table in a keyspace, and shared by repositories with other options. */
interface TableParts<E extends object> {
  readonly metadata: TableMetadata<E>;
  readonly keyspace: string;
  readonly hydrate: Hydrator<E>;
  readonly hydrateFrame: FrameHydrator<E> | undefined;
  readonly selected: readonly ColumnMetadata[];
  readonly readProperties: PropertyReader;
  readonly compiled: BoundedCache<unknown>;
}

/** Statement texts kept per table; queries of more shapes than this are compiled again. */
const CACHED_STATEMENTS = 256;

const PLAIN_INSERT: InsertShape = { ttl: false, ifNotExists: false, made: new Map() };

const KEYSPACE_NAME = /^\w{1,48}$/;

/** An unknown option would be lost without a word, and these would turn a write into another one. */
const CONDITIONS: ReadonlyMap<string, string> = new Map([
  ['ifNotExists', ' It is one of insert().'],
  ['ifExists', ' It is one of update() and delete().'],
]);

/** One table in one keyspace: its qualified name and everything that is compiled once for it. */
export class EntityTable<E extends object> {
  readonly metadata: TableMetadata<E>;
  readonly executor: Executor;
  readonly pageTokenSecret: string | undefined;
  readonly keyspace: string;
  /** The table's name with its keyspace, as CQL: statements never depend on a `USE`. */
  readonly qualifiedName: string;
  /** Columns that are read when none are named. */
  readonly selected: readonly ColumnMetadata[];
  /** Columns that get a value when their property is undefined. */
  readonly initialized: readonly ColumnMetadata[];
  /** The column of optimistic locking. */
  readonly version: ColumnMetadata | undefined;
  readonly updateDate: ColumnMetadata | undefined;
  /** The values of all columns of an entity, or of another object of values. */
  readonly readProperties: PropertyReader;
  /** Builds entities out of rows with the selected columns. */
  readonly hydrate: Hydrator<E>;
  /** The same out of bytes; undefined where each row decides its class. */
  readonly hydrateFrame: FrameHydrator<E> | undefined;
  /** Undefined when neither hooks nor subscribers listen to this table. */
  readonly lifecycle: Lifecycle | undefined;
  /** Whether values are validated when a call says nothing about it. */
  readonly validate: ValidateSetting;
  /** For a child in its parent's table: whether a row is one of its own. */
  readonly isWanted: ((row: Row) => boolean) | undefined;
  #plainSave: Statement | undefined;
  #getByKey: Statement | undefined;
  readonly #declared: TableMetadata<E>;
  readonly #context: TableContext;
  readonly #parts: TableParts<E>;
  readonly #options: RepositoryOptions;
  readonly #defaults: Rungs;

  /** @param options the defaults of the repository, above those of table and data source */
  constructor(
    declared: TableMetadata<E>,
    context: TableContext,
    options: RepositoryOptions = {},
    parts: TableParts<E> = tableParts(declared, context),
  ) {
    const { metadata, keyspace, hydrate, hydrateFrame, selected } = parts;
    this.#declared = declared;
    this.#context = context;
    this.#parts = parts;
    this.#options = options;
    this.metadata = metadata;
    this.executor = readOnlyExecutor(metadata, context.executor);
    this.pageTokenSecret = context.pageTokenSecret;
    this.keyspace = keyspace;
    this.qualifiedName = `${quoteIdentifier(keyspace)}.${quoteIdentifier(metadata.tableName)}`;
    this.selected = selected;
    this.readProperties = parts.readProperties;
    this.initialized = metadata.columns.filter(({ initial }) => initial !== undefined);
    this.version = metadata.columns.find(({ automatic }) => automatic === 'version');
    this.updateDate = metadata.columns.find(({ automatic }) => automatic === 'updateDate');
    this.hydrate = hydrate;
    this.hydrateFrame = hydrateFrame;
    this.lifecycle = lifecycleOf(metadata, context.subscribers);
    this.validate = keepSetting(options.validate ?? metadata.options.validate ?? context.validate ?? false);
    this.isWanted = kindFilter(metadata);
    const rungs = [rungsOf(context.defaults ?? {}), tableRungs(metadata.options), rungsOf(options)];
    const top = (sort: keyof Rungs): RequestOptions | undefined =>
      rungs.map((rung) => rung[sort]).reduce((lower, higher) => climb(lower, higher, context.profiles));
    this.#defaults = { read: top('read'), write: top('write') };
  }

  /** Makes the table on the server what the entity wants. */
  async synchronize(options: SynchronizeOptions | undefined): Promise<SyncResult> {
    const { synchronizeTable } = this.#context;
    if (synchronizeTable === undefined)
      throw new ConfigurationError(`${this.metadata.name} belongs to no data source.`);
    return synchronizeTable(this.#declared, this.keyspace, options);
  }

  /** The same table and compiled statements with further defaults. @throws ConfigurationError for an unknown one. */
  withOptions(options: RepositoryOptions): EntityTable<E> {
    checkRepositoryOptions(this.metadata.name, options);
    const all = { ...this.#options, ...defined(options) };
    return new EntityTable(this.#declared, this.#context, all, this.#parts);
  }

  /** The same table and defaults in another keyspace, compiled once. @throws ConfigurationError for no name of one. */
  inKeyspace(keyspace: string): EntityTable<E> {
    if (typeof keyspace !== 'string' || !KEYSPACE_NAME.test(keyspace)) {
      throw new ConfigurationError(
        `${this.metadata.name}: withKeyspace() takes a name of 1 to 48 letters, digits or underscores.`,
      );
    }
    if (keyspace === this.keyspace) return this;
    const { target } = this.#declared;
    const make = (): EntityTable<E> =>
      new EntityTable(Object.freeze({ ...this.#declared, keyspace }), { ...this.#context, keyspace });
    const known = this.#context.keyspaces?.getOrMake(keyspace, () => new Map());
    let table = known?.get(target) as EntityTable<E> | undefined;
    if (table === undefined) {
      table = make();
      // Found under a class again, it is of that class.
      known?.set(target, table);
    }
    return table.withOptions(this.#options);
  }

  /**
   * The table of an entity's own class, where the class shares this table; otherwise this one. Statements of a child
   * leave out what its sisters have.
   */
  ofEntity(entity: object): EntityTable<E> {
    const { kinds, value } = this.metadata.inheritance ?? {};
    if (kinds === undefined || entity.constructor === this.metadata.target) return this;
    const kind = [...kinds.values()].find(({ target }) => target === entity.constructor);
    if (kind === undefined || kind.inheritance?.value === value) return this;
    // Found under a class, it is the table of that class.
    return this.compiled(
      `kind ${kind.inheritance?.value}`,
      () =>
        new EntityTable(
          Object.freeze({ ...kind, keyspace: this.keyspace }),
          this.#context,
        ) as unknown as EntityTable<E>,
    ).withOptions(this.#options);
  }

  /** The statement that reads one row by its primary key. */
  get getByKey(): Statement {
    this.#getByKey ??= this.compiled('get', () => getStatement(this));
    return this.#getByKey;
  }

  /** The statement of a save without options: the one that is sent most. */
  get plainSave(): Statement {
    this.#plainSave ??= this.compiled('plain save', () =>
      insertStatement(this.metadata, this.qualifiedName, PLAIN_INSERT, `${this.metadata.name}.save`),
    );
    return this.#plainSave;
  }

  /** What `make` returned for this key the first time. One key must always stand for one type of value. */
  compiled<V>(key: string, make: () => V): V {
    // Keys start with the name of the kind of thing they stand for, so a key never meets another type.
    return this.#parts.compiled.getOrMake(key, make) as V;
  }

  readOptions(options: ReadOptions | undefined): RequestOptions | undefined {
    if (options !== undefined) requireOptions(this.metadata.name, options);
    if (options?.hooks === undefined) return climb(this.#defaults.read, options, this.#context.profiles);
    const { hooks: _, ...request } = options;
    return climb(this.#defaults.read, request, this.#context.profiles);
  }

  writeOptions(options: WriteOptions | undefined): RequestOptions | undefined {
    if (options === undefined) return this.#defaults.write;
    checkWriteOptions(this.metadata.name, options);
    const { ttl: _, timestamp, hooks: __, ...request } = options;
    const own =
      timestamp === undefined ? request : { ...request, timestamp: microseconds(this.metadata.name, timestamp) };
    return climb(this.#defaults.write, own, this.#context.profiles);
  }

  /** The bytes of a TTL. @throws ConfigurationError when it is no whole number of seconds in Cassandra's range. */
  encodeTtl(ttl: number): Buffer {
    if (!Number.isInteger(ttl) || ttl < 0 || ttl > MAX_TTL) {
      throw new ConfigurationError(
        `${this.metadata.name}: 'ttl' is a whole number of seconds from 0 to ${MAX_TTL} (20 years).`,
      );
    }
    const bytes = Buffer.allocUnsafe(4);
    bytes.writeInt32BE(ttl);
    return bytes;
  }

  /** The parameter for a property: bytes, null for a tombstone, or unset for undefined, which writes nothing. */
  parameter(column: ColumnMetadata, value: unknown): unknown {
    if (value === undefined) return types.unset;
    return value === null ? null : encodeColumn(column, value);
  }
}

function checkWriteOptions(name: string, options: object): void {
  requireOptions(name, options);
  for (const option of Object.keys(options)) {
    if (WRITE_OPTIONS.includes(option)) continue;
    const hint = CONDITIONS.get(option) ?? didYouMean(option, WRITE_OPTIONS);
    throw new ConfigurationError(`${name}: '${option}' is no option of this write.${hint}`);
  }
}

function tableParts<E extends object>(declared: TableMetadata<E>, context: TableContext): TableParts<E> {
  const keyspace = declared.keyspace ?? context.keyspace;
  if (keyspace === undefined) {
    throw new ConfigurationError(
      `${declared.name} belongs to no keyspace: set 'keyspace' on the data source or in @Table({ keyspace }).`,
    );
  }
  const { userTypes: layouts } = context;
  const metadata = layouts === undefined ? declared : bindUserTypes(declared, { keyspace, layouts });
  const selected = metadata.columns.filter((column) => column.selected);
  const hydrate = entityHydrator(metadata, selected);
  const hydrateFrame = metadata.inheritance === undefined ? frameHydrator(selected, metadata.target) : undefined;
  const readProperties = propertyReader(metadata.columns);
  const compiled = new BoundedCache<unknown>(CACHED_STATEMENTS);
  return { metadata, keyspace, selected, readProperties, hydrate, hydrateFrame, compiled };
}

function getStatement<E extends object>({ metadata, qualifiedName, selected }: EntityTable<E>): Statement {
  const conditions = metadata.primaryKey.map(
    (column) => ({ column, comparison: '=', token: false, raw: undefined, params: [] }) as const,
  );
  const shape = {
    conditions,
    columns: selected,
    order: [],
    groupBy: [],
    allowFiltering: false,
    distinct: false,
    limited: false,
    limitedPerPartition: false,
  };
  return selectStatement(metadata, qualifiedName, shape, `${metadata.name}.get`);
}

function microseconds(name: string, timestamp: bigint | number): bigint {
  if (typeof timestamp === 'bigint' && BigInt.asIntN(64, timestamp) === timestamp) return timestamp;
  if (Number.isSafeInteger(timestamp)) return BigInt(timestamp);
  throw new ConfigurationError(`${name}: 'timestamp' is a whole number of microseconds since 1970.`);
}
