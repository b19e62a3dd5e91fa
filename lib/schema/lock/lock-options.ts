/** The name of the lock of all schema work in a keyspace: synchronizing and migrating exclude each other. */
export const SCHEMA_LOCK = 'schema';

/** Who holds a lock: enough to find the process, and an id that no other holder ever had. */
export interface LockOwner {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
}

/** Somebody who has the lock. */
export interface LockHolder extends LockOwner {
  readonly since: Date | undefined;
}

/** Which lock, and how to get it. */
export interface SchemaLockOptions {
  /** Where the table of locks is; the keyspace must exist. */
  readonly keyspace: string;
  /** What is locked: processes that ask for the same name exclude each other. */
  readonly name: string;
  /**
   * Seconds after which Cassandra forgets a holder that no longer renews, as a process that was killed; 30 unless set,
   * 5 at least. A running holder renews three times as often.
   */
  readonly ttl?: number | undefined;
  /** Milliseconds to wait for a lock that is held: 60,000 unless set; 0 fails at once. */
  readonly wait?: number | undefined;
  /** By default this host and process. */
  readonly owner?: LockOwner | undefined;
  /** Called when waiting begins, when another holder takes over, and every few seconds in between. */
  readonly onWait?: ((holder: LockHolder, waited: number) => void) | undefined;
  /** Ends the waiting, and is passed on to the work by the lock's own signal. */
  readonly signal?: AbortSignal | undefined;
}

/** A lock that is held, as the work under it sees it. */
export interface SchemaLock {
  readonly owner: LockOwner;
  /** Aborted when the lock is lost or the caller's signal is; the reason says which. */
  readonly signal: AbortSignal;
  /**
   * To be called before each statement.
   * @throws SchemaLockError `CASPY_SCHEMA_LOCK_LOST` when others may have the lock by now, AbortError after the signal.
   */
  requireHeld(): void;
}
