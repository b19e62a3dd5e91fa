import type { SchemaChange } from '../../schema/diff/schema-change';
import type { SchemaModel } from '../../schema/model';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command';
import { EXIT, type ExitCode } from '../exit-code';
import type { GlobalArgs } from '../global-options';
import { loadModel, type ProjectModel } from '../project/load-model';
import { loadProject, type Project } from '../project/load-project';
import { changesJson, countChanges, printChanges, printJson } from './print-changes';
import { withSchema } from './with-schema';

interface DiffArgs extends GlobalArgs {
  readonly snapshot?: string | undefined;
  readonly ignore?: readonly string[] | undefined;
}

/** What differs between the entities and the server, or a snapshot; exit 4 when something does. */
export async function runDiff(args: DiffArgs, context: CommandContext): Promise<ExitCode> {
  const project = await loadProject(args, context);
  const model = await loadModel(project);
  const ignore = args.ignore?.flatMap((names) => names.split(','));
  const changes =
    args.snapshot === undefined
      ? await diffServer(project, model, ignore, context)
      : await diffSnapshot(project, model, ignore, args.snapshot);
  const { io } = context;
  if (io.json) await printJson(io, { equal: changes.length === 0, changes: changesJson(changes) });
  else await printChanges(io, changes);
  const what = args.snapshot ?? 'the server';
  if (changes.length === 0) {
    io.note(`The entities and ${what} agree.`);
    return EXIT.ok;
  }
  const extras = changes.filter(({ extra }) => extra).length;
  const further = extras === 0 ? '' : ` ${extras} of them ${extras === 1 ? 'is' : 'are'} needed by no entity.`;
  if (!io.json) io.notice(`The entities and ${what} differ: ${countChanges(changes)}.${further}`);
  return EXIT.findings;
}

async function diffServer(
  project: Project,
  model: ProjectModel,
  ignore: readonly string[] | undefined,
  context: CommandContext,
): Promise<readonly SchemaChange[]> {
  return withSchema(project, model, context, async ({ client }) => {
    const { readSchema } = await import('../../schema/read-schema.js');
    const wanted = await wantedModel(model, project.options.keyspace);
    return diff(wanted, await readSchema(client, namesOf(wanted)), ignore);
  });
}

/** Where no keyspace is configured, that of the snapshot is meant. */
async function diffSnapshot(
  { options }: Project,
  model: ProjectModel,
  ignore: readonly string[] | undefined,
  file: string,
): Promise<readonly SchemaChange[]> {
  const { readSnapshot } = await import('../../schema/snapshot/snapshot-file.js');
  const actual = await readSnapshot(file);
  const [only, ...others] = actual.keyspaces;
  const keyspace = options.keyspace ?? (others.length === 0 ? only?.name : undefined);
  return diff(await wantedModel(model, keyspace), actual, ignore);
}

async function diff(
  wanted: SchemaModel,
  actual: SchemaModel,
  ignore: readonly string[] | undefined,
): Promise<readonly SchemaChange[]> {
  const { diffSchemas } = await import('../../schema/diff/diff-schemas.js');
  return diffSchemas(wanted, actual, { ignore });
}

/** The model of the entities. @throws CliError when nobody says in which keyspace they are. */
export async function wantedModel(
  { tables, unusedTypes }: ProjectModel,
  keyspace: string | undefined,
): Promise<SchemaModel> {
  const { modelOf } = await import('../../schema/entity-model.js');
  const homeless = tables.find((table) => (table.view?.base() ?? table).keyspace === undefined);
  if (keyspace === undefined && homeless !== undefined) {
    throw usageError(`${homeless.name} names no keyspace, and none is configured.`, 'Name one by --keyspace.');
  }
  return modelOf(tables, keyspace, unusedTypes);
}

/** The keyspaces of a model. */
export function namesOf({ keyspaces }: SchemaModel): string[] {
  return keyspaces.map(({ name }) => name);
}
