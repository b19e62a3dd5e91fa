import type { ConnectionOptions } from 'node:tls';
import type { ClientOptions, policies } from 'cassandra-driver';
import type { ConsistencyLevel, SerialConsistency } from '../metadata/options';
import type { Logger, LoggingOption } from './logger';

/** User name and password of Cassandra's PasswordAuthenticator. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Asked at each new connection, so that a rotated password needs no restart. */
export type CredentialsProvider = () => Credentials | Promise<Credentials>;

/** Bounds of the pool. */
export interface PoolOptions {
  /**
   * Requests on their way at one time; 256 unless set. More of them rarely get more done, but each then takes longer, so
   * that a slow cluster misses deadlines. The driver fails beyond 2,048 on one connection.
   */
  readonly maxInFlight?: number | undefined;
  /** Requests that may wait for a place; 65,536 unless set. */
  readonly queueLimit?: number | undefined;
  /** Milliseconds that a request may wait for a place; 30,000 unless set. */
  readonly queueTimeout?: number | undefined;
  /** Milliseconds that `close()` gives the requests on their way; 10,000 unless set. */
  readonly drainTimeout?: number | undefined;
  /** Connections to each node of the local data centre; 1 unless set. */
  readonly connectionsPerHost?: number | undefined;
}

/** How often and how patiently a failed request is sent again. Only what is safe to repeat is repeated. */
export interface RetryOptions {
  /** Attempts in all, the first included; 3 unless set. */
  readonly attempts?: number | undefined;
  /** Milliseconds; the pause before attempt n is a random part of `baseDelay * 2 ** (n - 2)`; 50 unless set. */
  readonly baseDelay?: number | undefined;
  /** Longest pause in milliseconds; 1,000 unless set. */
  readonly maxDelay?: number | undefined;
  /** Retries per request over all requests, so that an outage is not multiplied; 0.2 unless set. */
  readonly budget?: number | undefined;
}

/** A named set of request options; a request asks for it with `profile: 'name'`. */
export interface ProfileOptions {
  readonly consistency?: ConsistencyLevel | undefined;
  readonly serialConsistency?: SerialConsistency | undefined;
  /** Milliseconds; as `requestTimeout`. */
  readonly timeout?: number | undefined;
  readonly loadBalancing?: policies.loadBalancing.LoadBalancingPolicy | undefined;
}

/** The connection part of a data source's options. */
export interface SessionPoolOptions {
  /** `host`, `host:port` or `[::1]:port`; any few nodes of the cluster, the others are found from them. */
  readonly contactPoints?: readonly string[] | undefined;
  /** The data centre whose nodes serve requests; mandatory with contact points. */
  readonly localDataCenter?: string | undefined;
  /** 9042 unless set. */
  readonly port?: number | undefined;
  readonly credentials?: Credentials | CredentialsProvider | undefined;
  /** `true`, or options of `tls.connect`. The server's certificate is always verified. */
  readonly ssl?: boolean | ConnectionOptions | undefined;
  /** Do not verify the server's certificate. Warns each time. */
  readonly insecureSkipVerify?: boolean | undefined;
  /** DataStax Astra: the path of the secure connect bundle, in place of contact points. */
  readonly cloud?: { readonly secureConnectBundle: string | URL } | undefined;
  readonly pool?: PoolOptions | undefined;
  readonly profiles?: Readonly<Record<string, ProfileOptions>> | undefined;
  /** LOCAL_QUORUM unless set (the driver alone would take LOCAL_ONE): reads see acknowledged writes. */
  readonly consistency?: ConsistencyLevel | undefined;
  /** SERIAL unless set, as in Cassandra itself. LOCAL_SERIAL is cheaper and agrees within one data centre only. */
  readonly serialConsistency?: SerialConsistency | undefined;
  /** Milliseconds over all attempts of a request, from leaving the queue; 5,000 unless set. */
  readonly requestTimeout?: number | undefined;
  /** Milliseconds for the first connection; 10,000 unless set. */
  readonly connectTimeout?: number | undefined;
  readonly retry?: RetryOptions | undefined;
  readonly logging?: LoggingOption | undefined;
  readonly logger?: Logger | undefined;
  /** Milliseconds from which a request counts as slow. */
  readonly slowQueryThreshold?: number | undefined;
  /** Hand bound values to the logger. They are user data: leave it off in production. */
  readonly logParameters?: boolean | undefined;
  /**
   * Decode results by code that is made for each sort of result, straight into entities, instead of cell by cell in the
   * driver; less than half the processor time for large pages. It reaches into the driver, so it is used only with
   * versions that are known and after a test at the first connection; `metrics().fastDecode` says whether it is. Off
   * unless set.
   */
  readonly fastDecode?: boolean | undefined;
  /**
   * Write the frames of prepared statements in one go, from values that are encoded already, and hand them to the
   * driver's request handler; its `execute` would take a third more processor time. It reaches into the driver, so it is
   * used only with versions that are known and after a test at the first request; `metrics().fastEncode` says whether
   * it is. On unless set to false.
   */
  readonly fastEncode?: boolean | undefined;
  /** Options of the driver's Client, merged underneath those above. */
  readonly driver?: ClientOptions | undefined;
}
