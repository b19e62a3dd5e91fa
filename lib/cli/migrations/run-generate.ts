import { loadEntities } from '../../data-source/load-entities';
import type { MigrationFormat } from '../../schema/migrations/render-migration';
import type { CommandContext } from '../command';
import { EXIT, type ExitCode } from '../exit-code';
import type { GlobalArgs } from '../global-options';
import { escapeControls } from '../output/escape';
import type { Io } from '../output/io';
import { jsonText } from '../output/json-value';
import { loadProject } from '../project/load-project';
import { withDataSource } from '../project/with-data-source';
import { printFile } from './print-file';

interface GenerateArgs extends GlobalArgs {
  readonly name?: string;
  readonly format?: MigrationFormat | undefined;
  readonly dir?: string | undefined;
  readonly 'allow-destructive'?: boolean | undefined;
  readonly 'dry-run'?: boolean | undefined;
  readonly check?: boolean | undefined;
}

/** `caspy migration generate`. No difference is no failure. */
export async function runGenerate(args: GenerateArgs, context: CommandContext): Promise<ExitCode> {
  const { io } = context;
  const project = await loadProject(args, context);
  const { entities = [], baseDirectory = process.cwd() } = project.options;
  const { name = '', format, dir: directory } = args;
  const isCheck = args.check === true;
  const dryRun = isCheck || args['dry-run'] === true;
  const { changes, text, file } = await withDataSource(
    project,
    await loadEntities(entities, baseDirectory),
    context,
    (dataSource) =>
      dataSource.generateMigration({
        ...{ name, format, directory, dryRun },
        allowDestructive: args['allow-destructive'],
      }),
  );
  if (text === undefined) {
    if (io.json) await io.stdout.write(`${jsonText({ changes: 0 })}\n`);
    io.notice('The keyspace is what the entities want: there is nothing to migrate.');
    return EXIT.ok;
  }
  if (file !== undefined) await printFile(io, file);
  else await printText(io, text, changes.length);
  const held = changes.filter(({ class: of }) => of === 'impossible' || of === 'destructive').length;
  if (held > 0 && args['allow-destructive'] !== true) {
    io.notice(`${held} of ${changes.length} changes stand there as comments: they need a decision.`);
  }
  return isCheck ? EXIT.findings : EXIT.ok;
}

async function printText(io: Io, text: string, changes: number): Promise<void> {
  await io.stdout.write(io.json ? `${jsonText({ changes, text })}\n` : escapeControls(text, '\n'));
}
