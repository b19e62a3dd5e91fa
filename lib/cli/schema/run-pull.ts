import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { PullResult } from '../../schema/pull/pull-entities';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command';
import { EXIT, type ExitCode } from '../exit-code';
import type { GlobalArgs } from '../global-options';
import { escapeControls } from '../output/escape';
import { loadProject, type Project } from '../project/load-project';
import { formatFiles } from './format-files';
import { printJson } from './print-changes';
import { withSchema } from './with-schema';

interface PullArgs extends GlobalArgs {
  readonly output?: string | undefined;
  readonly overwrite?: boolean | undefined;
  readonly tables?: readonly string[] | undefined;
}

/** Writes the entity classes of the keyspace. */
export async function runPull(args: PullArgs, context: CommandContext): Promise<ExitCode> {
  const { io } = context;
  const project = await loadProject(args, context);
  const folder = resolve(io.host.cwd(), args.output ?? 'src/entities');
  const pulled = await pull(
    project,
    args.tables?.flatMap((names) => names.split(',')),
    folder,
    context,
  );
  for (const { subject, message } of pulled.warnings) io.notice(`${subject}: ${message}`);
  const { writePulledFiles } = await import('../../schema/files/write-pulled-files.js');
  const files = await formatFiles(folder, pulled.files);
  context.signal.throwIfAborted();
  const { written, unchanged } = await writePulledFiles(folder, files, { overwrite: args.overwrite === true });
  const shown = (path: string): string => escapeControls(relative(io.host.cwd(), join(folder, path)));
  if (io.json) {
    const { warnings } = pulled;
    await printJson(io, { written: written.map(shown), unchanged: unchanged.map(shown), warnings });
  } else {
    await io.stdout.write(written.map((path) => `${shown(path)}\n`).join(''));
    const rest = unchanged.length === 0 ? '' : ` ${unchanged.length} had this text already.`;
    io.note(`Wrote ${written.length} ${written.length === 1 ? 'file' : 'files'}.${rest}`);
  }
  return EXIT.ok;
}

async function pull(
  project: Project,
  tables: readonly string[] | undefined,
  folder: string,
  context: CommandContext,
): Promise<PullResult> {
  const { keyspace: name, namingStrategy } = project.options;
  if (name === undefined) throw usageError('No keyspace is configured.', 'Name the one to pull by --keyspace.');
  const model = await withSchema(project, { tables: [], unusedTypes: [] }, context, async ({ client }) => {
    const { introspectKeyspace } = await import('../../schema/introspect/introspect-keyspace.js');
    return introspectKeyspace(client, name);
  });
  if (model === undefined) throw usageError(`There is no keyspace ${name}.`, 'Name another one by --keyspace.');
  const { pullEntities } = await import('../../schema/pull/pull-entities.js');
  return pullEntities(model, {
    ...(namingStrategy !== undefined && { namingStrategy }),
    ...(tables !== undefined && { tables }),
    importExtension: (await isModule(folder)) ? '.js' : '',
  });
}

/** Whether Node takes the files of a folder for ES modules, whose imports name the whole file. */
async function isModule(folder: string): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    const text = await readFile(join(at, 'package.json'), 'utf8').catch(() => undefined);
    if (text !== undefined) return /"type"\s*:\s*"module"/.test(text);
    if (at === dirname(at)) return false;
  }
}
