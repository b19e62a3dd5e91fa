import type { SaveOptions, WriteOptions } from '../options';

/** What became of a row: certainly not written, perhaps written, or written although a hook failed afterwards. */
export type BulkOutcome = 'failed' | 'maybeWritten' | 'written';

/** A row that was not written as it should be. */
export interface BulkFailure<T> {
  /** As the source gave it. */
  readonly item: T;
  readonly error: unknown;
  readonly outcome: BulkOutcome;
}

/** How far a bulk write is. */
export interface BulkProgress {
  /** Items that the source has given. */
  readonly read: number;
  /** Rows that are written, for certain. */
  readonly written: number;
  /** Rows that are not written, for certain. */
  readonly failed: number;
  /** Rows of which nobody knows: the request ended without an answer. */
  readonly maybeWritten: number;
  /** Items that a later item of the same row has replaced before they were sent. */
  readonly duplicates: number;
  /** Milliseconds since the start. */
  readonly elapsed: number;
  /** Rows written a second, on average. */
  readonly rowsPerSecond: number;
}

/** What a bulk write came to. */
export interface BulkResult<T> extends BulkProgress {
  /** The first 100 failures; `onError` hears of all. */
  readonly failures: readonly BulkFailure<T>[];
}

/** How a bulk write runs. */
export interface BulkSettings<T> {
  /** Requests on their way at the same time, at most; 128 unless set. It starts with 32, and halves under overload. */
  readonly concurrency?: number | undefined;
  /**
   * Bytes of a batch, as caspy estimates them; 20,000 unless set. The thresholds of Cassandra for batches do not count for
   * batches in one partition, which all of these are; for a server that measures those too, set less.
   */
  readonly maxBatchBytes?: number | undefined;
  /** Rows of a batch; 100 unless set. */
  readonly maxBatchRows?: number | undefined;
  /** Rows that wait for others of their partition, at most; 1,000 unless set. */
  readonly bufferRows?: number | undefined;
  /** Called a few times a second while rows are written, and at the end. */
  readonly onProgress?: ((progress: BulkProgress) => void) | undefined;
  /**
   * Called with each row that fails; a promise is awaited, what it throws ends the write. `'continue'` goes on too.
   * Without it the first failure ends the write.
   */
  readonly onError?: ((failure: BulkFailure<T>) => unknown) | 'continue' | undefined;
}

/** What `bulkSave` takes. */
export interface BulkSaveOptions<T>
  extends BulkSettings<T>, Omit<SaveOptions, 'hooks' | 'serialConsistency' | 'verify'> {
  /** `true` runs the hooks of every entity; a bulk write runs none unless asked. */
  readonly hooks?: boolean | undefined;
}

/** What `bulkDelete` takes. */
export interface BulkDeleteOptions<T>
  extends BulkSettings<T>, Omit<WriteOptions, 'ttl' | 'hooks' | 'serialConsistency'> {
  readonly hooks?: boolean | undefined;
}
