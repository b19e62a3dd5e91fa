import { policies } from 'cassandra-driver';
import type { LocalCassandra } from '../../../../lib/testing';
import type { DataSourceOptions } from 'caspy';

/** Options that send every request to one node of a cluster. */
export function pinnedTo(cassandra: LocalCassandra, node: number): DataSourceOptions {
  const { contactPoints, port, localDataCenter } = cassandra;
  const address = contactPoints[node]!;
  const { AllowListPolicy, RoundRobinPolicy } = policies.loadBalancing;
  const loadBalancing = new AllowListPolicy(new RoundRobinPolicy(), [`${address}:${port}`]);
  return {
    ...{ contactPoints: [address], port, localDataCenter, requestTimeout: 60_000 },
    driver: { policies: { loadBalancing } },
  };
}
