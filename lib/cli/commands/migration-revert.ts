import { defineCommand } from '../command';
import { RUN_OPTIONS } from '../migrations/run-options';

/** `caspy migration revert`. */
export const migrationRevert = defineCommand()({
  command: 'revert',
  describe: 'Undo the migration that was run last; shows what it does, then asks',
  options: {
    to: { type: 'string', requiresArg: true, describe: 'All that are newer than this one: its name or timestamp' },
    ...RUN_OPTIONS,
  },
  builder: (yargs) =>
    yargs
      .example('$0 migration revert', 'the last one')
      .example('$0 migration revert --to 20260131120000', 'all behind it'),
  run: async (args, context) => {
    const { runRevert } = await import('../migrations/run-revert.js');
    return runRevert(args, context);
  },
});
