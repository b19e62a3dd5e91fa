import { defineCommand } from '../command';
import { IGNORE_OPTION } from './schema-options';

/** `caspy schema sync`: makes the server what the entities want. */
export const schemaSync = defineCommand()({
  command: 'sync',
  describe: 'Create what the entities need; nothing is dropped unless that is allowed',
  options: {
    'dry-run': { type: 'boolean', describe: 'Show the plan, write nothing' },
    'allow-destructive': { type: 'boolean', describe: 'Also drop what no entity has; shows it and asks' },
    force: { type: 'boolean', describe: 'Do not ask' },
    wait: {
      type: 'number',
      requiresArg: true,
      describe: 'Seconds to wait for another process that does schema work (300)',
    },
    ...IGNORE_OPTION,
  },
  builder: (yargs) =>
    yargs
      .example('$0 schema sync --dry-run', 'the statements, none of them run')
      .example('$0 schema sync --allow-destructive', 'shows what will be lost, then asks'),
  run: async (args, context) => {
    const { runSync } = await import('../schema/run-sync.js');
    return runSync(args, context);
  },
});
