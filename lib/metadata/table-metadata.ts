import type { Codec } from '../types/codec';
import type { CqlType } from '../types/cql-type';
import type { AutomaticValue } from './arguments';
import type { IndexOptions, Representation, TableOptions, ValueTransformer } from './options';

/** Any class that can be built without arguments. */
export type EntityClass<E extends object = object> = new () => E;

/** The part that a column plays, with static columns told apart from regular ones. */
export type ColumnKind = 'partition' | 'clustering' | 'static' | 'regular';

/** One column of a table. */
export interface ColumnMetadata {
  readonly property: string;
  /** `Class.property`, for messages. */
  readonly path: string;
  /** The column's name as Cassandra stores it. */
  readonly name: string;
  /** The name as it stands in CQL, quoted when it must be. */
  readonly cqlName: string;
  readonly kind: ColumnKind;
  /** The order of a clustering column; undefined for the others. */
  readonly order: 'ASC' | 'DESC' | undefined;
  readonly type: CqlType;
  /** The type as CQL text. */
  readonly cqlType: string;
  readonly codec: Codec;
  readonly transformer: ValueTransformer | undefined;
  /** Read when no columns are named. */
  readonly selected: boolean;
  /** The value that an undefined property gets before an insert; undefined when there is none. */
  readonly initial: (() => unknown) | undefined;
  /** A fresh empty collection where Cassandra answers null for one; undefined for other types. */
  readonly empty: (() => unknown) | undefined;
  /** The class that says which JavaScript form is read; undefined asks for the default. */
  readonly representation: Representation | undefined;
  readonly comment: string | undefined;
  /** What caspy itself keeps up to date here; undefined for a column of the program's. */
  readonly automatic: AutomaticValue | undefined;
}

/** One secondary index. */
export interface IndexMetadata {
  readonly name: string;
  readonly column: ColumnMetadata;
  readonly using: NonNullable<IndexOptions['using']>;
  /** What of the column is indexed; undefined for a column that is no collection. */
  readonly target: IndexOptions['target'];
  readonly options: NonNullable<IndexOptions['options']>;
}

/** One table, frozen: what decorators, naming strategy and defaults came to. */
export interface TableMetadata<E extends object = object> {
  readonly target: EntityClass<E>;
  /** The class's name. */
  readonly name: string;
  readonly tableName: string;
  /** The keyspace that the class asks for; undefined leaves it to the data source. */
  readonly keyspace: string | undefined;
  /** Partition key, clustering columns, then the rest as declared. */
  readonly columns: readonly ColumnMetadata[];
  readonly partitionKey: readonly ColumnMetadata[];
  readonly clusteringKey: readonly ColumnMetadata[];
  /** Partition key and clustering columns. */
  readonly primaryKey: readonly ColumnMetadata[];
  readonly byProperty: ReadonlyMap<string, ColumnMetadata>;
  readonly indexes: readonly IndexMetadata[];
  readonly isCounter: boolean;
  readonly options: TableOptions;
  /** For classes that share a table; undefined for the others. */
  readonly inheritance: InheritanceMetadata | undefined;
  /** Of a materialized view: the table beneath. */
  readonly view?: ViewMetadata;
  /** The materialized views of this table that the data source knows. */
  readonly views?: readonly TableMetadata[];
}

/** What a materialized view is a view of. */
export interface ViewMetadata {
  readonly base: () => TableMetadata;
  /** A further condition, as CQL. */
  readonly where: string | undefined;
}

/** The place of a class among those that share its table. */
export interface InheritanceMetadata {
  /** The discriminator. */
  readonly column: ColumnMetadata;
  /** What it holds in rows of this very class. */
  readonly value: string;
  /** The class is the parent of all, which the table belongs to. */
  readonly isRoot: boolean;
  /** The properties of the class itself: its table has those of its children too. */
  readonly properties: ReadonlySet<string>;
  /** The class and its children, by the values of the discriminator. */
  readonly kinds: ReadonlyMap<string, TableMetadata>;
}
