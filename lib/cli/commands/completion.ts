import { usageError } from '../cli-error';
import { defineCommand } from '../command';
import { EXIT } from '../exit-code';

/** `caspy completion <shell>`: the script that teaches a shell to complete. */
export const completion = defineCommand<{ readonly shell?: string }>()({
  command: 'completion <shell>',
  describe: 'Print the completion script of bash, zsh or fish',
  options: {},
  builder: (yargs) =>
    yargs
      .positional('shell', { type: 'string', describe: 'bash, zsh or fish' })
      .example('source <($0 completion bash)', 'in ~/.bashrc')
      .example('source <($0 completion zsh)', 'in ~/.zshrc, behind compinit')
      .example('$0 completion fish | source', 'in ~/.config/fish/config.fish'),
  run: async (args, context) => {
    const { SCRIPTS } = await import('../completion/scripts.js');
    const script = SCRIPTS.get(args.shell ?? '');
    if (script === undefined)
      throw usageError(`There is no completion for '${args.shell ?? ''}'.`, 'Name bash, zsh or fish.');
    await context.io.stdout.write(script);
    return EXIT.ok;
  },
});
