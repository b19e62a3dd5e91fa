import type { TableMetadata } from '../metadata/table-metadata';
import { userTypesOf } from '../metadata/user-types-of';
import { quoteIdentifier } from '../types/cql-identifier';
import type { Replication } from './create-keyspace';
import { createKeyspace } from './create-keyspace';
import { createIndex, createTable } from './create-table';
import { createType } from './create-type';
import type { SchemaClient } from './schema-client';

/** What to create it in, and how. */
export interface CreateOptions {
  /** The keyspace of tables that name none. */
  readonly keyspace: string | undefined;
  /** Used for keyspaces that do not exist, and for no other. */
  readonly replication: Replication;
}

/**
 * Creates the keyspaces, user-defined types, tables and indexes that do not exist, one statement after the other; existing ones are left
 * as they are. Answers the CQL that was run.
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
  for (const table of tables) {
    const keyspace = table.keyspace ?? fallback;
    if (keyspace === undefined || table.options.synchronize === false) continue;
    const existing = await open(keyspace);
    const target = `${quoteIdentifier(keyspace)}.${quoteIdentifier(table.tableName)}`;
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
}

async function readExisting(client: SchemaClient, keyspace: string): Promise<Existing> {
  const [keyspaces, types, tables, indexes] = await Promise.all([
    client.names('SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = ?', keyspace),
    client.names('SELECT type_name FROM system_schema.types WHERE keyspace_name = ?', keyspace),
    client.names('SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?', keyspace),
    client.names('SELECT index_name FROM system_schema.indexes WHERE keyspace_name = ?', keyspace),
  ]);
  return {
    keyspace: keyspaces.length > 0,
    types: new Set(types),
    tables: new Set(tables),
    indexes: new Set(indexes),
  };
}
