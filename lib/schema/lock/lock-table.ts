import { createHash } from 'node:crypto';
import { CaspyError } from '../../errors';
import { quoteIdentifier } from '../../types/cql-identifier';
import { LOCK_TABLE } from '../own-tables';
import { waitForAgreement } from '../schema-agreement';
import type { SchemaClient } from '../schema-client';
import { patiently } from './patiently';

const AGREEMENT_TIMEOUT = 20_000;

/** The table of locks of a keyspace, as CQL. */
export function lockTable(keyspace: string): string {
  return `${quoteIdentifier(keyspace)}.${LOCK_TABLE}`;
}

/**
 * Creates the table of locks where it is missing. There is no lock yet that could guard this, so it must be harmless
 * when many processes do it at once: what exists is only read, and the id of the table follows from its name. Cassandra
 * else gives it a new one each time, and two nodes that are asked at the same moment never agree.
 */
export async function ensureLockTable(client: SchemaClient, keyspace: string): Promise<void> {
  const known = await client.names(
    'SELECT table_name FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?',
    keyspace,
    LOCK_TABLE,
  );
  if (known.length > 0) return;
  try {
    await patiently(() => client.change(createLockTable(keyspace)));
  } catch (error) {
    const code = error instanceof CaspyError ? error.code : undefined;
    if (code !== 'CASPY_ALREADY_EXISTS' && code !== 'CASPY_SCHEMA') throw error;
  }
  // Whoever came second got no change and so did not wait. The table may be used all the same when some node is late.
  await waitForAgreement(client, AGREEMENT_TIMEOUT);
}

function createLockTable(keyspace: string): string {
  return (
    `CREATE TABLE IF NOT EXISTS ${lockTable(keyspace)} ` +
    `(name text PRIMARY KEY, owner text, host text, pid int, since timestamp) ` +
    `WITH id = ${tableId(keyspace)} AND comment = 'Locks of schema work by caspy' AND gc_grace_seconds = 86400`
  );
}

/** The same for every process, and for no other keyspace. */
function tableId(keyspace: string): string {
  const hex = createHash('sha256').update(`caspy ${LOCK_TABLE} ${keyspace}`).digest('hex');
  // In the form of a version 5 UUID, which is made from a name too.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
