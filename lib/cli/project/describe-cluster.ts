import type { DataSource } from '../../data-source/data-source';
import { CliError } from '../cli-error';

/** The cluster as `caspy connect` shows it. @throws CliError when it does not answer. */
export async function describeCluster(dataSource: DataSource): Promise<Readonly<Record<string, unknown>>> {
  const { status, cluster, version, latency, hosts, error } = await dataSource.health();
  if (status === 'down') {
    throw new CliError(error?.code ?? 'CASPY_CONNECTION', error?.message ?? 'The cluster does not answer.');
  }
  const up = hosts.filter((host) => host.up).length;
  return {
    cluster,
    cassandra: version,
    'data centres': [...new Set(hosts.map(({ datacenter }) => datacenter))],
    nodes: hosts.map(({ address, up: isUp }) => (isUp ? address : `${address} (down)`)),
    'nodes up': `${up} of ${hosts.length}`,
    keyspace: dataSource.keyspace,
    'round trip': `${latency.toFixed(1)} ms`,
  };
}
