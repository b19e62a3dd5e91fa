/** Orders by name as Cassandra does, by code points and not by a locale; models list their parts in this order. */
export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
}

/** A record with its keys in order. */
export function sortedRecord(entries: Iterable<readonly [string, string]>): Readonly<Record<string, string>> {
  return Object.fromEntries([...entries].toSorted(([a], [b]) => byName({ name: a }, { name: b })));
}
