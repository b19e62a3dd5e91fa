import { ConfigurationError } from '../../errors';
import type { SchemaClient } from '../schema-client';
import { HeldLock } from './held-lock';
import type { SchemaLock, SchemaLockOptions } from './lock-options';
import { createOwner } from './lock-owner';
import { LockRow } from './lock-row';
import { ensureLockTable } from './lock-table';
import { takeLock } from './take-lock';

const DEFAULT_TTL = 30;
const SHORTEST_TTL = 5;
const DEFAULT_WAIT = 60_000;
const RELEASE_ATTEMPTS = 3;

/**
 * Does work that one process at a time may do, under a lock that a lightweight transaction takes. The lock is renewed
 * while the work runs and expires by itself when the process dies. Work that takes long or sends several statements
 * calls `lock.requireHeld()` before each, because a lock can be lost: by a cluster that does not answer, by a process
 * that stood still.
 *
 * @throws SchemaLockError `CASPY_SCHEMA_LOCKED` with who holds it, when it did not become free in time;
 *   `CASPY_SCHEMA_LOCK_LOST` out of `requireHeld()`.
 * @throws AbortError after the signal, the lock being released.
 * @example
 * ```ts
 * await withSchemaLock(client, { keyspace: 'chat', name: 'synchronize' }, async (lock) => {
 *   for (const cql of statements) {
 *     lock.requireHeld();
 *     await client.change(cql);
 *   }
 * });
 * ```
 */
export async function withSchemaLock<T>(
  client: SchemaClient,
  options: SchemaLockOptions,
  work: (lock: SchemaLock) => Promise<T>,
): Promise<T> {
  const { keyspace, name, signal, owner = createOwner(), ttl = DEFAULT_TTL, wait = DEFAULT_WAIT } = options;
  checkOptions(ttl, wait);
  await ensureLockTable(client, keyspace);
  const row = new LockRow(client, keyspace, name, owner, ttl);
  const takenAt = await takeLock(row, { ...options, wait });
  const lock = new HeldLock(row, { name, owner, ttl, signal }, takenAt);
  try {
    lock.requireHeld();
    return await work(lock);
  } finally {
    await lock.stop();
    await release(row);
  }
}

/** What the work came to counts more than a row that expires by itself. */
async function release(row: LockRow): Promise<void> {
  for (let attempt = 1; attempt <= RELEASE_ATTEMPTS; attempt += 1) {
    const isReleased = await row.release().then(
      () => true,
      () => false,
    );
    if (isReleased) return;
  }
}

function checkOptions(ttl: number, wait: number): void {
  if (!Number.isInteger(ttl) || ttl < SHORTEST_TTL) {
    throw new ConfigurationError(`The ttl of a lock is a whole number of seconds, ${SHORTEST_TTL} at least.`);
  }
  if (Number.isNaN(wait) || wait < 0) throw new ConfigurationError('The wait for a lock is a number of milliseconds.');
}
