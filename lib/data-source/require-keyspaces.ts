import { ConfigurationError } from '../errors';
import type { SchemaClient } from '../schema/schema-client';
import { didYouMean } from '../suggest';

/** @throws ConfigurationError `CASPY_KEYSPACE_NOT_FOUND` for the first of them that the cluster has not. */
export async function requireKeyspaces(client: SchemaClient, keyspaces: Iterable<string>): Promise<void> {
  const wanted = new Set(keyspaces);
  if (wanted.size === 0) return;
  const known = await client.names('SELECT keyspace_name FROM system_schema.keyspaces');
  const missing = [...wanted].find((keyspace) => !known.includes(keyspace));
  if (missing === undefined) return;
  throw new ConfigurationError(
    `The keyspace '${missing}' does not exist.${didYouMean(missing, known)} ` +
      `Create it, or set synchronize: true to let caspy create it.`,
    { code: 'CASPY_KEYSPACE_NOT_FOUND', details: { keyspace: missing } },
  );
}
