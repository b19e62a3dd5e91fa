/**
 * `running` and `reverting` until the end, also after a kill; `failed` and `revert-failed` when the run could say so
 * itself. Those four are unfinished: the next run goes on with them.
 */
export type MigrationState = 'running' | 'failed' | 'done' | 'reverting' | 'revert-failed';

/** One migration in the history table. */
export interface HistoryRow {
  readonly name: string;
  readonly state: MigrationState;
  /** The run that wrote last; no other may write until it has taken the row over. */
  readonly run: string;
  readonly kind: string;
  readonly checksum: string;
  /** Statements done. */
  readonly statements: number;
  /** One entry a step done: a checksum of the statement, or a question with its answer. */
  readonly steps: readonly string[];
  /** The number of the statement that was sent last, when nobody has written down how it ended. */
  readonly attempted: number | undefined;
  readonly error: string | undefined;
  readonly startedAt: Date | undefined;
  readonly finishedAt: Date | undefined;
  /** Milliseconds, over all runs. */
  readonly duration: number;
  /** `user@host, process 4711`. */
  readonly executedBy: string;
  readonly caspyVersion: string;
}

/** The columns that `readHistoryRow` reads. */
export const HISTORY_COLUMNS =
  'name, state, run, kind, checksum, statements, steps, attempted, error, started_at, finished_at, duration, ' +
  'executed_by, caspy_version';

const STATES: readonly string[] = [
  'running',
  'failed',
  'done',
  'reverting',
  'revert-failed',
] satisfies MigrationState[];

/** A row as the driver reads it. What an older version did not write is empty. */
export function readHistoryRow(row: Readonly<Record<string, unknown>>): HistoryRow {
  return {
    name: textOf(row.name),
    state: isState(row.state) ? row.state : 'running',
    run: textOf(row.run),
    kind: textOf(row.kind),
    checksum: textOf(row.checksum),
    statements: numberOf(row.statements),
    steps: Array.isArray(row.steps) ? row.steps.map(textOf) : [],
    attempted: typeof row.attempted === 'number' ? row.attempted : undefined,
    error: typeof row.error === 'string' ? row.error : undefined,
    startedAt: row.started_at instanceof Date ? row.started_at : undefined,
    finishedAt: row.finished_at instanceof Date ? row.finished_at : undefined,
    duration: numberOf(row.duration),
    executedBy: textOf(row.executed_by),
    caspyVersion: textOf(row.caspy_version),
  };
}

function isState(value: unknown): value is MigrationState {
  return typeof value === 'string' && STATES.includes(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
