import { introspectKeyspace } from './introspect/introspect-keyspace';
import type { SchemaModel } from './model';
import type { SchemaClient } from './schema-client';

/** Those of the keyspaces that exist, as the server has them. */
export async function readSchema(client: SchemaClient, keyspaces: readonly string[]): Promise<SchemaModel> {
  const read = await Promise.all(keyspaces.map((name) => introspectKeyspace(client, name)));
  return { keyspaces: read.filter((keyspace) => keyspace !== undefined) };
}
