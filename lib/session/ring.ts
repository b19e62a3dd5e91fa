import type { Client, token } from 'cassandra-driver';
import { types } from 'cassandra-driver';

/** Where the tokens of a cluster are, as far as a scan needs it. */
export interface Ring {
  /** The tokens of all nodes, ascending, each once. Empty where they are unknown. */
  readonly tokens: readonly bigint[];
  /** Nodes that are up. */
  readonly nodes: number;
}

/**
 * The ring as the driver knows it; undefined where tokens are no 64-bit numbers, as under any partitioner but
 * Murmur3Partitioner, which is the default of Cassandra since 1.2.
 */
export function ringOf(client: Client): Ring | undefined {
  const nodes = client.hosts.values().filter((host) => host.isUp()).length;
  // The driver leaves the set out until it has read the tokens, which its typings do not say.
  const ranges = client.metadata.getTokenRanges() as Set<token.TokenRange> | undefined;
  const ends = [...(ranges ?? [])].map(({ end }) => end);
  if (ends.some((end) => end.getType().code !== types.dataTypes.bigint)) return undefined;
  const tokens = [...new Set(ends.map((end) => BigInt(String(end.getValue()))))];
  return { tokens: tokens.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)), nodes };
}

/** What the driver takes for the routing key of a request to the replicas of a token. */
export function routingToken(client: Client, value: bigint): token.Token {
  return client.metadata.newToken(value.toString());
}
