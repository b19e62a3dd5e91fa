import { defineCommand } from '../command';

/** `caspy shell`: CQL and entities, interactively. */
export const shell = defineCommand()({
  command: 'shell',
  describe: 'Talk to the cluster in CQL and JavaScript, with the entities as objects',
  options: {
    write: { type: 'boolean', describe: 'Let CQL statements write; .write on does it later' },
  },
  builder: (yargs) =>
    yargs
      .example('$0 shell', 'SELECT * FROM users;   await User.filter({ age: MoreThan(18) }).first()')
      .example(`echo 'SELECT * FROM users;' | $0 shell`, 'statements from a pipe, the results on stdout')
      .epilogue(
        'A line that starts with a word of CQL is CQL and ends with a semicolon; anything else is JavaScript. The ' +
          'guard against writes is for CQL: JavaScript that says save() or delete() means it. Commands start with a ' +
          'dot: .help lists them. The history is kept in ~/.local/state/caspy/history (CASPY_HISTORY names another ' +
          'file; empty: none).',
      ),
  run: async (args, context) => {
    const { runShell } = await import('../shell/run-shell.js');
    return runShell(args, context);
  },
});
