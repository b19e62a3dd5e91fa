import { defineCommand } from '../command';

/** `caspy schema drop`: drops the tables of the entities. */
export const schemaDrop = defineCommand()({
  command: 'drop',
  describe: 'Drop the views, tables and types of the entities; shows them and asks',
  options: {
    force: { type: 'boolean', describe: 'Do not ask' },
  },
  builder: (yargs) => yargs.example('$0 schema drop', 'lists what goes, with its rows, then asks'),
  run: async (args, context) => {
    const { runDrop } = await import('../schema/run-drop.js');
    return runDrop(args, context);
  },
});
