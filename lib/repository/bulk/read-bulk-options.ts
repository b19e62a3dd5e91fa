import { ConfigurationError } from '../../errors';
import { describeValue } from '../../types/describe-value';
import type { WriteOptions } from '../options';
import { readCount, readFlag, requireOptions } from '../require-options';
import type { BulkFailure, BulkSettings } from './bulk-options';
import type { BulkPlan } from './bulk-writer';

/** The settings of a bulk write, checked, and the options of its writes. */
export interface BulkInput<T, O extends WriteOptions> {
  readonly settings: Omit<BulkPlan<T>, 'executor' | 'request' | 'signal'>;
  readonly hooks: boolean;
  readonly write: Omit<O, 'hooks' | keyof BulkSettings<T>>;
}

const CONCURRENCY = 128;
const MAX_CONCURRENCY = 2_048;
/** Cassandra measures a batch of several partitions only, so `batch_size_warn_threshold` (5 KiB) is no limit here. */
const BATCH_BYTES = 20_000;
const MAX_BATCH_BYTES = 16 * 1024 * 1024;
const BATCH_ROWS = 100;
/** The native protocol counts the statements of a batch in 16 bits. */
const MAX_BATCH_ROWS = 65_535;
const BUFFER_ROWS = 1_000;
const MAX_BUFFER_ROWS = 1_000_000;

const IGNORE = (): void => undefined;

/** @throws ConfigurationError for a wrong setting */
export function readBulkOptions<T, O extends WriteOptions>(name: string, given: BulkSettings<T> & O): BulkInput<T, O> {
  const { concurrency, maxBatchBytes, maxBatchRows, bufferRows, onProgress, onError, hooks, ...write } = requireOptions(
    name,
    given,
  );
  return {
    settings: {
      concurrency: readCount(name, 'concurrency', concurrency, MAX_CONCURRENCY) ?? CONCURRENCY,
      maxBatchBytes: readCount(name, 'maxBatchBytes', maxBatchBytes, MAX_BATCH_BYTES) ?? BATCH_BYTES,
      maxBatchRows: readCount(name, 'maxBatchRows', maxBatchRows, MAX_BATCH_ROWS) ?? BATCH_ROWS,
      bufferRows: readCount(name, 'bufferRows', bufferRows, MAX_BUFFER_ROWS) ?? BUFFER_ROWS,
      onProgress: onProgress === undefined ? undefined : readFunction(name, 'onProgress', onProgress),
      onError: readOnError<T>(name, onError),
    },
    hooks: readFlag(name, 'hooks', hooks),
    // What is left of the options are those of the write.
    write: write,
  };
}

function readOnError<T>(
  name: string,
  onError: BulkSettings<T>['onError'],
): ((failure: BulkFailure<T>) => unknown) | undefined {
  if (onError === undefined) return undefined;
  return onError === 'continue' ? IGNORE : readFunction(name, 'onError', onError, " or 'continue'");
}

function readFunction<F extends (...args: never[]) => unknown>(name: string, option: string, value: F, or = ''): F {
  if (typeof value === 'function') return value;
  throw new ConfigurationError(`${name}: '${option}' is a function${or}, not ${describeValue(value)}.`);
}
