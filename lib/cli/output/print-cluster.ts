import type { ClusterReport } from '../cluster/describe-cluster';
import type { Io } from './io';
import { printFacts } from './print-facts';
import { renderTable } from './table';

const COLUMNS = ['address', 'data centre', 'rack', 'cassandra', 'up', 'fastest ms', 'median ms'];

/** The cluster: facts first, then a line for each node; with `--json` one object. */
export async function printCluster(io: Io, report: ClusterReport): Promise<void> {
  if (io.json) return printFacts(io, { ...report });
  const { nodes, ...facts } = report;
  await printFacts(io, facts);
  const columns = COLUMNS.map((name, at) => ({ name, isKey: at === 0 }));
  const rows = nodes.map((node) => [
    node.address,
    node.dataCenter,
    node.rack,
    node.cassandra,
    node.up ? 'yes' : 'no',
    node.fastestMs,
    node.medianMs,
  ]);
  await io.stdout.write(`\n${renderTable(columns, rows, io.style)}\n`);
}
