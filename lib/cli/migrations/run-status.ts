import type { MigrationStatus } from '../../schema/migrations/options';
import type { CommandContext } from '../command';
import { EXIT, type ExitCode } from '../exit-code';
import type { GlobalArgs } from '../global-options';
import { escapeJson } from '../output/escape';
import type { Io } from '../output/io';
import { jsonText } from '../output/json-value';
import { renderTable } from '../output/table';
import { withMigrations } from './with-migrations';

const COLUMNS = ['migration', 'state', 'statements', 'ms', 'when', 'by'].map((name, at) => ({ name, isKey: at < 2 }));

/** `caspy migration status`. Writes nothing, not even a table. */
export async function runStatus(args: GlobalArgs, context: CommandContext): Promise<ExitCode> {
  const statuses = await withMigrations(args, context, (dataSource) => dataSource.showMigrations());
  await printStatuses(context.io, statuses);
  return statuses.every(({ state }) => state === 'done') ? EXIT.ok : EXIT.findings;
}

async function printStatuses(io: Io, statuses: readonly MigrationStatus[]): Promise<void> {
  if (io.json) {
    await io.stdout.write(`${escapeJson(jsonText(statuses))}\n`);
    return;
  }
  if (statuses.length === 0) {
    io.notice('There are no migrations.');
    return;
  }
  const rows = statuses.map((status) => [
    ...[status.name, status.state, status.statements, status.duration ?? ''],
    ...[status.executedAt ?? '', status.executedBy ?? ''],
  ]);
  await io.stdout.write(`${renderTable(COLUMNS, rows, io.style)}\n`);
  for (const { name, error } of statuses) if (error !== undefined) io.notice(`${name}: ${error}`);
}
