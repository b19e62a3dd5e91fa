import type { TableMetadata } from '../../metadata/table-metadata';
import { declinedError } from '../cli-error';
import { escapeControls } from '../output/escape';
import type { Io } from '../output/io';
import { jsonText } from '../output/json-value';
import { ask } from '../prompt';
import { type QueryRun, rowsText } from './query-run';

/** Without somebody to ask, only `--force` deletes. @throws CliError */
export function requireConsent(io: Io, { name }: TableMetadata, isForced: boolean): void {
  if (isForced || io.canAsk) return;
  throw declinedError(`Nothing of ${name} was deleted: this is no terminal, so nobody can be asked.`, 'Add --force.');
}

/** Counts, shows what will go, asks, and deletes by key. */
export async function runDelete(run: QueryRun): Promise<void> {
  const { context, request, querySet } = run;
  const { io } = context;
  const rows = await querySet.count();
  if (rows > 0) {
    if (!run.isForced) await confirm(run, rows);
    await querySet.delete();
  }
  if (io.json) await io.stdout.write(`${jsonText({ deleted: rows })}\n`);
  const { name } = request.table;
  io.notice(rows === 0 ? `No ${name} matches, nothing was deleted.` : `Deleted ${rowsText(rows)} of ${name}.`);
}

async function confirm({ context, request, filters }: QueryRun, rows: number): Promise<void> {
  const { host, errorColors } = context.io;
  const { name, tableName } = request.table;
  const target = `${rowsText(rows)} of ${name} (table ${tableName}) where ${filters.join(' and ')}`;
  // Not a note: nobody may be asked without being told what for.
  context.io.error(`${errorColors.bold(errorColors.yellow('Delete'))} ${escapeControls(target)}`);
  const answer = await ask(host, 'Really? [y/N] ', context.signal);
  if (!/^y(es)?$/i.test(answer.trim())) throw declinedError('Nothing was deleted.');
}
