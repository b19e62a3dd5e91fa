import { types } from 'cassandra-driver';
import { ConfigurationError } from '../errors';
import { bindUserTypes } from '../metadata/bind-user-types';
import type { ColumnMetadata, TableMetadata } from '../metadata/table-metadata';
import { encodeColumn } from '../query/encode-value';
import type { Statement } from '../query/statement';
import type { InsertShape } from '../query/write-statements';
import { insertStatement } from '../query/write-statements';
import type { RequestOptions, RowPage } from '../session/request';
import { didYouMean } from '../suggest';
import { quoteIdentifier } from '../types/cql-identifier';
import type { UserTypeLayouts } from '../types/user-type';
import { BoundedCache } from './bounded-cache';
import type { Hydrator } from './hydrator';
import { compileHydrator } from './hydrator';
import type { ReadOptions, WriteOptions } from './options';

/** Sends statements; the session pool is one. */
export interface Executor {
  execute(statement: Statement, params: readonly unknown[], options?: RequestOptions): Promise<RowPage>;
}

/** What entities of one data source share. */
export interface TableContext {
  readonly executor: Executor;
  readonly keyspace: string | undefined;
  readonly pageTokenSecret: string | undefined;
  /** The user-defined types of the server; without it, values follow the order of their class. */
  readonly userTypes?: UserTypeLayouts;
}

/** Statement texts kept per table; queries of more shapes than this are compiled again. */
const CACHED_STATEMENTS = 256;

const PLAIN_INSERT: InsertShape = { ttl: false, ifNotExists: false, made: new Map() };

const MAX_TTL = 630_720_000;

const WRITE_OPTIONS: readonly string[] = [
  'ttl',
  'timestamp',
  'consistency',
  'serialConsistency',
  'profile',
  'timeout',
  'idempotent',
  'signal',
];

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
  /** Builds entities out of rows with the selected columns. */
  readonly hydrate: Hydrator<E>;
  #plainSave: Statement | undefined;
  readonly #compiled = new BoundedCache<unknown>(CACHED_STATEMENTS);
  readonly #readDefaults: RequestOptions | undefined;
  readonly #writeDefaults: RequestOptions | undefined;

  constructor(declared: TableMetadata<E>, context: TableContext) {
    const keyspace = declared.keyspace ?? context.keyspace;
    if (keyspace === undefined) {
      throw new ConfigurationError(
        `${declared.name} belongs to no keyspace: set 'keyspace' on the data source or in @Table({ keyspace }).`,
      );
    }
    const { userTypes: layouts } = context;
    const metadata = layouts === undefined ? declared : bindUserTypes(declared, { keyspace, layouts });
    this.metadata = metadata;
    this.executor = context.executor;
    this.pageTokenSecret = context.pageTokenSecret;
    this.keyspace = keyspace;
    this.qualifiedName = `${quoteIdentifier(keyspace)}.${quoteIdentifier(metadata.tableName)}`;
    this.selected = metadata.columns.filter(({ selected }) => selected);
    this.initialized = metadata.columns.filter(({ initial }) => initial !== undefined);
    this.version = metadata.columns.find(({ automatic }) => automatic === 'version');
    this.updateDate = metadata.columns.find(({ automatic }) => automatic === 'updateDate');
    this.hydrate = compileHydrator(this.selected, metadata.target);
    const { read, write, serial } = metadata.options.consistency ?? {};
    this.#readDefaults = read && { consistency: read };
    this.#writeDefaults =
      write || serial
        ? { ...(write && { consistency: write }), ...(serial && { serialConsistency: serial }) }
        : undefined;
  }

  /** The statement of a save without options: the one that is sent most. */
  get plainSave(): Statement {
    this.#plainSave ??= insertStatement(this.metadata, this.qualifiedName, PLAIN_INSERT, `${this.metadata.name}.save`);
    return this.#plainSave;
  }

  /** What `make` returned for this key the first time. One key must always stand for one type of value. */
  compiled<V>(key: string, make: () => V): V {
    // Keys start with the name of the kind of thing they stand for, so a key never meets another type.
    return this.#compiled.getOrMake(key, make) as V;
  }

  readOptions(options: ReadOptions | undefined): RequestOptions | undefined {
    return this.#readDefaults === undefined ? options : { ...this.#readDefaults, ...defined(options) };
  }

  writeOptions(options: WriteOptions | undefined): RequestOptions | undefined {
    if (options === undefined) return this.#writeDefaults;
    checkWriteOptions(this.metadata.name, options);
    const { ttl: _, timestamp, ...request } = options;
    return {
      ...this.#writeDefaults,
      ...defined(request),
      ...(timestamp !== undefined && { timestamp: microseconds(this.metadata.name, timestamp) }),
    };
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
  for (const option of Object.keys(options)) {
    if (WRITE_OPTIONS.includes(option)) continue;
    const hint = CONDITIONS.get(option) ?? didYouMean(option, WRITE_OPTIONS);
    throw new ConfigurationError(`${name}: '${option}' is no option of this write.${hint}`);
  }
}

/** Without the options that are there but undefined, so that they do not hide a default. */
function defined<O extends object>(options: O | undefined): Partial<O> {
  if (options === undefined) return {};
  // Leaving entries out keeps the type of those that stay.
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<O>;
}

function microseconds(name: string, timestamp: bigint | number): bigint {
  if (typeof timestamp === 'bigint') return timestamp;
  if (Number.isSafeInteger(timestamp)) return BigInt(timestamp);
  throw new ConfigurationError(`${name}: 'timestamp' is a whole number of microseconds since 1970.`);
}
