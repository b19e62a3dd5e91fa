import { randomBytes } from 'node:crypto';

/** Where a Cassandra is. */
export interface CassandraAddress {
  readonly contactPoints: readonly string[];
  readonly port: number;
  readonly localDataCenter: string;
}

/** What an instance of the board is told. */
export interface Settings extends CassandraAddress {
  readonly keyspace: string;
  /** Signs page tokens. Instances behind one load balancer need the same. */
  readonly pageTokenSecret: string;
  /** Milliseconds between two looks at a board that somebody watches. */
  readonly pollInterval: number;
  /** Milliseconds in which clients and load balancers learn that this instance goes, while it still answers. */
  readonly drainTime: number;
}

/** The settings of the environment, with defaults for a machine of one's own. */
export function readSettings(cassandra: CassandraAddress, env: NodeJS.ProcessEnv = process.env): Settings {
  const { contactPoints, port, localDataCenter } = cassandra;
  return {
    contactPoints,
    port,
    localDataCenter,
    keyspace: env.CASPY_KEYSPACE ?? 'caspy_board',
    pageTokenSecret: env.BOARD_PAGE_SECRET ?? randomBytes(32).toString('hex'),
    pollInterval: milliseconds(env, 'BOARD_POLL_MS', 1_000),
    drainTime: milliseconds(env, 'BOARD_DRAIN_MS', 2_000),
  };
}

function milliseconds(env: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const text = env[name];
  if (text === undefined) return otherwise;
  if (!/^\d{1,6}$/.test(text)) throw new Error(`${name} is a number of milliseconds, such as ${otherwise}.`);
  return Number(text);
}
