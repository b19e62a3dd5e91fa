import type { BulkRow } from './bulk-row';

/** What a bulk write does with each item: a save, or a delete. */
export interface RowSort<T> {
  /** `User.bulkSave`; for errors. */
  readonly operation: string;
  /** Undefined when there is nothing to write. @throws ValidationError and the like, for an item that cannot be written. */
  encode(item: T): BulkRow<T> | undefined;
  /** Validation, and hooks where they were asked for; no promise where there is nothing to wait for. */
  readonly before: ((item: T) => Promise<void> | undefined) | undefined;
  /** Hooks, where they were asked for. */
  readonly after: ((item: T) => Promise<void>) | undefined;
  /** The row is written. */
  saved(row: BulkRow<T>): void;
}
