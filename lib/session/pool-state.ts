/** Latency of finished requests, in milliseconds, attempts and pauses included, the queue excluded. */
export interface LatencySummary {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** Open connections and requests on their way at one node. */
export interface HostConnections {
  readonly connections: number;
  readonly inFlight: number;
}

/** Whether caspy itself does what the driver would do, and if not, why. */
export interface FastPathState {
  readonly active: boolean;
  readonly reason?: string | undefined;
}

/** What the pool has done since it was made, and what it does now. */
export interface PoolMetrics {
  readonly inFlight: number;
  readonly queued: number;
  /** Requests that ended well. */
  readonly executed: number;
  /** Requests that failed, by error code. */
  readonly errors: Readonly<Record<string, number>>;
  readonly retries: number;
  readonly timeouts: number;
  readonly latency: LatencySummary;
  /** Distinct statement texts that the pool keeps prepared. */
  readonly preparedStatements: number;
  /** Whether prepared statements leave as frames of caspy's own (the option `fastEncode`). */
  readonly fastEncode: FastPathState;
  /** Whether results are decoded by caspy (the option `fastDecode`). */
  readonly fastDecode: FastPathState;
  /** By `address:port`, over all sessions. */
  readonly hosts: Readonly<Record<string, HostConnections>>;
}

/** A node as the driver sees it. */
export interface HostHealth {
  readonly address: string;
  readonly datacenter: string;
  readonly rack: string;
  readonly version: string;
  readonly up: boolean;
}

/** The answer of a health check; it never throws. */
export interface Health {
  readonly status: 'up' | 'down';
  /** Milliseconds of the probe. */
  readonly latency: number;
  readonly cluster: string | undefined;
  readonly version: string | undefined;
  readonly hosts: readonly HostHealth[];
  readonly error: { readonly code: string; readonly message: string } | undefined;
}
