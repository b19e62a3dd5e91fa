import type { TypeInput } from '../types/builders';
import type { ValidateSetting } from './validate-options';

/**
 * A column's type: CQL text such as `'map<text, int>'`, what a builder such as `map('text', 'int')` returns, or
 * `() => Address` for the class of a user-defined type.
 */
export type TypeSpec = TypeInput;

/** Any class; only its identity, its name and its prototype matter. */
export type Representation = abstract new (...args: never[]) => unknown;

/** The consistency levels that Cassandra knows. */
export const CONSISTENCY_LEVELS = [
  'ANY',
  'ONE',
  'TWO',
  'THREE',
  'QUORUM',
  'ALL',
  'LOCAL_QUORUM',
  'EACH_QUORUM',
  'LOCAL_ONE',
  'SERIAL',
  'LOCAL_SERIAL',
] as const;

export type ConsistencyLevel = (typeof CONSISTENCY_LEVELS)[number];

/** The levels at which a lightweight transaction reaches agreement: over all data centres, or the local one. */
export type SerialConsistency = 'SERIAL' | 'LOCAL_SERIAL';

/** Converts between what the property holds and what the column stores; `null` and `undefined` never reach it. */
export interface ValueTransformer<Property = unknown, Stored = unknown> {
  to(value: Property): Stored;
  from(value: Stored): Property;
}

/** Options of every column. */
export interface ColumnOptions {
  /** The column's name; by default the naming strategy makes it from the property's. */
  readonly name?: string;
  /** The CQL type, when it is not the first argument. */
  readonly type?: TypeSpec;
  /** Wraps a collection in `frozen<…>`: stored as one value, replaced as a whole. */
  readonly frozen?: boolean;
  /** One value per partition instead of per row. */
  readonly static?: boolean;
  /** Used by `save` and `insert` when the property is undefined: a value, or a function that makes one. */
  readonly default?: unknown;
  /** Filled by `save` and `insert` when the property is undefined: a random uuid, or a time-based one. */
  readonly generated?: 'uuid' | 'timeuuid';
  readonly transformer?: ValueTransformer;
  /** `false` leaves the column out of reads that do not name it. */
  readonly select?: boolean;
  /** A note for people; it stays in the metadata, as Cassandra has no comments on columns. */
  readonly comment?: string;
  /**
   * The JavaScript form to read, as a class: `Number` for a bigint, `Array` for a set, `Object` for a map, the driver's
   * `Uuid`, and so on. By default the declared class of the property decides.
   */
  readonly as?: Representation;
}

/** Options of a partition key column. */
export interface PartitionKeyOptions extends Omit<ColumnOptions, 'static' | 'select'> {
  /** Place in a composite partition key, from 0; by default the order of declaration. */
  readonly index?: number;
}

/** Options of a clustering column. */
export interface ClusteringKeyOptions extends PartitionKeyOptions {
  /** How rows of a partition are stored, and read when no order is asked for. */
  readonly order?: 'ASC' | 'DESC';
}

/** A map of a table's sub-options, such as those of compaction. */
export type OptionMap = Readonly<Record<string, string | number | boolean>>;

/** Options of a table; those that Cassandra knows go into `CREATE TABLE … WITH`. */
export interface TableOptions {
  /** The table's name; by default the naming strategy makes it from the class's. */
  readonly name?: string;
  /** The keyspace; by default the data source's. */
  readonly keyspace?: string;
  readonly comment?: string;
  /** `default_time_to_live`, in seconds. */
  readonly ttl?: number;
  readonly compaction?: OptionMap;
  readonly compression?: OptionMap;
  readonly caching?: OptionMap;
  /** `gc_grace_seconds`: how long tombstones are kept. */
  readonly gcGraceSeconds?: number;
  /** For example `'99p'` or `'50ms'`. */
  readonly speculativeRetry?: string;
  readonly cdc?: boolean;
  readonly bloomFilterFpChance?: number;
  /** Any further option, as CQL text: `{ read_repair: "'NONE'" }`. Written as it stands, so never from user input. */
  readonly extra?: Readonly<Record<string, string>>;
  /** `save` of a loaded entity sends its changes only; see `SaveOptions`. */
  readonly trackChanges?: boolean;
  /** Whether entities are checked by class-validator's rules before they are written; by default as the data source says. */
  readonly validate?: ValidateSetting;
  /** `false` keeps `synchronize` away from this table. */
  readonly synchronize?: boolean;
  /** Milliseconds for each request of this table, retries included; by default the data source's. */
  readonly timeout?: number;
  /** Rows per page that travel at once, for reads of this table. */
  readonly fetchSize?: number;
  /** The data source's profile for this table's requests. */
  readonly profile?: string;
  /** Defaults for this table's requests. */
  readonly consistency?: {
    readonly read?: ConsistencyLevel;
    readonly write?: ConsistencyLevel;
    readonly serial?: SerialConsistency;
  };
}

/** Options of a materialized view: those of a table that Cassandra allows a view. */
export interface MaterializedViewOptions extends Omit<
  TableOptions,
  'keyspace' | 'ttl' | 'cdc' | 'trackChanges' | 'validate'
> {
  /**
   * A further condition on columns of the base's primary key, as CQL: `"at > '2024-01-01'"`. Written as it stands, so
   * never from user input. That no key column is null is said already.
   */
  readonly where?: string;
}

/** Options of a user-defined type. */
export interface UserTypeOptions {
  /** The type's name; by default the naming strategy makes it from the class's. */
  readonly name?: string;
  /** The only keyspace whose tables may use the type; by default each table's own. */
  readonly keyspace?: string;
}

/**
 * What makes an index: `'sai'` (storage-attached, Cassandra 5), `'legacy'` (all versions, equality only), `'sasi'`
 * (Cassandra 3.4 and later where the server enables it, for `Like()`), or the full name of a Java class.
 */
export type IndexUsing = 'sai' | 'legacy' | 'sasi' | `${string}.${string}`;

/** Options of `@TableInheritance`. */
export interface TableInheritanceOptions {
  /** The property of the discriminator column; `type` unless set. */
  readonly column?: string | undefined;
  /** What the discriminator holds in rows of the parent itself; its name unless set. */
  readonly value?: string | undefined;
}

/** Options of `@ChildEntity`. */
export interface ChildEntityOptions {
  /** What the discriminator holds in rows of the class; its name unless set. */
  readonly value?: string | undefined;
}

/** Options of a secondary index. */
export interface IndexOptions {
  /** The index's name; by default `<table>_<column>_idx`. */
  readonly name?: string;
  /** `'sai'` unless set. */
  readonly using?: IndexUsing;
  /** What of a collection is indexed; by default the values, and the whole of a frozen collection. */
  readonly target?: 'keys' | 'values' | 'entries' | 'full';
  /**
   * Options of the index's class. SAI on text: `case_sensitive`, `normalize`, `ascii`; SAI on vectors:
   * `similarity_function` (`COSINE`, `DOT_PRODUCT`, `EUCLIDEAN`). SASI: `mode` (`PREFIX`, `CONTAINS`, `SPARSE`),
   * `analyzer_class`, `case_sensitive`.
   */
  readonly options?: OptionMap;
}
