import { defineCommand } from '../command';

/** `caspy migration status`. */
export const migrationStatus = defineCommand()({
  command: 'status',
  describe: 'List the migrations; exit 4 unless all are done',
  options: {},
  run: async (args, context) => {
    const { runStatus } = await import('../migrations/run-status.js');
    return runStatus(args, context);
  },
});
