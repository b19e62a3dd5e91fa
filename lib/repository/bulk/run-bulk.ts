import { BulkError, CaspyError } from '../../errors';
import type { BulkResult } from './bulk-options';
import type { BulkPlan } from './bulk-writer';
import { BulkWriter } from './bulk-writer';
import type { RowSort } from './row-sort';
import type { BulkSource } from './source';
import type { Stop } from './stop';

/** @throws BulkError when it ends before its source */
export async function runBulk<T>(source: BulkSource<T>, sort: RowSort<T>, plan: BulkPlan<T>): Promise<BulkResult<T>> {
  const { result, stop } = await new BulkWriter(source, sort, plan).run();
  if (stop === undefined) return result;
  throw bulkError(sort.operation, stop, result);
}

const REASONS = {
  failure: { code: 'CASPY_BULK', what: 'a row could not be written' },
  source: { code: 'CASPY_BULK_SOURCE', what: 'the source of its items failed' },
  signal: { code: 'CASPY_BULK_ABORTED', what: "the caller's signal ended it" },
} as const;

function bulkError<T>(operation: string, { reason, error }: Stop, result: BulkResult<T>): BulkError {
  const { code, what } = REASONS[reason];
  const { read, written, failed, maybeWritten, duplicates } = result;
  // Messages of other errors may hold values.
  const why = error instanceof CaspyError ? `: ${error.message}` : '.';
  const counts = `Of ${read} items read, ${written} are written, ${failed} failed, ${maybeWritten} may be written.`;
  return new BulkError(`${operation}: ${what}${why} ${counts}`, {
    code,
    cause: error,
    result,
    details: { operation, read, written, failed, maybeWritten, duplicates },
  });
}
