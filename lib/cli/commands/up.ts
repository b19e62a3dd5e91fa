import { defineCommand } from '../command';

/** `caspy up`: a real Cassandra in the background. */
export const up = defineCommand()({
  command: 'up',
  describe: 'Start a local Cassandra in the background, by Docker or Java',
  options: {
    nodes: { type: 'number', choices: [1, 3], requiresArg: true, describe: 'How many nodes (default: 1)' },
    source: { type: 'string', choices: ['docker', 'java'], requiresArg: true, describe: 'Use this and no other' },
  },
  builder: (yargs) =>
    yargs.epilogue(
      'It listens on 127.0.0.1:9042, or the next port that is free; three nodes on 127.0.0.1, .2 and .3. It outlives ' +
        'the terminal, and keeps its data: the next `caspy up` finds it again. `caspy down` stops it.',
    ),
  run: async (args, context) => {
    const { runUp } = await import('../local/run-up.js');
    return runUp(args, context);
  },
});
