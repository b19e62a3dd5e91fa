import { defineCommand } from '../command';
import { EXIT } from '../exit-code';

/** `caspy info`: versions, and what the configuration comes to, without a connection. */
export const info = defineCommand()({
  command: 'info',
  describe: 'Show versions and what the configuration comes to',
  options: {},
  run: async (args, context) => {
    const { loadProject } = await import('../project/load-project.js');
    const { describeProject } = await import('../project/describe-project.js');
    const { printFacts } = await import('../output/print-facts.js');
    const project = await loadProject(args, context, { optional: true });
    await printFacts(context.io, await describeProject(project, context));
    return EXIT.ok;
  },
});
