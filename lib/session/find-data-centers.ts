import { Client, policies } from 'cassandra-driver';
import { ConfigurationError } from '../errors';
import { clientOptions } from './client-options';
import { mapConnectError } from './map-connect-error';
import type { SessionPoolOptions } from './options';
import { resolveOptions } from './resolved-options';
import { validateOptions } from './validate-options';

/** Satisfies the check of the other options; no request is ever sent to it. */
const ANY = 'any';

/**
 * The names of the cluster's data centres, sorted: for a tool that was not told which is the local one. An application
 * must say so itself, or its requests may cross continents.
 *
 * @throws ConnectionError when no node can be reached, ConfigurationError when an option is wrong.
 */
export async function findDataCenters(options: SessionPoolOptions): Promise<string[]> {
  if (options.cloud !== undefined) throw new ConfigurationError('With cloud the bundle names the data centre.');
  const complete = { ...options, localDataCenter: ANY };
  validateOptions(complete);
  const resolved = { ...resolveOptions(complete), localDataCenter: undefined };
  const given = clientOptions(resolved, undefined);
  const client = new Client({
    ...given,
    policies: { ...given.policies, loadBalancing: new policies.loadBalancing.RoundRobinPolicy() },
    pooling: { ...given.pooling, warmup: false },
  });
  try {
    await client.connect();
    return [...new Set(client.hosts.values().map(({ datacenter }) => datacenter))].toSorted();
  } catch (error) {
    throw mapConnectError(error, resolved.contactPoints);
  } finally {
    await client.shutdown();
  }
}
