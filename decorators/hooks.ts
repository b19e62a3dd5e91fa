import { MetadataError } from '../lib/errors';
import type { HookEvent } from '../lib/metadata/arguments';
import { recordHook } from '../lib/metadata/record';
import { classOf } from './class-of';

function hook(event: HookEvent): MethodDecorator {
  return (prototype, property, descriptor) => {
    const owner = classOf(prototype, property);
    if (typeof property === 'string' && typeof descriptor.value === 'function') {
      recordHook(owner, event, property);
      return;
    }
    const name = `@${event.charAt(0).toUpperCase()}${event.slice(1)}()`;
    throw new MetadataError([
      { path: `${owner.name}.${String(property)}`, message: `${name} stands on a method with a name.` },
    ]);
  };
}

/**
 * A method that runs before an entity is saved or inserted, and may change it; what it throws stops the write.
 *
 * It may be async, is inherited, and gets the event: `{ dataSource, metadata, entity }`. Cassandra's INSERT writes over
 * a row that exists, so `save` runs it each time.
 *
 * @example
 * ```ts
 * @BeforeInsert() makeSlug() { this.slug = slugify(this.title); }
 * ```
 */
export const BeforeInsert = (): MethodDecorator => hook('beforeInsert');

/** A method that runs once the row of a saved or inserted entity is written. */
export const AfterInsert = (): MethodDecorator => hook('afterInsert');

/** A method that runs before `entity.update(changes)`; the event holds the `changes`, which it may alter. */
export const BeforeUpdate = (): MethodDecorator => hook('beforeUpdate');

/** A method that runs once the changes of `entity.update(changes)` are written. */
export const AfterUpdate = (): MethodDecorator => hook('afterUpdate');

/** A method that runs before an entity is removed; what it throws stops that. */
export const BeforeRemove = (): MethodDecorator => hook('beforeRemove');

/** A method that runs once the row of a removed entity is deleted. */
export const AfterRemove = (): MethodDecorator => hook('afterRemove');

/** A method that runs on each entity that was read. Reads of single columns give no entities, and run none. */
export const AfterLoad = (): MethodDecorator => hook('afterLoad');
