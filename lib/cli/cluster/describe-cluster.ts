import type { DataSource } from '../../data-source/data-source';
import { CliError } from '../cli-error';
import { type NodeReport, probeNodes } from './probe-nodes';

/** The cluster as `caspy connect` shows it. */
export interface ClusterReport {
  readonly cluster: string | null;
  readonly cassandra: string | null;
  readonly dataCenters: readonly string[];
  readonly nodesUp: number;
  readonly keyspace: string | null;
  /** The median of the fastest node. */
  readonly roundTripMs: number | null;
  readonly nodes: readonly Omit<NodeReport, 'schemaVersion' | 'clockAheadMs'>[];
}

/** @throws CliError when no node answers. */
export async function describeCluster(dataSource: DataSource, signal: AbortSignal): Promise<ClusterReport> {
  const { status, cluster, version, error } = await dataSource.health();
  if (status === 'down') {
    throw new CliError(error?.code ?? 'CASPY_CONNECTION', error?.message ?? 'The cluster does not answer.');
  }
  const reports = await probeNodes(dataSource, signal);
  const medians = reports.flatMap(({ medianMs }) => (medianMs === null ? [] : [medianMs]));
  return {
    cluster: cluster ?? null,
    cassandra: version ?? null,
    dataCenters: [...new Set(reports.flatMap(({ dataCenter }) => dataCenter ?? []))],
    nodesUp: reports.filter(({ up }) => up).length,
    keyspace: dataSource.keyspace ?? null,
    roundTripMs: medians.length === 0 ? null : Math.min(...medians),
    nodes: reports.map(({ schemaVersion: _version, clockAheadMs: _clock, ...node }) => node),
  };
}
