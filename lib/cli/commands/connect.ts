import { defineCommand } from '../command';
import { EXIT } from '../exit-code';

/** `caspy connect`: whether the cluster can be reached, what it is, and how far away each node is. */
export const connect = defineCommand()({
  command: 'connect',
  describe: 'Test the connection, and time each node',
  options: {},
  builder: (yargs) =>
    yargs
      .example('$0 connect', 'to the nodes of caspy.config.ts')
      .example('$0 connect --contact-points 10.0.0.5 --port 9042', 'to others, without a config'),
  run: async (args, context) => {
    const { loadProject } = await import('../project/load-project.js');
    const { withDataSource } = await import('../project/with-data-source.js');
    const { describeCluster } = await import('../cluster/describe-cluster.js');
    const { printCluster } = await import('../output/print-cluster.js');
    const project = await loadProject(args, context);
    // Without the entities: a project that is not compiled yet can connect all the same.
    const report = await withDataSource(project, [], context, async (dataSource) => {
      const progress = await context.io.progress('Timing the nodes');
      try {
        return await describeCluster(dataSource, context.signal);
      } finally {
        progress.stop();
      }
    });
    await printCluster(context.io, report);
    return EXIT.ok;
  },
});
