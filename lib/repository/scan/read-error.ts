import { AbortError, CaspyError, RequestError, TimeoutError } from '../../errors';

/** Whether reading the same range again may help. */
export function isPassing(error: unknown): boolean {
  return error instanceof RequestError && error.retryable && !(error instanceof AbortError);
}

/** Whether asking for less may help: there was no answer in time, or the page led over too many tombstones. */
export function isTooMuch(error: unknown): boolean {
  if (error instanceof TimeoutError) return true;
  return error instanceof CaspyError && error.code === 'CASPY_READ_FAILURE';
}
