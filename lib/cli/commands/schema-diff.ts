import { defineCommand } from '../command';
import { IGNORE_OPTION } from './schema-options';

/** `caspy schema diff`: what differs between the entities and the server. */
export const schemaDiff = defineCommand()({
  command: 'diff',
  describe: 'Show what differs between the entities and the server; exit 4 when something does',
  options: {
    snapshot: { type: 'string', requiresArg: true, describe: 'Compare with this snapshot, without a connection' },
    ...IGNORE_OPTION,
  },
  builder: (yargs) =>
    yargs
      .example('$0 schema diff', 'safe, destructive and impossible changes, by table')
      .example('$0 schema diff --snapshot schema.snapshot.json', 'for CI, where there is no server'),
  run: async (args, context) => {
    const { runDiff } = await import('../schema/run-diff.js');
    return runDiff(args, context);
  },
});
