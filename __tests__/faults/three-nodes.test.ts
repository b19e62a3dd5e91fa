import { ThreeNodes } from './support/three-nodes';
import { bulkFaults } from './three-nodes/bulk';
import { clockFaults } from './three-nodes/clocks';
import { type Cluster, DEADLINE, FAULT_TIMEOUT, KEYSPACE } from './three-nodes/cluster';
import { contentionFaults } from './three-nodes/contention';
import { historyFaults } from './three-nodes/history';
import { nodeFaults } from './three-nodes/node-failures';
import { schemaChangeFaults } from './three-nodes/schema-changes';
import { soakFaults } from './three-nodes/soak';
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

const ALL = [nodeFaults, schemaChangeFaults, clockFaults, bulkFaults, contentionFaults, historyFaults, soakFaults];
for (const faults of ALL) faults(() => cluster);
