import type { Client, Host } from 'cassandra-driver';
import { CaspyError } from '../errors';
import type { Statement } from '../query/statement';
import type { Health, HostConnections, HostHealth } from './pool-state';
import type { RequestOptions, RowPage } from './request';

const PROBE: Statement = {
  cql: 'SELECT cluster_name, release_version FROM system.local',
  kind: 'read',
  idempotent: true,
  operation: 'health',
  parameterTypes: [],
};
const PROBE_OPTIONS: RequestOptions = { timeout: 2000, consistency: 'LOCAL_ONE' };

/** Asks one node for its name and version; answers `down` with the reason instead of throwing. */
export async function probeHealth(
  execute: (statement: Statement, parameters: readonly unknown[], options: RequestOptions) => Promise<RowPage>,
  hosts: () => readonly HostHealth[],
): Promise<Health> {
  const startedAt = performance.now();
  const elapsed = () => performance.now() - startedAt;
  try {
    const { rows } = await execute(PROBE, [], PROBE_OPTIONS);
    const [row] = rows;
    return {
      ...{ status: 'up', latency: elapsed(), hosts: hosts(), error: undefined },
      ...{ cluster: textOf(row?.cluster_name), version: textOf(row?.release_version) },
    };
  } catch (error) {
    const failure = { code: error instanceof CaspyError ? error.code : 'CASPY_DRIVER', message: messageOf(error) };
    return {
      status: 'down',
      latency: elapsed(),
      cluster: undefined,
      version: undefined,
      hosts: hosts(),
      error: failure,
    };
  }
}

/** The nodes as the driver sees them. */
export function hostHealth(client: Client | undefined): HostHealth[] {
  const hosts: Host[] = client?.hosts.values() ?? [];
  return hosts.map((host) => {
    const { address, datacenter, rack, cassandraVersion } = host;
    return { address, datacenter, rack, version: cassandraVersion, up: host.isUp() };
  });
}

/** Open connections and requests on their way, summed over the sessions. */
export function hostConnections(clients: readonly Client[]): Record<string, HostConnections> {
  const byAddress = new Map<string, HostConnections>();
  for (const client of clients) {
    const state = client.getState();
    for (const host of state.getConnectedHosts()) {
      const before = byAddress.get(host.address) ?? { connections: 0, inFlight: 0 };
      byAddress.set(host.address, {
        connections: before.connections + state.getOpenConnections(host),
        inFlight: before.inFlight + state.getInFlightQueries(host),
      });
    }
  }
  return Object.fromEntries(byAddress);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
