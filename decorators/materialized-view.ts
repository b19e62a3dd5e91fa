import type { MaterializedViewOptions } from '../lib/metadata/options';
import { recordView } from '../lib/metadata/record';

/**
 * Makes a class the read-only entity of a materialized view: the rows of another table under another key, kept up to
 * date by Cassandra. It declares its own keys and columns, each with the column name and type of the base table; its
 * primary key holds the whole primary key of the base, and at most one column more. A row whose key would hold a null
 * is not in the view.
 *
 * `synchronize` creates views after their tables. Writing to a view throws; write to its base. Cassandra calls views
 * experimental, and servers must allow them (`materialized_views_enabled`).
 *
 * @param base a function that gives the class of the base table, which may be declared later
 * @example
 * ```ts
 * @MaterializedView(() => User, 'users_by_email')
 * class UserByEmail {
 *   @PartitionKey() email!: string;
 *   @ClusteringKey('uuid') id!: string;
 *   @Column() name!: string;
 * }
 * const user = await dataSource.getRepository(UserByEmail).findOneBy({ email });
 * ```
 */
export function MaterializedView(
  base: () => new () => object,
  name: string,
  options?: Omit<MaterializedViewOptions, 'name'>,
): ClassDecorator;
export function MaterializedView(base: () => new () => object, options?: MaterializedViewOptions): ClassDecorator;
export function MaterializedView(
  base: () => new () => object,
  nameOrOptions?: string | MaterializedViewOptions,
  options?: MaterializedViewOptions,
): ClassDecorator {
  const settings =
    typeof nameOrOptions === 'string' ? { ...options, name: nameOrOptions } : (nameOrOptions ?? options ?? {});
  return (target) => recordView(target, base, settings);
}
