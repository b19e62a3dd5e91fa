import { setTimeout as pause } from 'node:timers/promises';
import { AbortError, ConfigurationError, ConnectionError, RequestError } from '../errors';
import { atLeastHalf, backoff } from '../session/is-worth-retrying';
import { poolClosed } from '../session/request-errors';
import { didYouMean } from '../suggest';

/** How patiently `initialize()` waits for a cluster that is not up yet. */
export interface ConnectRetryOptions {
  /** Milliseconds after which no attempt begins any more; 60,000 unless set. `Infinity` waits until `destroy()`. */
  readonly timeout?: number | undefined;
  /** Milliseconds; the pause after attempt n is `baseDelay * 2 ** (n - 1)`, less up to a half of it; 500 unless set. */
  readonly baseDelay?: number | undefined;
  /** Longest pause in milliseconds; 10,000 unless set. */
  readonly maxDelay?: number | undefined;
  /** Ends the waiting with `CASPY_ABORTED`. */
  readonly signal?: AbortSignal | undefined;
}

/** What waiting needs from the data source. */
export interface Waiting {
  /** Aborted by `destroy()`. */
  readonly closing: AbortSignal;
  readonly warn: (message: string) => void;
}

const KEYS = ['timeout', 'baseDelay', 'maxDelay', 'signal'];
const TIMEOUT = 60_000;
const BASE_DELAY = 500;
const MAX_DELAY = 10_000;

/** @throws ConfigurationError for a value that is no such option. */
export function checkConnectRetry(given: unknown): void {
  if (given === undefined || typeof given === 'boolean') return;
  if (typeof given !== 'object' || given === null) {
    throw new ConfigurationError("'connectRetry' is true, false or { timeout, baseDelay, maxDelay, signal }.");
  }
  for (const [name, value] of Object.entries(given)) {
    if (!KEYS.includes(name)) {
      throw new ConfigurationError(`There is no option connectRetry.${name}.${didYouMean(name, KEYS)}`);
    }
    if (value === undefined || (name === 'signal' ? value instanceof AbortSignal : value > 0)) continue;
    const what = name === 'signal' ? 'an AbortSignal' : 'a number of milliseconds above 0';
    throw new ConfigurationError(`connectRetry.${name} is ${what}.`);
  }
}

/**
 * Runs `connect` until it succeeds, as long as it fails with what may pass by itself: no node answers, or too few do. A
 * refused login, a wrong data centre or a wrong model end it at once. The pauses grow, and a random part spreads the
 * processes that wait for the same cluster.
 *
 * @throws ConnectionError `CASPY_CONNECT_TIMEOUT` with the last failure, once the time is over; `CASPY_CLOSED` after
 *   `destroy()`. AbortError when the signal was aborted.
 */
export async function connectPatiently(
  connect: () => Promise<void>,
  options: ConnectRetryOptions,
  { closing, warn }: Waiting,
): Promise<void> {
  const { timeout = TIMEOUT, baseDelay = BASE_DELAY, maxDelay = MAX_DELAY, signal } = options;
  const startedAt = performance.now();
  for (let attempt = 1; ; attempt += 1) {
    checkSignals(signal, closing);
    try {
      await connect();
      return;
    } catch (error) {
      if (!(error instanceof RequestError) || !error.retryable) throw error;
      const delay = backoff(attempt, baseDelay, maxDelay, atLeastHalf);
      const waited = performance.now() - startedAt;
      if (waited + delay >= timeout) throw givenUp(error, attempt, waited);
      warn(`${error.message} Attempt ${attempt}; the next one in ${Math.round(delay)} ms.`);
      await pauseFor(delay, signal === undefined ? closing : AbortSignal.any([signal, closing]));
    }
  }
}

async function pauseFor(delay: number, signal: AbortSignal): Promise<void> {
  // What ended the pause is looked at before the next attempt.
  await pause(delay, undefined, { signal }).catch(() => undefined);
}

function checkSignals(signal: AbortSignal | undefined, closing: AbortSignal): void {
  if (closing.aborted) throw poolClosed('initialize');
  if (signal?.aborted !== true) return;
  const message = 'initialize: the signal of connectRetry ended the waiting for the cluster.';
  throw new AbortError(message, { maybeApplied: false, cause: signal.reason });
}

function givenUp(last: RequestError, attempts: number, waited: number): ConnectionError {
  const tries = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
  const message = `${last.message} That was the end of ${tries} in ${(waited / 1000).toFixed(1)} s, see connectRetry.`;
  return new ConnectionError(message, { code: 'CASPY_CONNECT_TIMEOUT', cause: last, details: { attempts } });
}
