import { resolve } from 'node:path';
import type { SchemaModel } from '../../schema/model';
import type { SchemaClient } from '../../schema/schema-client';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command';
import { EXIT, type ExitCode } from '../exit-code';
import type { GlobalArgs } from '../global-options';
import { loadModel } from '../project/load-model';
import { loadProject } from '../project/load-project';
import { namesOf, wantedModel } from './run-diff';
import { withSchema } from './with-schema';

interface SnapshotArgs extends GlobalArgs {
  readonly output?: string | undefined;
  readonly from?: string | undefined;
}

/** The schema as a document to be checked in: what the server has or, without a connection, what the entities want. */
export async function runSnapshot(args: SnapshotArgs, context: CommandContext): Promise<ExitCode> {
  const { io } = context;
  const project = await loadProject(args, context);
  const model = await loadModel(project);
  const wanted = await wantedModel(model, project.options.keyspace);
  const schema =
    args.from === 'entities'
      ? wanted
      : await withSchema(project, model, context, ({ client }) => readServer(client, wanted));
  const { formatSnapshot } = await import('../../schema/snapshot/format-snapshot.js');
  if (args.output === undefined) {
    await io.stdout.write(formatSnapshot(schema));
    return EXIT.ok;
  }
  const { writeSnapshot } = await import('../../schema/snapshot/snapshot-file.js');
  try {
    await writeSnapshot(resolve(io.host.cwd(), args.output), schema);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw usageError(
      `--output: ${args.output} cannot be written: ${reason}.`,
      'Name a file in a folder that exists.',
      error,
    );
  }
  io.note(`Wrote ${args.output}.`);
  return EXIT.ok;
}

/** @throws CliError when one of the keyspaces does not exist: the file would say that it is empty. */
async function readServer(client: SchemaClient, wanted: SchemaModel): Promise<SchemaModel> {
  const { readSchema } = await import('../../schema/read-schema.js');
  const names = namesOf(wanted);
  const found = await readSchema(client, names);
  const missing = names.find((name) => !found.keyspaces.some((keyspace) => keyspace.name === name));
  if (missing === undefined) return found;
  throw usageError(`There is no keyspace ${missing}.`, 'Name another one by --keyspace.');
}
