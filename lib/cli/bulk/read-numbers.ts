import { usageError } from '../cli-error';

const MOST_REQUESTS = 1_024;

/** @throws CliError for a `--concurrency` that is no whole number from 1. */
export function readConcurrency(concurrency: number | undefined): number | undefined {
  if (concurrency === undefined) return undefined;
  if (Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= MOST_REQUESTS) return concurrency;
  throw usageError(`--concurrency is a whole number from 1 to ${MOST_REQUESTS}.`, 'Write --concurrency 64.');
}

const USUAL_ERRORS = 1_000;

/** @throws CliError for a `--max-errors` that is no whole number from 0. */
export function readMaxErrors(errors: number | undefined): number {
  if (errors === undefined) return USUAL_ERRORS;
  if (Number.isInteger(errors) && errors >= 0) return errors;
  throw usageError('--max-errors is a whole number from 0.', 'Write --max-errors 100.');
}
