import { defineCommand } from '../command';
import { EXIT } from '../exit-code';

/** `caspy connect`: whether the cluster can be reached, and what it is. */
export const connect = defineCommand()({
  command: 'connect',
  describe: 'Test the connection',
  options: {},
  run: async (args, context) => {
    const { loadProject } = await import('../project/load-project.js');
    const { withDataSource } = await import('../project/with-data-source.js');
    const { describeCluster } = await import('../project/describe-cluster.js');
    const { printFacts } = await import('../output/print-facts.js');
    const project = await loadProject(args, context);
    // Without the entities: a project that is not compiled yet can connect all the same.
    const facts = await withDataSource(project, [], context, describeCluster);
    await printFacts(context.io, facts);
    return EXIT.ok;
  },
});
