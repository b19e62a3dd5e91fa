import { defineCommand } from '../command';

/** `caspy schema snapshot`: the schema as a file to be checked in. */
export const schemaSnapshot = defineCommand()({
  command: 'snapshot',
  describe: 'Write the schema as JSON, for `schema diff --snapshot`',
  options: {
    output: { type: 'string', alias: 'o', requiresArg: true, describe: 'The file; stdout unless set' },
    from: {
      type: 'string',
      choices: ['server', 'entities'] as const,
      requiresArg: true,
      describe: 'Whose schema; that of the server unless set',
    },
  },
  builder: (yargs) =>
    yargs
      .example('$0 schema snapshot -o schema.snapshot.json', 'what the server has now')
      .example('$0 schema snapshot --from entities', 'what the entities want; no connection'),
  run: async (args, context) => {
    const { runSnapshot } = await import('../schema/run-snapshot.js');
    return runSnapshot(args, context);
  },
});
