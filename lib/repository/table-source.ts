import { BoundedCache } from './bounded-cache';
import type { EntityTable } from './entity-table';

/** Where a repository finds its table, at each call. */
export type TableSource<E extends object> = () => EntityTable<E>;

/** Keyspaces whose tables one repository keeps at hand. */
const KEPT = 256;

/**
 * The table in the keyspace that the present call belongs to. An entity that names a keyspace of its own stays there:
 * it is shared by all.
 *
 * @param keyspace of the present call; undefined leaves the table where it is
 */
export function scopedSource<E extends object>(
  table: EntityTable<E>,
  keyspace: () => string | undefined,
): TableSource<E> {
  if (table.metadata.keyspace !== undefined) return () => table;
  const known = new BoundedCache<EntityTable<E>>(KEPT);
  return () => {
    const name = keyspace();
    return name === undefined ? table : known.getOrMake(name, () => table.inKeyspace(name));
  };
}

/** The same source with a change, which is made once for each table. */
export function changedSource<E extends object>(
  source: TableSource<E>,
  change: (table: EntityTable<E>) => EntityTable<E>,
): TableSource<E> {
  const changed = new WeakMap<EntityTable<E>, EntityTable<E>>();
  return () => {
    const table = source();
    let known = changed.get(table);
    if (known === undefined) {
      known = change(table);
      changed.set(table, known);
    }
    return known;
  };
}
