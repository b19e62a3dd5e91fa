import type { SchemaClient } from '../schema-client';

/** One row of a table of `system_schema`, by column name. */
export type SchemaRow = Readonly<Record<string, unknown>>;

/** What `system_schema` says of one keyspace. */
export interface SchemaRows {
  readonly keyspaces: readonly SchemaRow[];
  readonly types: readonly SchemaRow[];
  readonly tables: readonly SchemaRow[];
  readonly columns: readonly SchemaRow[];
  readonly indexes: readonly SchemaRow[];
  readonly views: readonly SchemaRow[];
  readonly dropped: readonly SchemaRow[];
}

/** Reads the rows of one keyspace, from all tables at the same time. */
export async function readSchemaRows(client: SchemaClient, keyspace: string): Promise<SchemaRows> {
  const read = async (table: string, columns: string): Promise<readonly SchemaRow[]> => {
    const cql = `SELECT ${columns} FROM system_schema.${table} WHERE keyspace_name = ?`;
    const rows: SchemaRow[] = [];
    for await (const row of client.rows(cql, keyspace)) rows.push(row);
    return rows;
  };
  const [keyspaces, types, tables, columns, indexes, views, dropped] = await Promise.all([
    read('keyspaces', 'keyspace_name, durable_writes, replication'),
    read('types', 'type_name, field_names, field_types'),
    // Each version of Cassandra has options of its own, so all columns are asked for.
    read('tables', '*'),
    read('columns', 'table_name, column_name, kind, position, clustering_order, type'),
    read('indexes', 'table_name, index_name, kind, options'),
    read('views', '*'),
    read('dropped_columns', 'table_name, column_name, kind, type'),
  ]);
  return { keyspaces, types, tables, columns, indexes, views, dropped };
}

/** A text column. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A list of texts. */
export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** A map of texts; caspy reads maps as `Map`, the driver alone as objects. */
export function textMap(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  const entries: readonly (readonly [unknown, unknown])[] = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(entries.map(([key, each]) => [String(key), String(each)]));
}
