/** A table in full, whether an entity or the server told of it. */
export interface TableDescription {
  /** The entity's class; null for a table that none maps. */
  readonly entity: string | null;
  readonly table: string;
  readonly keyspace: string | null;
  /** Of a materialized view: the table beneath. */
  readonly viewOf: string | null;
  readonly columns: readonly ColumnDescription[];
  readonly indexes: readonly IndexDescription[];
  /** By CQL name, as CQL writes the value. */
  readonly options: Readonly<Record<string, string>>;
  /** The statements that make it. */
  readonly ddl: readonly string[];
}

export interface ColumnDescription {
  /** The property of the entity; null for a table that none maps. */
  readonly property: string | null;
  readonly column: string;
  readonly kind: 'partition' | 'clustering' | 'static' | 'regular';
  readonly order: 'ASC' | 'DESC' | null;
  readonly type: string;
  readonly tsType: string;
  /** What else is to know: generated, version, a comment. */
  readonly note: string | null;
}

export interface IndexDescription {
  readonly name: string;
  readonly column: string;
  readonly using: string;
  readonly target: string | null;
  readonly options: Readonly<Record<string, unknown>>;
}
