import type { DataSource } from '../../data-source/data-source';
import { CliError } from '../cli-error';
import type { Facts } from '../output/print-facts';

/** The cluster as `caspy connect` shows it. @throws CliError when it does not answer. */
export async function describeCluster(dataSource: DataSource): Promise<Facts> {
  // The first round prepares the way; the second one is what a request takes.
  await dataSource.health();
  const { status, cluster, version, latency, hosts, error } = await dataSource.health();
  if (status === 'down') {
    throw new CliError(error?.code ?? 'CASPY_CONNECTION', error?.message ?? 'The cluster does not answer.');
  }
  return {
    cluster,
    cassandra: version,
    dataCenters: [...new Set(hosts.map(({ datacenter }) => datacenter))],
    nodes: hosts.map(({ address, up }) => (up ? address : `${address} (down)`)),
    nodesUp: hosts.filter(({ up }) => up).length,
    keyspace: dataSource.keyspace ?? null,
    roundTripMs: Math.round(latency * 10) / 10,
  };
}
