import { AbortError, ConnectionError, RequestError, TimeoutError, UnauthorizedError } from '../../errors';
import type { BulkOutcome } from './bulk-options';

/** Signs that more is on its way than the cluster, or the pool, can take. */
export function isOverload(error: unknown): boolean {
  if (error instanceof TimeoutError) return true;
  return error instanceof RequestError && OVERLOADS.has(error.code);
}

const OVERLOADS: ReadonlySet<string> = new Set([
  'CASPY_OVERLOADED',
  'CASPY_BUSY',
  'CASPY_POOL_TIMEOUT',
  'CASPY_QUEUE_FULL',
]);

/** Whether the same request may be sent again. */
export function isRepeatable(error: unknown, isIdempotent: boolean): boolean {
  if (!(error instanceof RequestError) || error instanceof AbortError || !error.retryable) return false;
  return isIdempotent || !error.maybeApplied;
}

/** Whether one of several rows may be the reason, so that the others fare better without it. */
export function isRefusal(error: unknown, isIdempotent: boolean): boolean {
  if (!(error instanceof RequestError) || error.retryable || (error.maybeApplied && !isIdempotent)) return false;
  return !(error instanceof ConnectionError || error instanceof AbortError || error instanceof UnauthorizedError);
}

export function outcomeOf(error: unknown): BulkOutcome {
  return error instanceof RequestError && error.maybeApplied ? 'maybeWritten' : 'failed';
}
