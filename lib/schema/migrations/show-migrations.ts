import type { HistoryRow } from './history-row';
import type { LoadedMigration } from './migration';
import { byTimestamp } from './migration-name';
import type { MigrationStatus } from './options';
import { isLate, isTampered } from './plan';

/** Files and history side by side, oldest first. Pure. */
export function showMigrations(
  migrations: readonly LoadedMigration[],
  history: readonly HistoryRow[],
): MigrationStatus[] {
  const files = new Map(migrations.map((migration) => [migration.name, migration]));
  const rows = new Map(history.map((row) => [row.name, row]));
  const names = [...new Set([...files.keys(), ...rows.keys()])].map((name) => ({ name })).toSorted(byTimestamp);
  return names.map(({ name }) => {
    const row = rows.get(name);
    return { name, state: stateOf(name, files.get(name), row, history), ...factsOf(row) };
  });
}

function stateOf(
  name: string,
  migration: LoadedMigration | undefined,
  row: HistoryRow | undefined,
  history: readonly HistoryRow[],
): MigrationStatus['state'] {
  if (migration === undefined) return 'missing';
  if (row === undefined) return isLate(name, history) ? 'late' : 'pending';
  if (row.state !== 'done') return 'unfinished';
  return isTampered(migration, row) ? 'tampered' : 'done';
}

function factsOf(row: HistoryRow | undefined): Omit<MigrationStatus, 'name' | 'state'> {
  const isDone = row?.state === 'done';
  return {
    statements: row?.statements ?? 0,
    duration: isDone ? row.duration : undefined,
    executedAt: row?.finishedAt ?? row?.startedAt,
    executedBy: row?.executedBy,
    error: row?.error,
  };
}
