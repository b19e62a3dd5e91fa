/**
 * A schema as caspy compares it: the same shape whether it was made from decorators, read from a server or loaded from
 * a snapshot. Everything in it is plain data that JSON carries without loss; names are as Cassandra stores them,
 * unquoted, and types are canonical CQL text as `formatCqlType` writes it.
 */
export interface SchemaModel {
  readonly keyspaces: readonly KeyspaceModel[];
}

/** One keyspace. What is listed stands in the order of names, so that two models compare without sorting. */
export interface KeyspaceModel {
  readonly name: string;
  /** Undefined where only the entities are known: they do not say how a keyspace is replicated. */
  readonly replication?: Readonly<Record<string, string>>;
  readonly durableWrites?: boolean;
  readonly types: readonly TypeModel[];
  readonly tables: readonly TableModel[];
  readonly views: readonly ViewModel[];
}

/** What an entity adds to its part of a model; nothing of it is compared. */
export interface EntityOrigin {
  /** `User` or `User.email`, for messages; undefined for what was read from a server. */
  readonly entity?: string;
}

/** One user-defined type; the fields stand in the server's order, which values are written by. */
export interface TypeModel extends EntityOrigin {
  readonly name: string;
  readonly fields: readonly FieldModel[];
}

export interface FieldModel extends EntityOrigin {
  readonly name: string;
  readonly type: string;
}

/** One column with its part. Key columns stand first and in key order, the others in the order of names. */
export interface ColumnModel extends FieldModel {
  readonly kind: 'partition' | 'clustering' | 'static' | 'regular';
  /** The order of a clustering column; undefined for the others. */
  readonly order?: 'ASC' | 'DESC';
}

/** One table. */
export interface TableModel extends EntityOrigin {
  readonly name: string;
  /** The entity says `synchronize: false`: the table is never created, changed, compared or dropped. */
  readonly foreign?: true;
  readonly columns: readonly ColumnModel[];
  readonly indexes: readonly IndexModel[];
  /**
   * By CQL name, as canonical CQL text: `{'class': 'LeveledCompactionStrategy'}` with short class names and keys in
   * order, `86400`, `'99p'`. Of entities, those that they ask for; of a server, all that it keeps.
   */
  readonly options: Readonly<Record<string, string>>;
  /** Columns that were dropped: a column of the name may come back with the same type only. Empty of entities. */
  readonly dropped: readonly DroppedColumnModel[];
}

export interface DroppedColumnModel extends FieldModel {
  readonly kind: 'static' | 'regular';
}

/** One secondary index. */
export interface IndexModel extends EntityOrigin {
  readonly name: string;
  readonly column: string;
  /** The part of a collection that is indexed; undefined for a column that is none. */
  readonly target?: 'keys' | 'values' | 'entries' | 'full';
  /** The full name of the Java class; undefined for a legacy index, which Cassandra makes itself. */
  readonly className?: string;
  /** As they were written, without `target` and `class_name`. */
  readonly options: Readonly<Record<string, string>>;
}

/** One materialized view. */
export interface ViewModel extends EntityOrigin {
  readonly name: string;
  readonly foreign?: true;
  /** The table beneath. */
  readonly base: string;
  readonly columns: readonly ColumnModel[];
  /** The whole condition, as CQL. */
  readonly where: string;
  readonly options: Readonly<Record<string, string>>;
}
