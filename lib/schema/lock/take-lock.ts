import { setTimeout as sleep } from 'node:timers/promises';
import { SchemaLockError } from '../../errors';
import { interrupted } from './held-lock';
import type { LockHolder, SchemaLockOptions } from './lock-options';
import { describeHolder } from './lock-owner';
import type { LockRow } from './lock-row';

const SHORTEST_PAUSE = 150;
const LONGEST_PAUSE = 1000;
const REMIND = 5000;

/**
 * Waits for its turn. The row is read between attempts, since each attempt to take it costs the nodes four rounds.
 *
 * @returns when the request that took the lock was sent, by `performance.now()`.
 */
export async function takeLock(
  row: LockRow,
  { name, keyspace, wait, onWait, signal }: SchemaLockOptions & { readonly wait: number },
): Promise<number> {
  const startedAt = performance.now();
  let told: { readonly id: string; readonly at: number } | undefined;
  for (let pause = SHORTEST_PAUSE; ; pause = Math.min(LONGEST_PAUSE, pause * 1.5)) {
    if (signal?.aborted === true) throw interrupted(name, signal.reason);
    const sentAt = performance.now();
    const seen = told === undefined ? undefined : await row.holder();
    const holder = seen ?? (await row.tryTake());
    if (holder === undefined) return sentAt;
    const now = performance.now();
    const waited = now - startedAt;
    if (waited >= wait) throw locked(name, keyspace, holder, waited);
    if (told?.id !== holder.id || now - told.at >= REMIND) {
      onWait?.(holder, waited);
      told = { id: holder.id, at: now };
    }
    await pauseFor(Math.min(pause * (0.5 + Math.random()), wait - waited), signal);
  }
}

/** An aborted pause ends early; the loop sees the signal. */
async function pauseFor(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(milliseconds, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
}

function locked(name: string, keyspace: string, holder: LockHolder, waited: number): SchemaLockError {
  const after = waited < SHORTEST_PAUSE ? '' : ` after ${Math.round(waited / 100) / 10} s`;
  return new SchemaLockError(
    `The lock '${name}' of the keyspace ${keyspace} is still held${after}, by ${describeHolder(holder)}. ` +
      'Wait longer; should that process be dead, its lock expires by itself.',
    { code: 'CASPY_SCHEMA_LOCKED', details: { lock: name, keyspace, holder } },
  );
}
