/** Twenty years in seconds: Cassandra refuses a longer time to live. */
export const MAX_TTL = 630_720_000;
