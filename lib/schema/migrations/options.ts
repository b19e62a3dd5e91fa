import type { LockHolder } from '../lock/lock-options';

/** What happens on the way, for those who show it. */
export type MigrationEvent =
  | { readonly type: 'wait'; readonly holder: LockHolder; readonly waited: number }
  | { readonly type: 'start'; readonly migration: string; readonly resumedAt: number | undefined }
  | { readonly type: 'statement'; readonly migration: string; readonly statement: number; readonly cql: string }
  | { readonly type: 'log'; readonly migration: string; readonly message: string }
  | { readonly type: 'done'; readonly migration: string; readonly statements: number; readonly duration: number };

/** What running and reverting have in common. */
export interface MigrationOptions {
  /** Statements that drop or truncate are refused without it; a list allows those that are in it. */
  readonly allowDestructive?: boolean | readonly string[] | undefined;
  /** Takes no notice of nodes that are down and of a schema that the nodes do not agree on. */
  readonly allowDegraded?: boolean | undefined;
  /**
   * About the one statement that a run has sent before it was killed, should nothing prove that it was done: `retry`
   * sends it again, `skip` takes it as done. Without it that is an error.
   */
  readonly uncertain?: 'retry' | 'skip' | undefined;
  /** Says what would be sent, and writes nothing at all. */
  readonly dryRun?: boolean | undefined;
  /** Writes down that it was done, and sends nothing. */
  readonly fake?: boolean | undefined;
  /** Milliseconds to wait for another process that migrates; 60,000 unless set. */
  readonly wait?: number | undefined;
  /** Seconds after which a process that was killed no longer keeps others out; 30 unless set, 5 at least. */
  readonly lockTtl?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: MigrationEvent) => void) | undefined;
}

/** Options of running migrations. */
export interface RunMigrationsOptions extends MigrationOptions {
  /** Runs up to this one and no further: its name, or its timestamp. */
  readonly to?: string | undefined;
  /** Runs migrations that are older than one that was run already. */
  readonly allowOutOfOrder?: boolean | undefined;
  /** Takes files that were changed after they had been run as they are now; nothing of them is run again. */
  readonly acceptChanged?: boolean | undefined;
}

/** Options of reverting migrations. */
export interface RevertMigrationOptions extends MigrationOptions {
  /** Reverts all that are newer than this one, newest first: its name, or its timestamp. Without it the last one. */
  readonly to?: string | undefined;
}

/** What became of one migration. */
export interface MigrationRun {
  readonly name: string;
  /** Statements that were sent, by this run and by those that it went on with; with `dryRun` those that would be. */
  readonly statements: number;
  /** Milliseconds. */
  readonly duration: number;
  /** With `dryRun`: what would be sent. */
  readonly cql?: readonly string[];
  /** With `dryRun`: why the list may be incomplete. */
  readonly note?: string;
}

/** One migration as `showMigrations()` lists it. */
export interface MigrationStatus {
  readonly name: string;
  /**
   * `pending` was not run, `unfinished` ended half-way, `missing` was run and has no file, `tampered` was changed after
   * it had been run, `late` is pending and older than one that was run.
   */
  readonly state: 'done' | 'pending' | 'unfinished' | 'missing' | 'tampered' | 'late';
  /** Statements done. */
  readonly statements: number;
  /** Milliseconds; undefined until it is done. */
  readonly duration: number | undefined;
  readonly executedAt: Date | undefined;
  readonly executedBy: string | undefined;
  /** Why the last run ended, when it is unfinished. */
  readonly error: string | undefined;
}
