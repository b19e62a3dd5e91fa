import { defineCommand } from '../command';
import { EXIT } from '../exit-code';

/** `caspy describe <entity|table>`: everything about one table. */
export const describe = defineCommand<{ readonly name?: string }>()({
  command: 'describe <name>',
  describe: 'Show keys, columns, indexes, options and DDL of an entity or a table',
  options: {
    server: { type: 'boolean', describe: 'As the server has it, not as the entity says' },
  },
  builder: (yargs) =>
    yargs
      .positional('name', { type: 'string', describe: 'An entity, or a table that no entity maps' })
      .example('$0 describe user', 'what the entity says; no connection')
      .example('$0 describe users --server', 'what the server has')
      .example('$0 describe system.local', 'a table that no entity maps'),
  run: async (args, context) => {
    const { runDescribe } = await import('../describe/run-describe.js');
    const { printDescription } = await import('../output/print-description.js');
    await printDescription(context.io, await runDescribe(args.name ?? '', args, context));
    return EXIT.ok;
  },
});
