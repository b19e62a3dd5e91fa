import { AbortError, SchemaLockError } from '../../errors';
import type { LockOwner, SchemaLock } from './lock-options';
import type { LockRow } from './lock-row';

/** Cassandra counts whole seconds, and clocks of nodes differ: part of the time to live is not relied on. */
const ROUNDING = 1000;
const CLOCK_DRIFT = 0.1;

const RENEWALS_PER_LIFE = 3;
const SHORTEST_REQUEST = 500;

export interface HeldLockOptions {
  readonly name: string;
  readonly owner: LockOwner;
  readonly ttl: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Keeps a lock alive while work is done under it, and knows when that failed: from then on others may have it. What
 * counts is this process's own clock since the last renewal was sent, so that a process that was suspended finds out
 * before it sends anything.
 */
export class HeldLock implements SchemaLock {
  readonly owner: LockOwner;
  readonly signal: AbortSignal;
  readonly #row: LockRow;
  readonly #options: HeldLockOptions;
  readonly #lost = new AbortController();
  #loss: SchemaLockError | undefined;
  readonly #since = new Date();
  #heldUntil: number;
  #renewal: NodeJS.Timeout | undefined;
  #expiry: NodeJS.Timeout | undefined;
  #renewing: Promise<void> = Promise.resolve();
  #isStopped = false;

  /** @param takenAt when the request that took the lock was sent, by `performance.now()`. */
  constructor(row: LockRow, options: HeldLockOptions, takenAt: number) {
    this.#row = row;
    this.#options = options;
    this.owner = options.owner;
    this.signal =
      options.signal === undefined ? this.#lost.signal : AbortSignal.any([this.#lost.signal, options.signal]);
    this.#heldUntil = takenAt + this.#reliable();
    this.#watch();
    this.#schedule();
  }

  requireHeld(): void {
    if (performance.now() >= this.#heldUntil) this.#lose('it was not renewed in time');
    if (this.#loss !== undefined) throw this.#loss;
    if (this.signal.aborted) throw interrupted(this.#options.name, this.signal.reason);
  }

  /** Ends the renewals; whoever calls it releases the row next. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#renewal);
    clearTimeout(this.#expiry);
    await this.#renewing;
  }

  #reliable(): number {
    return this.#options.ttl * 1000 * (1 - CLOCK_DRIFT) - ROUNDING;
  }

  #watch(): void {
    clearTimeout(this.#expiry);
    const left = Math.max(0, this.#heldUntil - performance.now());
    this.#expiry = setTimeout(() => this.#lose('it was not renewed in time'), left).unref();
  }

  #schedule(): void {
    if (this.#isStopped || this.#loss !== undefined) return;
    // Also after a failure: a third of a life leaves time for another attempt.
    const pause = this.#reliable() / RENEWALS_PER_LIFE;
    this.#renewal = setTimeout(() => {
      this.#renewing = this.#renew();
    }, pause).unref();
  }

  async #renew(): Promise<void> {
    const sentAt = performance.now();
    const timeout = Math.max(SHORTEST_REQUEST, this.#reliable() / RENEWALS_PER_LIFE);
    try {
      const isOurs = await this.#row.renew(this.#since, timeout);
      if (this.#isStopped) return;
      if (!isOurs) {
        this.#lose('its row is gone or belongs to another process');
        return;
      }
      this.#heldUntil = sentAt + this.#reliable();
      this.#watch();
    } catch {
      // Nobody knows whether that was written. The next attempt tells, or the time runs out.
    }
    this.#schedule();
  }

  #lose(why: string): void {
    if (this.#isStopped || this.#loss !== undefined) return;
    clearTimeout(this.#renewal);
    clearTimeout(this.#expiry);
    this.#loss = lockLost(this.#options.name, why);
    this.#lost.abort(this.#loss);
  }
}

/** The caller's signal, as an error. */
export function interrupted(name: string, reason: unknown): AbortError {
  return new AbortError(`The work under the lock '${name}' was ended by the caller's signal.`, {
    cause: reason,
    maybeApplied: false,
    details: { lock: name },
  });
}

function lockLost(name: string, why: string): SchemaLockError {
  return new SchemaLockError(
    `The lock '${name}' was lost: ${why}. Another process may have it, so nothing more was sent. Start again; ` +
      'if the cluster is slow, with a longer ttl of the lock.',
    { code: 'CASPY_SCHEMA_LOCK_LOST', details: { lock: name } },
  );
}
