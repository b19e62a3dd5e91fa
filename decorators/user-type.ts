import type { UserTypeOptions } from '../lib/metadata/options';
import { recordUserType } from '../lib/metadata/record';

/**
 * Makes a class a user-defined type of CQL; its `@Column` properties are the fields. Columns and fields of other
 * types use it as `() => Address`, alone or inside `list`, `set`, `map`, `tuple`, `vector` and `frozen`.
 *
 * Without a name, the type is called as the class in snake_case. A field takes the options `name`, `type`, `frozen`,
 * `transformer` and `as`. A value may be an instance or a plain object, and comes back as an instance: a field that is
 * null or was added after the value was stored is null, a collection that is null is empty. Written, a value replaces
 * the whole of the stored one, and fields that are undefined become null.
 *
 * Cassandra keeps a type per keyspace: it is created (`synchronize`) in the keyspace of each table that uses it.
 * Faults are found when the data source is initialized, all in one `MetadataError`.
 *
 * @example
 * ```ts
 * @UserType()
 * class Address {
 *   @Column() street!: string;
 *   @Column('int') zip!: number;
 * }
 *
 * @Table()
 * class User {
 *   @PartitionKey('uuid') id!: string;
 *   @Column(() => Address) home!: Address;
 *   @Column(list(() => Address)) previous!: Address[];
 * }
 * ```
 */
export function UserType(name?: string, options?: Omit<UserTypeOptions, 'name'>): ClassDecorator;
export function UserType(options?: UserTypeOptions): ClassDecorator;
export function UserType(nameOrOptions?: string | UserTypeOptions, options?: UserTypeOptions): ClassDecorator {
  const settings =
    typeof nameOrOptions === 'string' ? { ...options, name: nameOrOptions } : (nameOrOptions ?? options ?? {});
  return (target) => recordUserType(target, settings);
}
