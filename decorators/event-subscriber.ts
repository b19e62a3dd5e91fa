import { recordSubscriber } from '../lib/metadata/record';

/**
 * Marks a class as a subscriber, which hears of the writes and reads of one entity or of all; list it, or a glob of
 * its files, in the data source's `subscribers`. It is made without arguments, once for each data source.
 *
 * @example
 * ```ts
 * @EventSubscriber()
 * class AuditTrail implements EntitySubscriber<User> {
 *   listenTo() { return User; }
 *   async afterInsert({ entity }: InsertEvent<User>) { await audit.log(entity.id); }
 * }
 * ```
 */
export function EventSubscriber(): ClassDecorator {
  return (target) => recordSubscriber(target);
}
