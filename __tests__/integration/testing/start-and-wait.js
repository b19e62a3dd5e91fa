// Compiled by nobody: it loads the launcher through swc, starts a node, says where, and waits to be killed.
const { addHook } = require('./swc-require');

addHook();
const { LocalCassandra } = require('../../../lib/testing');

const timer = setInterval(() => undefined, 60_000);
LocalCassandra.start({ source: 'java', heap: '512m' }).then(
  (cassandra) => process.send({ folder: cassandra.folder, pid: cassandra.nodes[0].pid }),
  (error) => {
    console.error(error);
    clearInterval(timer);
    process.exitCode = 1;
  },
);
