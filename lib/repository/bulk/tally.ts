import type { BulkFailure, BulkProgress, BulkResult, BulkSettings } from './bulk-options';

/** Failures that a result holds. */
const KEPT_FAILURES = 100;
/** Milliseconds between two calls of `onProgress`. */
const PROGRESS_INTERVAL = 250;

/** Counts what becomes of the rows, and tells about it. */
export class Tally<T> {
  read = 0;
  written = 0;
  duplicates = 0;
  #failed = 0;
  #maybeWritten = 0;
  readonly #failures: BulkFailure<T>[] = [];
  readonly #onProgress: BulkSettings<T>['onProgress'];
  readonly #startedAt = performance.now();
  #toldAt = this.#startedAt;

  constructor(onProgress: BulkSettings<T>['onProgress']) {
    this.#onProgress = onProgress;
  }

  fail(failure: BulkFailure<T>): void {
    if (failure.outcome === 'failed') this.#failed += 1;
    else if (failure.outcome === 'maybeWritten') this.#maybeWritten += 1;
    if (this.#failures.length < KEPT_FAILURES) this.#failures.push(failure);
  }

  /** Calls `onProgress`, unless it was called a moment ago. */
  tell(): void {
    if (this.#onProgress === undefined) return;
    const now = performance.now();
    if (now - this.#toldAt < PROGRESS_INTERVAL) return;
    this.#toldAt = now;
    this.#onProgress(this.progress());
  }

  tellEnd(): void {
    this.#onProgress?.(this.progress());
  }

  progress(): BulkProgress {
    const elapsed = performance.now() - this.#startedAt;
    const { read, written, duplicates } = this;
    return {
      ...{ read, written, failed: this.#failed, maybeWritten: this.#maybeWritten, duplicates, elapsed },
      rowsPerSecond: elapsed === 0 ? 0 : Math.round((written * 1000) / elapsed),
    };
  }

  result(): BulkResult<T> {
    const result = { ...this.progress(), failures: this.#failures };
    // Items are user data: not to be found by those who print a result.
    Object.defineProperty(result, 'failures', { value: this.#failures, enumerable: false });
    return result;
  }
}
