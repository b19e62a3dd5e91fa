import { type DseClientOptions, ExecutionProfile, policies, types } from 'cassandra-driver';
import { AvoidingPolicy } from './avoiding-policy';
import { CONSISTENCY_CODES } from './consistency';
import { CredentialsAuthProvider } from './credentials-provider';
import type { ProfileOptions } from './options';
import type { ResolvedOptions } from './resolved-options';
import { unshown } from './unshown';

/** Statement texts that the driver and the pool keep; the driver alone keeps 500. */
export const MAX_PREPARED = 1000;

type TimestampGenerator = policies.timestampGeneration.TimestampGenerator;

const RECONNECT_BASE = 1000;
const RECONNECT_MAX = 30_000;
const LONGEST_CONNECT = 5000;
const SHORTEST_CONNECT = 1000;

/**
 * The driver's options for one session. Each session has policies of its own: they hold state of their client.
 * The codecs rest on `encoding`; retries are left to the pool, which alone knows the deadline.
 */
export function clientOptions(
  options: ResolvedOptions,
  timestamps: TimestampGenerator | undefined,
  keyspace?: string,
): DseClientOptions {
  const { driver } = options;
  return {
    applicationName: 'caspy',
    ...driver,
    ...where(options),
    ...(keyspace === undefined ? {} : { keyspace }),
    ...(options.credentials === undefined ? {} : { authProvider: new CredentialsAuthProvider(options.credentials) }),
    ...(options.tls === undefined ? {} : { sslOptions: unshown(options.tls) }),
    maxPrepared: driver.maxPrepared ?? MAX_PREPARED,
    encoding: { ...driver.encoding, map: Map, set: Set, useBigIntAsLong: true, useBigIntAsVarint: true },
    policies: driverPolicies(options, timestamps),
    pooling: {
      ...driver.pooling,
      coreConnectionsPerHost: {
        [types.distance.remote]: 1,
        ...driver.pooling?.coreConnectionsPerHost,
        [types.distance.local]: options.connectionsPerHost,
      },
    },
    profiles: [...options.profiles].map(([name, profile]) => executionProfile(name, profile)),
    protocolOptions: { ...driver.protocolOptions, port: options.port },
    queryOptions: { ...driver.queryOptions, ...levels(options), autoPage: false },
    socketOptions: socketOptions(options),
  };
}

function where({ cloud, contactPoints, localDataCenter }: ResolvedOptions): DseClientOptions {
  const dataCenter = localDataCenter === undefined ? {} : { localDataCenter };
  // The bundle may be a URL or a path; the driver's typings know that, with exact optional properties.
  return cloud === undefined ? { contactPoints: [...contactPoints], ...dataCenter } : { cloud, ...dataCenter };
}

function driverPolicies(
  { driver }: ResolvedOptions,
  timestamps: TimestampGenerator | undefined,
): NonNullable<DseClientOptions['policies']> {
  return {
    reconnection: new policies.reconnection.ExponentialReconnectionPolicy(RECONNECT_BASE, RECONNECT_MAX, false),
    ...driver.policies,
    ...(timestamps === undefined ? {} : { timestampGeneration: timestamps }),
    loadBalancing: new AvoidingPolicy(driver.policies?.loadBalancing ?? policies.defaultLoadBalancingPolicy()),
    retry: new policies.retry.FallthroughRetryPolicy(),
  };
}

type Levels = Pick<ProfileOptions, 'consistency' | 'serialConsistency'>;

function levels({
  consistency,
  serialConsistency,
}: Levels): Pick<ExecutionProfile, 'consistency' | 'serialConsistency'> {
  return {
    ...(consistency === undefined ? {} : { consistency: CONSISTENCY_CODES[consistency] }),
    ...(serialConsistency === undefined ? {} : { serialConsistency: CONSISTENCY_CODES[serialConsistency] }),
  };
}

function executionProfile(name: string, profile: ProfileOptions): ExecutionProfile {
  const { loadBalancing } = profile;
  return new ExecutionProfile(name, {
    ...levels(profile),
    ...(loadBalancing === undefined ? {} : { loadBalancing: new AvoidingPolicy(loadBalancing) }),
  });
}

/** The driver tries one contact point after the other: each gets its share of the time for the first connection. */
function socketOptions({ driver, contactPoints, connectTimeout, requestTimeout }: ResolvedOptions) {
  const share = Math.floor(connectTimeout / Math.max(1, contactPoints.length));
  return {
    connectTimeout: Math.max(SHORTEST_CONNECT, Math.min(LONGEST_CONNECT, share)),
    readTimeout: Math.max(SHORTEST_CONNECT, Math.min(LONGEST_CONNECT, requestTimeout, connectTimeout)),
    ...driver.socketOptions,
  };
}
