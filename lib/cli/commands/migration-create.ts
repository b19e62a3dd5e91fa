import { defineCommand } from '../command';
import { EXIT } from '../exit-code';
import { FILE_OPTIONS } from '../migrations/file-options';

/** `caspy migration create <name>`: an empty file, without a connection. */
export const migrationCreate = defineCommand<{ readonly name?: string }>()({
  command: 'create <name>',
  describe: 'Write an empty migration',
  options: FILE_OPTIONS,
  builder: (yargs) =>
    yargs
      .positional('name', { type: 'string', describe: 'What it does: add-user-email' })
      .example('$0 migration create add-user-email', 'a file of CQL, with a part that undoes it')
      .example('$0 migration create fill-countries --format ts --dir src/migrations', 'a script'),
  run: async (args, context) => {
    const { loadProject } = await import('../project/load-project.js');
    const { createMigration } = await import('../../data-source/migrations/write-migration.js');
    const { printFile } = await import('../migrations/print-file.js');
    const { options } = await loadProject(args, context, { optional: true });
    const { name = '', format, dir: directory } = args;
    const place = { ...options, baseDirectory: options.baseDirectory ?? context.io.host.cwd() };
    await printFile(context.io, await createMigration({ name, format, directory }, place));
    return EXIT.ok;
  },
});
