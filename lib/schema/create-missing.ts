import type { TableMetadata } from '../metadata/table-metadata';
import { userTypesOf } from '../metadata/user-types-of';
import { quoteIdentifier } from '../types/cql-identifier';
import type { Replication } from './create-keyspace';
import { createKeyspace } from './create-keyspace';
import { createIndex, createTable } from './create-table';
import { createType } from './create-type';
import { createView } from './create-view';
import type { SchemaClient } from './schema-client';

/** What to create it in, and how. */
export interface CreateOptions {
  /** The keyspace of tables that name none. */
  readonly keyspace: string | undefined;
  /** Used for keyspaces that do not exist, and for no other. */
  readonly replication: Replication;
}

/**
 * Creates the keyspaces, user-defined types, tables, indexes and materialized views that do not exist, one statement
 * after the other; existing ones are left as they are. Answers the CQL that was run.
 */
export async function createMissing(
  client: SchemaClient,
  tables: Iterable<TableMetadata>,
  { keyspace: fallback, replication }: CreateOptions,
): Promise<string[]> {
  const ran: string[] = [];
  const run = async (cql: string): Promise<void> => {
    await client.change(cql);
    ran.push(cql);
  };
  const known = new Map<string, Existing>();
  const open = async (keyspace: string): Promise<Existing> => {
    const seen = known.get(keyspace);
    if (seen !== undefined) return seen;
    const existing = await readExisting(client, keyspace);
    if (!existing.keyspace) await run(createKeyspace(keyspace, replication));
    known.set(keyspace, existing);
    return existing;
  };
  if (fallback !== undefined) await open(fallback);
  // Views come last, when the tables beneath them are there.
  const inOrder = [...tables].toSorted((a, b) => Number(a.view !== undefined) - Number(b.view !== undefined));
  for (const table of inOrder) {
    const keyspace = (table.view?.base() ?? table).keyspace ?? fallback;
    if (keyspace === undefined || table.options.synchronize === false) continue;
    const existing = await open(keyspace);
    const target = `${quoteIdentifier(keyspace)}.${quoteIdentifier(table.tableName)}`;
    if (table.view !== undefined) {
      const base = `${quoteIdentifier(keyspace)}.${quoteIdentifier(table.view.base().tableName)}`;
      if (!existing.views.has(table.tableName)) await run(createView(table, target, base));
      continue;
    }
    for (const cql of createMissingTypes(table, keyspace, existing.types)) await run(cql);
    if (!existing.tables.has(table.tableName)) await run(createTable(table, target));
    for (const index of table.indexes) {
      if (!existing.indexes.has(index.name)) await run(createIndex(index, target));
    }
  }
  return ran;
}

/** The statements for the types of a table, in the order in which they need each other; `existing` learns their names. */
function createMissingTypes(table: TableMetadata, keyspace: string, existing: Set<string>): readonly string[] {
  const missing = userTypesOf(table).filter(({ typeName }) => !existing.has(typeName));
  for (const { typeName } of missing) existing.add(typeName);
  return missing.map((userType) => createType(userType, keyspace));
}

interface Existing {
  readonly keyspace: boolean;
  readonly types: Set<string>;
  readonly tables: ReadonlySet<string>;
  readonly indexes: ReadonlySet<string>;
  readonly views: ReadonlySet<string>;
}

async function readExisting(client: SchemaClient, keyspace: string): Promise<Existing> {
  const [keyspaces, types, tables, indexes, views] = await Promise.all([
    client.names('SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = ?', keyspace),
    client.names('SELECT type_name FROM system_schema.types WHERE keyspace_name = ?', keyspace),
    client.names('SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?', keyspace),
    client.names('SELECT index_name FROM system_schema.indexes WHERE keyspace_name = ?', keyspace),
    client.names('SELECT view_name FROM system_schema.views WHERE keyspace_name = ?', keyspace),
  ]);
  return {
    keyspace: keyspaces.length > 0,
    types: new Set(types),
    tables: new Set(tables),
    indexes: new Set(indexes),
    views: new Set(views),
  };
}
