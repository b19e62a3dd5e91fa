import { defineCommand } from '../command';
import { EXIT } from '../exit-code';

/** `caspy __complete -- <words>`: what the scripts of `caspy completion` call. Not in the help. */
export const complete = defineCommand<{ readonly words?: readonly string[] }>()({
  command: '__complete [words..]',
  // yargs' own mark of a command that the help leaves out.
  describe: false as unknown as string,
  options: {},
  run: async (_args, context) => {
    const { candidates } = await import('../completion/candidates.js');
    const { knownEntities } = await import('../completion/known-entities.js');
    const { COMMANDS } = await import('./all.js');
    const { GLOBAL_OPTIONS } = await import('../global-options.js');
    const { ACTIONS } = await import('./query-options.js');
    // As they were typed: yargs would read some of them as options.
    const words = process.argv.slice(process.argv.indexOf('--') + 1);
    const commands = COMMANDS.filter(({ command }) => !command.startsWith('__'));
    const entities = await knownEntities(context);
    const found = candidates(words, { commands, globals: GLOBAL_OPTIONS, actions: ACTIONS, entities });
    if (found.length > 0) await context.io.stdout.write(`${found.join('\n')}\n`);
    return EXIT.ok;
  },
});
