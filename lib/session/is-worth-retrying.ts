import { type CaspyError, RequestError } from '../errors';
import type { Statement } from '../query/statement';

/** What may pass by itself; everything else would fail again. */
const PASSING = new Set([
  ...['CASPY_OVERLOADED', 'CASPY_BOOTSTRAPPING', 'CASPY_TIMEOUT'],
  ...['CASPY_CONNECTION_LOST', 'CASPY_NO_HOST', 'CASPY_BUSY'],
]);
/** The cluster has spent its own time on these, or says that replicas are down: a third attempt only adds to its load. */
const ONCE = new Set(['CASPY_UNAVAILABLE', 'CASPY_READ_TIMEOUT', 'CASPY_WRITE_TIMEOUT']);
/** Write timeouts that a plain repetition mends; a logged BATCH is applied anyway. */
const REPEATABLE_WRITES = new Set<unknown>(['SIMPLE', 'BATCH_LOG']);

/**
 * Whether a request that failed should be sent once more. `attempt` counts from 1. A statement that is not idempotent
 * is repeated only where Cassandra certainly wrote nothing.
 */
export function isWorthRetrying(
  error: CaspyError,
  { kind }: Statement,
  isIdempotent: boolean,
  attempt: number,
): boolean {
  if (!(error instanceof RequestError) || !error.retryable || kind === 'schema') return false;
  const isRepeatable = isIdempotent && kind !== 'conditional' && kind !== 'counter';
  if (error.maybeApplied && !isRepeatable) return false;
  if (ONCE.has(error.code)) return attempt === 1 && isMended(error);
  return PASSING.has(error.code);
}

function isMended({ code, details }: RequestError): boolean {
  return code !== 'CASPY_WRITE_TIMEOUT' || REPEATABLE_WRITES.has(details.writeType);
}

/** Milliseconds to wait before the attempt after this one: exponential, with full jitter, so that clients spread. */
export function backoff(attempt: number, baseDelay: number, maxDelay: number, random = Math.random): number {
  return random() * Math.min(maxDelay, baseDelay * 2 ** (attempt - 1));
}

/** For `backoff`: half of the pause is certain, so that chance cannot use up all attempts at once. */
export function atLeastHalf(): number {
  return 0.5 + Math.random() / 2;
}
