import { setTimeout as sleep } from 'node:timers/promises';
import { RequestError, SchemaLockError, TimeoutError } from '../../errors';
import { interrupted } from './held-lock';
import type { LockHolder, SchemaLockOptions } from './lock-options';
import { describeHolder } from './lock-owner';
import type { LockRow } from './lock-row';

const SHORTEST_PAUSE = 150;
const LONGEST_PAUSE = 1000;
const REMIND = 5000;
/** Attempts in a row without an answer after which the cluster, not the lock, is what is wrong. */
const UNANSWERED = 3;

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
  /** When the attempts were sent of which nothing is known: one of them may be what took the lock. */
  let unanswered: number[] = [];
  for (let pause = SHORTEST_PAUSE; ; pause = Math.min(LONGEST_PAUSE, pause * 1.5)) {
    if (signal?.aborted === true) throw interrupted(name, signal.reason);
    const sentAt = performance.now();
    const outcome = await attempt(row, told !== undefined);
    if (outcome === undefined) return unanswered[0] ?? sentAt;
    const now = performance.now();
    const waited = now - startedAt;
    if (outcome instanceof RequestError) {
      unanswered.push(sentAt);
      if (unanswered.length >= UNANSWERED || waited >= wait) throw outcome;
      continue;
    }
    unanswered = [];
    const holder = outcome;
    if (waited >= wait) throw locked(name, keyspace, holder, waited);
    if (told?.id !== holder.id || now - told.at >= REMIND) {
      onWait?.(holder, waited);
      told = { id: holder.id, at: now };
    }
    await pauseFor(Math.min(pause * (0.5 + Math.random()), wait - waited), signal);
  }
}

/**
 * Who has the lock, undefined when it is ours now, or the error of an attempt that went unanswered: a busy cluster takes
 * long over the four rounds, and our own row that appears late is taken for ours by the next attempt.
 */
async function attempt(row: LockRow, looksFirst: boolean): Promise<LockHolder | RequestError | undefined> {
  try {
    return (looksFirst ? await row.holder() : undefined) ?? (await row.tryTake());
  } catch (error) {
    if (error instanceof TimeoutError || (error instanceof RequestError && error.maybeApplied)) return error;
    throw error;
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
