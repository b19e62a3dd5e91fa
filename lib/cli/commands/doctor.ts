import { defineCommand } from '../command';

/** `caspy doctor`: what is wrong with the set-up, and what to do about it. */
export const doctor = defineCommand()({
  command: 'doctor',
  describe: 'Check installation, config, entities, connection, nodes and schema',
  options: {},
  builder: (yargs) =>
    yargs.epilogue(
      '✓ is fine, ! is a warning, ✗ has to be fixed. Exit code 0: nothing to fix; 1: something does not work; ' +
        '4: everything works, and something does not fit (two copies of a package, a table that is missing).',
    ),
  run: async (args, context) => {
    const { runDoctor } = await import('../doctor/run-doctor.js');
    return runDoctor(args, context);
  },
});
