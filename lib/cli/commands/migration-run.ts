import { defineCommand } from '../command';
import { RUN_OPTIONS } from '../migrations/run-options';

/** `caspy migration run`. */
export const migrationRun = defineCommand()({
  command: 'run',
  describe: 'Run what was not run yet, and go on with what ended half-way',
  options: {
    to: { type: 'string', requiresArg: true, describe: 'Up to this one: its name or timestamp' },
    ...RUN_OPTIONS,
    'allow-out-of-order': { type: 'boolean', describe: 'Also those that are older than one that was run' },
    'accept-changed': { type: 'boolean', describe: 'Take files that were changed after their run as they are now' },
  },
  builder: (yargs) =>
    yargs
      .example('$0 migration run', 'all that is pending')
      .example('$0 migration run --dry-run', 'the CQL that would be sent'),
  run: async (args, context) => {
    const { runMigrate } = await import('../migrations/run-migrate.js');
    return runMigrate(args, context);
  },
});
