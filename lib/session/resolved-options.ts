import type { ConnectionOptions } from 'node:tls';
import type { ClientOptions } from 'cassandra-driver';
import type { ConsistencyLevel, SerialConsistency } from '../metadata/options';
import { consoleLogger, LOG_TOPICS, type Logger, type LoggingOption, type LogTopic } from './logger';
import type { Credentials, CredentialsProvider, ProfileOptions, SessionPoolOptions } from './options';

/** Options after validation, with every default in place. */
export interface ResolvedOptions {
  readonly contactPoints: readonly string[];
  readonly localDataCenter: string | undefined;
  readonly port: number;
  readonly credentials: Credentials | CredentialsProvider | undefined;
  readonly tls: ConnectionOptions | undefined;
  readonly verifiesTls: boolean;
  readonly cloud: { readonly secureConnectBundle: string | URL } | undefined;
  readonly maxInFlight: number;
  readonly queueLimit: number;
  readonly queueTimeout: number;
  readonly drainTimeout: number;
  readonly connectionsPerHost: number;
  readonly profiles: ReadonlyMap<string, ProfileOptions>;
  readonly consistency: ConsistencyLevel;
  readonly serialConsistency: SerialConsistency | undefined;
  readonly requestTimeout: number;
  readonly connectTimeout: number;
  readonly retry: RetrySettings;
  readonly topics: ReadonlySet<LogTopic>;
  readonly logger: Logger;
  readonly slowQueryThreshold: number;
  readonly logParameters: boolean;
  readonly fastDecode: boolean;
  readonly fastEncode: boolean;
  readonly driver: ClientOptions;
}

/** How a request is repeated. */
export interface RetrySettings {
  readonly attempts: number;
  readonly baseDelay: number;
  readonly maxDelay: number;
  readonly budget: number;
}

/** Fills in the defaults; the options must have been validated. */
export function resolveOptions(options: SessionPoolOptions): ResolvedOptions {
  return {
    ...connectionOptions(options),
    ...poolOptions(options),
    profiles: new Map(Object.entries(options.profiles ?? {})),
    consistency: options.consistency ?? 'LOCAL_QUORUM',
    serialConsistency: options.serialConsistency,
    requestTimeout: options.requestTimeout ?? 5000,
    connectTimeout: options.connectTimeout ?? 10_000,
    retry: {
      attempts: options.retry?.attempts ?? 3,
      baseDelay: options.retry?.baseDelay ?? 50,
      maxDelay: options.retry?.maxDelay ?? 1000,
      budget: options.retry?.budget ?? 0.2,
    },
    topics: logTopics(options.logging),
    logger: options.logger ?? consoleLogger,
    slowQueryThreshold: options.slowQueryThreshold ?? Infinity,
    logParameters: options.logParameters ?? false,
    fastDecode: options.fastDecode ?? false,
    fastEncode: options.fastEncode ?? true,
    driver: options.driver ?? {},
  };
}

function connectionOptions(options: SessionPoolOptions) {
  return {
    contactPoints: options.contactPoints ?? [],
    localDataCenter: options.localDataCenter,
    port: options.port ?? 9042,
    credentials: options.credentials,
    tls: tlsOptions(options),
    verifiesTls: options.insecureSkipVerify !== true,
    cloud: options.cloud,
  };
}

function poolOptions({ pool = {} }: SessionPoolOptions) {
  return {
    maxInFlight: pool.maxInFlight ?? 256,
    queueLimit: pool.queueLimit ?? 65_536,
    queueTimeout: pool.queueTimeout ?? 30_000,
    drainTimeout: pool.drainTimeout ?? 10_000,
    connectionsPerHost: pool.connectionsPerHost ?? 1,
  };
}

/** The driver alone does not verify certificates; here only `insecureSkipVerify` turns that off. */
function tlsOptions({ ssl, insecureSkipVerify }: SessionPoolOptions): ConnectionOptions | undefined {
  if (ssl === undefined || ssl === false) return undefined;
  const given = ssl === true ? {} : ssl;
  return { minVersion: 'TLSv1.2', ...given, rejectUnauthorized: insecureSkipVerify !== true };
}

function logTopics(logging: LoggingOption | undefined): ReadonlySet<LogTopic> {
  if (logging === undefined) return new Set<LogTopic>(['warn']);
  if (logging === false) return new Set();
  return new Set(logging === true || logging === 'all' ? LOG_TOPICS : logging);
}
