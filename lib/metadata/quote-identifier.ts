/**
 * CQL keywords that cannot stand for a name without quotes, from the reserved list in Cassandra's CQL grammar. Quoting
 * one too many does no harm, so the list also holds the words that were reserved in some version only.
 */
const RESERVED = new Set(
  (
    'add allow alter and apply asc authorize batch begin by columnfamily create default delete desc describe drop ' +
    'entries execute from full grant if in index infinity insert into is keyspace limit materialized mbean mbeans ' +
    'modify nan norecursive not null of on or order primary rename replace revoke schema select set table to token ' +
    'truncate unlogged unset update use using view where with'
  ).split(' '),
);

const PLAIN = /^[a-z][a-z0-9_]*$/;

/**
 * A name as it stands in CQL: plain when Cassandra reads it back unchanged, else in double quotes with inner quotes
 * doubled. The one place where a name becomes CQL.
 */
export function quoteIdentifier(name: string): string {
  return PLAIN.test(name) && !RESERVED.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
