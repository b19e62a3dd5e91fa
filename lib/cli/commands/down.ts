import { defineCommand } from '../command';

/** `caspy down`: stops what `caspy up` started. */
export const down = defineCommand()({
  command: 'down',
  describe: 'Stop the Cassandra that `caspy up` started; its data stays',
  options: {
    purge: { type: 'boolean', describe: 'Remove its data too, also that of earlier starts' },
    force: { type: 'boolean', alias: 'F', describe: 'Remove the data without asking' },
  },
  run: async (args, context) => {
    const { runDown } = await import('../local/run-down.js');
    return runDown(args, context);
  },
});
