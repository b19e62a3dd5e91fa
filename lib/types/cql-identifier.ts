/** Words that CQL's grammar keeps for itself: as a name they must stand in double quotes. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'add allow alter and apply asc authorize batch begin by columnfamily create default delete desc describe drop ' +
    'entries execute from full grant if in index infinity insert into is keyspace limit materialized mbean mbeans ' +
    'modify nan norecursive not null of on or order primary rename replace revoke schema select set table to token ' +
    'truncate unlogged unset update use using view where with'
  ).split(' '),
);

const PLAIN = /^[a-z][a-z0-9_]*$/;

/** Whether a name means itself without quotes: Cassandra folds unquoted names to lower case. */
export function isPlainIdentifier(name: string): boolean {
  return PLAIN.test(name) && !RESERVED.has(name);
}

/**
 * A name as CQL text, in double quotes only when it must be, as Cassandra itself prints it. The one place where a name
 * becomes CQL.
 */
export function quoteIdentifier(name: string): string {
  return isPlainIdentifier(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
