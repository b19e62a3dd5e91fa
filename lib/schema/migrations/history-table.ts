import { SchemaError } from '../../errors';
import { quoteIdentifier } from '../../types/cql-identifier';
import { waitForAgreement } from '../schema-agreement';
import type { SchemaClient } from '../schema-client';

const AGREEMENT_TIMEOUT = 20_000;

/** Where the history is kept. */
export interface HistoryTable {
  readonly keyspace: string;
  readonly table: string;
}

export async function historyExists(client: SchemaClient, { keyspace, table }: HistoryTable): Promise<boolean> {
  const cql = 'SELECT table_name FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?';
  return (await client.names(cql, keyspace, table)).length > 0;
}

/** Creates the table when it is missing. To be called under the lock. */
export async function ensureHistory(client: SchemaClient, place: HistoryTable): Promise<void> {
  if (await historyExists(client, place)) return;
  const change = client.change(
    `CREATE TABLE IF NOT EXISTS ${historyName(place)} (` +
      'name text PRIMARY KEY, state text, run text, kind text, checksum text, statements int, steps list<text>, ' +
      'step_count int, attempted int, error text, started_at timestamp, finished_at timestamp, duration int, ' +
      `executed_by text, caspy_version text) WITH comment = 'Migrations that caspy has run'`,
  );
  await change.catch((error: unknown) => {
    // Done, and some node is late: the table may be used all the same.
    if (!(error instanceof SchemaError) || error.code !== 'CASPY_SCHEMA') throw error;
  });
  await waitForAgreement(client, AGREEMENT_TIMEOUT);
}

/** The qualified name, as CQL. */
export function historyName({ keyspace, table }: HistoryTable): string {
  return `${quoteIdentifier(keyspace)}.${quoteIdentifier(table)}`;
}
