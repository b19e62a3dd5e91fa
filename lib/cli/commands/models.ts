import { defineCommand } from '../command';
import { EXIT } from '../exit-code';

/** `caspy models`: the entities and their tables, without a connection. */
export const models = defineCommand()({
  command: 'models',
  describe: 'List the entities and their tables',
  options: {},
  run: async (args, context) => {
    const [{ loadProject }, { loadTables }, { printModels }] = await Promise.all([
      import('../project/load-project.js'),
      import('../project/load-tables.js'),
      import('../output/print-models.js'),
    ]);
    const project = await loadProject(args, context);
    await printModels(context.io, await loadTables(project));
    return EXIT.ok;
  },
});
