/** Where a local Cassandra comes from. */
export type CassandraSource = 'environment' | 'docker' | 'java';

/** One setting of cassandra.yaml; some, such as `client_encryption_options`, have settings of their own inside. */
export type YamlValue = string | number | boolean | { readonly [name: string]: YamlValue };

/** What {@link LocalCassandra.start} takes. Everything has a default. */
export interface LocalCassandraOptions {
  /** How many nodes. Three nodes need about 1.2 GB of memory each. Default 1. */
  readonly nodes?: 1 | 3;
  /** Password login, with the default superuser (see `credentials`). Default false: anyone may connect. */
  readonly authentication?: boolean;
  /** Top-level settings of cassandra.yaml, which replace those of caspy's own template. Nested ones need Java. */
  readonly config?: Readonly<Record<string, YamlValue>>;
  /** How long the nodes may take until they answer, in milliseconds; a first download is not counted. Default 120,000, and 240,000 for three nodes. */
  readonly startTimeout?: number;
  /** Told what happens, one short line each. */
  readonly onProgress?: (message: string) => void;
  /** The version of Cassandra, for example `5.0.8`. Default: the version this caspy was tested with. */
  readonly version?: string;
  /** The Java heap of each node, for example `512m` or `2g`. Default `1g`, and `640m` each with three nodes. */
  readonly heap?: string;
  /** Leave the data folder in place at `stop()`; its path is `cassandra.folder`. Java only. Default false. */
  readonly keepData?: boolean;
  /** Use this source and no other. Default: the first one of environment, Docker and Java that can give what is asked. */
  readonly source?: CassandraSource;
}

/** One node of a local Cassandra. */
export interface CassandraNode {
  readonly address: string;
  /** The port of the native protocol (CQL). */
  readonly port: number;
  /** The process of the node, when it runs on Java and is alive. */
  readonly pid?: number;
}

/** Cassandra's default superuser, which exists from the first start. */
export interface LocalCredentials {
  readonly username: string;
  readonly password: string;
}

/** Options with every default filled in. */
export interface LaunchPlan {
  readonly nodes: 1 | 3;
  readonly authentication: boolean;
  readonly config: Readonly<Record<string, YamlValue>>;
  readonly startTimeout: number;
  readonly onProgress: (message: string) => void;
  readonly version: string;
  readonly heap: string;
  readonly keepData: boolean;
  /** Nodes outlive this process: no watchdog, and no clean-up at the next start. For a command that starts and returns. */
  readonly detached: boolean;
}

export const defaultVersion = '5.0.8';

export const defaultCredentials: LocalCredentials = { username: 'cassandra', password: 'cassandra' };

export const defaultDataCenter = 'datacenter1';

/** Fills the defaults in. */
export function resolvePlan(options: LocalCassandraOptions): LaunchPlan {
  const nodes = options.nodes ?? 1;
  return {
    nodes,
    authentication: options.authentication ?? false,
    config: options.config ?? {},
    startTimeout: options.startTimeout ?? (nodes === 1 ? 120_000 : 240_000),
    onProgress: options.onProgress ?? (() => undefined),
    version: options.version ?? defaultVersion,
    heap: options.heap ?? (nodes === 1 ? '1g' : '640m'),
    keepData: options.keepData ?? false,
    detached: false,
  };
}
