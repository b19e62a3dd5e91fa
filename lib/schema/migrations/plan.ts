import { MigrationError } from '../../errors';
import type { HistoryRow } from './history-row';
import type { LoadedMigration } from './migration';
import { byTimestamp, timestampOf } from './migration-name';
import type { RevertMigrationOptions, RunMigrationsOptions } from './options';
import type { PlannedMigration } from './run-migration';

const UNDONE: ReadonlySet<string> = new Set(['reverting', 'revert-failed']);

/** What must be run, oldest first. */
export interface RunPlan {
  readonly migrations: readonly PlannedMigration[];
  /** Files that were changed after they had been run, when that is accepted. */
  readonly changed: readonly { readonly migration: LoadedMigration; readonly row: HistoryRow }[];
}

/**
 * Compares files with the history. Pure.
 *
 * @param migrations by timestamp
 * @param history by timestamp
 * @throws MigrationError that names each file that is missing, was changed or comes too late.
 */
export function planRun(
  migrations: readonly LoadedMigration[],
  history: readonly HistoryRow[],
  { to, allowOutOfOrder, acceptChanged }: RunMigrationsOptions,
): RunPlan {
  const rows = new Map(history.map((row) => [row.name, row]));
  requireFiles(migrations, history);
  requireNoneReverting(history);
  const changed = migrations.flatMap((migration) => {
    const row = rows.get(migration.name);
    return row !== undefined && isTampered(migration, row) ? [{ migration, row }] : [];
  });
  const [first] = changed;
  if (first !== undefined && acceptChanged !== true) throw tampered(changed.map(({ migration }) => migration.name));
  const last = to === undefined ? undefined : find(migrations, to).name;
  const pending = migrations.filter(({ name }) => rows.get(name)?.state !== 'done' && isUpTo(name, last));
  if (allowOutOfOrder !== true) requireOrder(pending, history);
  return {
    changed,
    migrations: pending.map((migration) => ({ migration, steps: migration.up, row: rows.get(migration.name) })),
  };
}

/** What must be reverted, newest first. Pure. @throws MigrationError */
export function planRevert(
  migrations: readonly LoadedMigration[],
  history: readonly HistoryRow[],
  { to, fake }: RevertMigrationOptions,
): PlannedMigration[] {
  const files = new Map(migrations.map((migration) => [migration.name, migration]));
  const newestFirst = [...history].reverse();
  const half = history.find(({ state }) => state === 'running' || state === 'failed');
  if (half !== undefined) throw unfinished(half.name, 'run', 'revert');
  const until = to === undefined ? undefined : findInHistory(history, to);
  const chosen =
    until === undefined ? newestFirst.slice(0, 1) : newestFirst.filter(({ name }) => byTimestamp({ name }, until) > 0);
  return chosen.map((row) => {
    const migration = files.get(row.name);
    if (migration === undefined) throw missing([row.name]);
    if (migration.down === undefined && fake !== true) throw irreversible(migration);
    return { migration, steps: migration.down ?? { kind: 'cql', statements: [] }, row };
  });
}

/** Whether a file is another one than that which was run. Unfinished ones may be corrected. */
export function isTampered({ kind, checksum }: LoadedMigration, row: HistoryRow): boolean {
  // A script and what the compiler made of it differ, and both are the same migration.
  return row.state === 'done' && row.kind === kind && row.checksum !== checksum;
}

/** Whether a pending migration is older than one that was run. */
export function isLate(name: string, history: readonly HistoryRow[]): boolean {
  const newest = history.findLast(({ state }) => state === 'done');
  return newest !== undefined && byTimestamp({ name }, newest) < 0;
}

function isUpTo(name: string, last: string | undefined): boolean {
  return last === undefined || byTimestamp({ name }, { name: last }) <= 0;
}

function requireFiles(migrations: readonly LoadedMigration[], history: readonly HistoryRow[]): void {
  const files = new Set(migrations.map(({ name }) => name));
  const without = history.filter(({ name }) => !files.has(name)).map(({ name }) => name);
  if (without.length > 0) throw missing(without);
}

function requireNoneReverting(history: readonly HistoryRow[]): void {
  const half = history.find(({ state }) => UNDONE.has(state));
  if (half !== undefined) throw unfinished(half.name, 'revert', 'run');
}

function requireOrder(pending: readonly LoadedMigration[], history: readonly HistoryRow[]): void {
  const begun = new Set(history.map(({ name }) => name));
  const late = pending.filter(({ name }) => !begun.has(name) && isLate(name, history)).map(({ name }) => name);
  if (late.length === 0) return;
  throw new MigrationError(
    'CASPY_MIGRATION_OUT_OF_ORDER',
    `${late.join(', ')}: older than a migration that was run already, so other clusters may run them in another order. ` +
      'Give the file a newer timestamp, or allow it by allowOutOfOrder: true (--allow-out-of-order).',
    { details: { migrations: late } },
  );
}

function find(migrations: readonly LoadedMigration[], wanted: string): LoadedMigration {
  const found = migrations.find(({ name }) => isCalled(name, wanted));
  if (found !== undefined) return found;
  throw unknown(wanted, 'has a file');
}

function findInHistory(history: readonly HistoryRow[], wanted: string): HistoryRow {
  const found = history.find(({ name }) => isCalled(name, wanted));
  if (found !== undefined) return found;
  throw unknown(wanted, 'was run');
}

function isCalled(name: string, wanted: string): boolean {
  return name === wanted || String(timestampOf(name)) === wanted;
}

function unknown(wanted: string, what: string): MigrationError {
  return new MigrationError(
    'CASPY_MIGRATION_UNKNOWN',
    `No migration '${wanted}' ${what}. Name one by its whole name or by its timestamp.`,
    { details: { to: wanted } },
  );
}

function missing(names: readonly string[]): MigrationError {
  return new MigrationError(
    'CASPY_MIGRATION_MISSING',
    `${names.join(', ')}: run once, but the file is not there. Bring it back, or check 'migrations' of the options: ` +
      'an older state of the project cannot migrate what a newer one has.',
    { details: { migrations: names } },
  );
}

function tampered(names: readonly string[]): MigrationError {
  return new MigrationError(
    'CASPY_MIGRATION_TAMPERED',
    `${names.join(', ')}: changed after it had been run. Put it back and write another migration; when the change makes ` +
      'no difference, take it as it is by acceptChanged: true (--accept-changed).',
    { details: { migrations: names } },
  );
}

function unfinished(name: string, first: string, then: string): MigrationError {
  return new MigrationError(
    'CASPY_MIGRATION_UNFINISHED',
    `${name}: its ${first} ended half-way, so nothing can be ${then === 'run' ? 'run' : 'reverted'} yet. ` +
      `Finish it first, by '${first}'.`,
    { details: { migration: name } },
  );
}

function irreversible({ name, kind }: LoadedMigration): MigrationError {
  const way = kind === 'cql' ? "a line '-- caspy:down' and statements behind it" : 'a method down()';
  return new MigrationError(
    'CASPY_MIGRATION_IRREVERSIBLE',
    `${name} says nothing about how it is undone. Write ${way}, or a migration that undoes it.`,
    { details: { migration: name } },
  );
}
