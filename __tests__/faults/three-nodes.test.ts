import { ThreeNodes } from './support/three-nodes';
import { bulkFaults } from './three-nodes/bulk';
import { clockFaults } from './three-nodes/clocks';
import { type Cluster, DEADLINE, FAULT_TIMEOUT, KEYSPACE } from './three-nodes/cluster';
import { contentionFaults } from './three-nodes/contention';
import { nodeFaults } from './three-nodes/node-failures';
import { schemaChangeFaults } from './three-nodes/schema-changes';
import { Account, Entry, Hits, Journal } from './three-nodes/tables';

let cluster: Cluster;

beforeAll(async () => {
  const nodes = await ThreeNodes.start();
  const entities = [Entry, Journal, Hits, Account];
  const dataSource = await nodes.dataSource({ keyspace: KEYSPACE, entities, requestTimeout: DEADLINE });
  cluster = { nodes, dataSource, connect: (options) => nodes.dataSource(options), where: nodes.where };
}, 600_000);
afterAll(async () => {
  await cluster.dataSource.destroy();
  await cluster.nodes.stop();
}, 60_000);

/** A test that failed half-way must not fail those after it. */
beforeEach(() => cluster.nodes.heal(cluster.dataSource), FAULT_TIMEOUT);

for (const faults of [nodeFaults, schemaChangeFaults, clockFaults, bulkFaults, contentionFaults]) faults(() => cluster);
