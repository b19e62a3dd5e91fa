import type { TableOptions } from '../lib/metadata/options';
import { recordTable } from '../lib/metadata/record';

/**
 * Makes a class an entity: one table of Cassandra.
 *
 * Without a name, the table is called as the class in snake_case (`UserEvent` is `user_event`). Options that Cassandra
 * knows become `CREATE TABLE … WITH` options when `synchronize` creates the table. Faults in the model are found when
 * the data source is initialized, all in one `MetadataError`.
 *
 * @example
 * ```ts
 * @Table('messages', { comment: 'by room', ttl: 86_400 })
 * class Message {
 *   @PartitionKey('uuid') roomId!: string;
 *   @ClusteringKey('timeuuid', { order: 'DESC' }) id!: string;
 *   @Column() body!: string;
 * }
 * ```
 */
export function Table(name?: string, options?: Omit<TableOptions, 'name'>): ClassDecorator;
export function Table(options?: TableOptions): ClassDecorator;
export function Table(nameOrOptions?: string | TableOptions, options?: TableOptions): ClassDecorator {
  const settings =
    typeof nameOrOptions === 'string' ? { ...options, name: nameOrOptions } : (nameOrOptions ?? options ?? {});
  return (target) => recordTable(target, settings);
}
