import type { MigrationRun } from '../../schema/migrations/options';
import { escapeControls, escapeJson } from '../output/escape';
import type { Io } from '../output/io';
import { jsonText } from '../output/json-value';
import { renderTable } from '../output/table';

const COLUMNS = ['migration', 'statements', 'ms'].map((name, at) => ({ name, isKey: at === 0 }));

/** What was run or reverted. */
export async function printRuns(io: Io, runs: readonly MigrationRun[], none: string): Promise<void> {
  if (io.json) {
    await io.stdout.write(
      `${escapeJson(jsonText(runs.map(({ name, statements, duration }) => ({ name, statements, duration }))))}\n`,
    );
    return;
  }
  if (runs.length === 0) {
    io.notice(none);
    return;
  }
  const rows = runs.map(({ name, statements, duration }) => [name, statements, duration]);
  await io.stdout.write(`${renderTable(COLUMNS, rows, io.style)}\n`);
}

/** What would be sent, as CQL that may be read and run by hand. */
export async function printPlan(io: Io, runs: readonly MigrationRun[], none: string): Promise<void> {
  if (io.json) {
    await io.stdout.write(`${escapeJson(jsonText(runs))}\n`);
    return;
  }
  if (runs.length === 0) io.notice(none);
  else await io.stdout.write(`${runs.map(planText).join('\n\n')}\n`);
}

/** One migration as CQL under its name. */
export function planText({ name, cql = [], note }: MigrationRun): string {
  const head = `-- ${name}${note === undefined ? '' : ` (${note})`}`;
  const lines = cql.map((statement) => (statement.startsWith('--') ? statement : `${statement};`));
  return escapeControls([head, ...lines].join('\n'), '\n');
}
