import { defineCommand } from '../command';

/** `caspy init`: what a project needs to start with. */
export const init = defineCommand()({
  command: 'init',
  describe: 'Write a config, an example entity and a compose file; overwrites nothing',
  options: {
    yes: { type: 'boolean', alias: 'y', describe: 'Ask nothing, take the defaults' },
  },
  builder: (yargs) =>
    yargs
      .example('$0 init', 'asks for the nodes, the data centre and the keyspace')
      .example('$0 init --yes --keyspace shop', 'asks nothing'),
  run: async (args, context) => {
    const { runInit } = await import('../init/run-init.js');
    return runInit(args, context);
  },
});
