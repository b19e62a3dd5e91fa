import type { SchemaChange } from '../../schema/diff/schema-change';
import type { SchemaClient } from '../../schema/schema-client';
import { quoteIdentifier } from '../../types/cql-identifier';
import type { CommandContext } from '../command';
import { EXIT, type ExitCode } from '../exit-code';
import type { GlobalArgs } from '../global-options';
import { escapeControls } from '../output/escape';
import { loadModel } from '../project/load-model';
import { loadProject } from '../project/load-project';
import { requireConsent } from './consent';
import { planDrop } from './plan-drop';
import { printJson } from './print-changes';
import { wantedModel } from './run-diff';
import { withSchema } from './with-schema';

/** Rows are counted up to here: a table may hold more than anybody wants to wait for. */
const COUNTED = 1000;

interface DropArgs extends GlobalArgs {
  readonly force?: boolean | undefined;
}

/** Drops what the entities have on the server: views, tables, and types that nothing else uses. */
export async function runDrop(args: DropArgs, context: CommandContext): Promise<ExitCode> {
  const { io } = context;
  const project = await loadProject(args, context);
  const model = await loadModel(project);
  const wanted = await wantedModel(model, project.options.keyspace);
  const dropped = await withSchema(project, model, context, async ({ client }) => {
    const { changes, keyColumns } = await planDrop(client, wanted);
    if (changes.length === 0) return [];
    for (const change of changes) io.error(await describe(client, change, keyColumns.get(change.subject), context));
    const question = `Drop ${changes.length === 1 ? 'it' : `all ${changes.length}`}?`;
    await requireConsent(context, question, 'Nothing was dropped', args.force === true);
    return run(client, changes, context);
  });
  if (io.json) await printJson(io, { dropped });
  else for (const statement of dropped) await io.stdout.write(`${escapeControls(statement)};\n`);
  if (dropped.length === 0) io.note('There is nothing to drop: the server has no table of the entities.');
  return EXIT.ok;
}

async function describe(
  client: SchemaClient,
  { kind, subject }: SchemaChange,
  keyColumn: string | undefined,
  { io }: CommandContext,
): Promise<string> {
  const { bold, red } = io.errorColors;
  const what = kind.replace('drop-', '');
  const rows =
    kind === 'drop-table' && keyColumn !== undefined ? `, ${await countRows(client, subject, keyColumn)}` : '';
  return `${bold(red('Drop'))} ${what} ${escapeControls(subject)}${rows}`;
}

async function countRows(client: SchemaClient, subject: string, keyColumn: string): Promise<string> {
  const target = subject.split('.').map(quoteIdentifier).join('.');
  // The limit is a number of this program's own: reading all of a large table takes too long.
  const cql = `SELECT ${quoteIdentifier(keyColumn)} FROM ${target} LIMIT ${COUNTED + 1}`;
  let rows = 0;
  try {
    for await (const _ of client.rows(cql)) rows += 1;
  } catch {
    return 'rows unknown: it cannot be read';
  }
  if (rows > COUNTED) return `more than ${COUNTED} rows`;
  return rows === 1 ? '1 row' : `${rows} rows`;
}

async function run(
  client: SchemaClient,
  changes: readonly SchemaChange[],
  { io, signal }: CommandContext,
): Promise<readonly string[]> {
  const progress = await io.progress('Dropping');
  try {
    const statements = changes.flatMap(({ cql }) => cql);
    for (const cql of statements) {
      signal.throwIfAborted();
      await client.change(cql);
    }
    return statements;
  } finally {
    progress.stop();
  }
}
