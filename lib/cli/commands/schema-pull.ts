import { defineCommand } from '../command';

/** `caspy schema pull`: entity classes out of a keyspace. */
export const schemaPull = defineCommand()({
  command: 'pull',
  describe: 'Write the entity classes of a keyspace that exists',
  options: {
    output: { type: 'string', alias: 'o', requiresArg: true, describe: 'Folder of the files [src/entities]' },
    overwrite: { type: 'boolean', describe: 'Replace files that are there' },
    tables: {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'Only these tables and views, separated by commas',
    },
  },
  builder: (yargs) =>
    yargs
      .example('$0 schema pull --keyspace shop', 'one file for each table, view and type')
      .example('$0 schema pull --tables users,orders -o src/models', 'some of them, elsewhere'),
  run: async (args, context) => {
    const { runPull } = await import('../schema/run-pull.js');
    return runPull(args, context);
  },
});
