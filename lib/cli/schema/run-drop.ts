import type { SchemaChange } from '../../schema/diff/schema-change';
import type { KeyspaceModel, SchemaModel, TableModel, TypeModel } from '../../schema/model';
import type { SchemaClient } from '../../schema/schema-client';
import { quoteIdentifier } from '../../types/cql-identifier';
import type { CommandContext } from '../command';
import { EXIT, type ExitCode } from '../exit-code';
import type { GlobalArgs } from '../global-options';
import { escapeControls } from '../output/escape';
import { loadProject } from '../project/load-project';
import { loadTables } from '../project/load-tables';
import { requireConsent } from './consent';
import { printJson } from './print-changes';
import { namesOf, wantedModel } from './run-diff';
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
  const tables = await loadTables(project);
  const wanted = await wantedModel(tables, project.options.keyspace);
  const dropped = await withSchema(project, tables, context, async ({ client }) => {
    const changes = await plan(client, wanted);
    if (changes.length === 0) return [];
    for (const change of changes) io.error(await describe(client, change, context));
    const question = `Drop ${changes.length === 1 ? 'it' : `all ${changes.length}`}?`;
    await requireConsent(context, question, 'Nothing was dropped', args.force === true);
    return run(client, changes, context);
  });
  if (io.json) await printJson(io, { dropped });
  else for (const statement of dropped) await io.stdout.write(`${escapeControls(statement)};\n`);
  if (dropped.length === 0) io.note('There is nothing to drop: the server has no table of the entities.');
  return EXIT.ok;
}

/** A diff against a keyspace without anything gives the statements in the order that Cassandra takes them in. */
async function plan(client: SchemaClient, wanted: SchemaModel): Promise<readonly SchemaChange[]> {
  const [{ diffSchemas }, { readSchema }] = await Promise.all([
    import('../../schema/diff/diff-schemas.js'),
    import('../../schema/read-schema.js'),
  ]);
  const { typesUsedBy } = await import('../../schema/types-by-need.js');
  const actual = await readSchema(client, namesOf(wanted));
  const parts = actual.keyspaces.map((keyspace): KeyspaceModel => {
    const own = wanted.keyspaces.find(({ name }) => name === keyspace.name);
    const isOwn = (list: readonly { readonly name: string; readonly foreign?: true }[] = []) =>
      new Set(list.filter(({ foreign }) => foreign !== true).map(({ name }) => name));
    const [ownTables, ownViews, ownTypes] = [isOwn(own?.tables), isOwn(own?.views), isOwn(own?.types)];
    const rest = [
      ...keyspace.tables.filter(({ name }) => !ownTables.has(name)),
      ...keyspace.types.filter(({ name }) => !ownTypes.has(name)).map(asTable),
    ];
    const used = typesUsedBy(rest, keyspace.types);
    return {
      ...keyspace,
      // Cassandra drops no table that has a view, whoever made it.
      views: keyspace.views.filter(({ name, base }) => ownViews.has(name) || ownTables.has(base)),
      tables: keyspace.tables.filter(({ name }) => ownTables.has(name)).map((table) => ({ ...table, indexes: [] })),
      types: keyspace.types.filter(({ name }) => ownTypes.has(name) && !used.has(name)),
    };
  });
  const nothing = parts.map(({ name }) => ({ name, types: [], tables: [], views: [] }));
  return diffSchemas({ keyspaces: nothing }, { keyspaces: parts });
}

/** A type uses others as a table does. */
function asTable({ name, fields }: TypeModel): TableModel {
  return {
    name,
    columns: fields.map((field) => ({ ...field, kind: 'regular' })),
    indexes: [],
    options: {},
    dropped: [],
  };
}

async function describe(
  client: SchemaClient,
  { kind, subject }: SchemaChange,
  { io }: CommandContext,
): Promise<string> {
  const { bold, red } = io.errorColors;
  const what = kind.replace('drop-', '');
  const rows = kind === 'drop-table' ? `, ${await countRows(client, subject)}` : '';
  return `${bold(red('Drop'))} ${what} ${escapeControls(subject)}${rows}`;
}

async function countRows(client: SchemaClient, subject: string): Promise<string> {
  const target = subject.split('.').map(quoteIdentifier).join('.');
  let rows = 0;
  try {
    // A literal of this program's own: reading all of a large table takes too long.
    for await (const _ of client.rows(`SELECT * FROM ${target} LIMIT ${COUNTED + 1}`)) rows += 1;
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
