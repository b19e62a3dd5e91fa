import type { ChildEntityOptions, TableInheritanceOptions } from '../lib/metadata/options';
import { recordChild, recordInheritance } from '../lib/metadata/record';

/**
 * Makes subclasses that carry `@ChildEntity()` live in the table of this class. A text column, the discriminator, says
 * of which class a row is; it is `type` unless named, and is added when the class declares no such property.
 *
 * The table has the columns of all children. Rows are read as instances of their class; a row with a value that no
 * class has is read as an instance of this one. A child's repository reads rows of the child and of its own children
 * only: when the discriminator is part of the primary key, it is put into each `where` and key; otherwise Cassandra
 * cannot look for it, so rows of other kinds are read and passed over.
 *
 * @example
 * ```ts
 * @Table()
 * @TableInheritance({ column: 'kind' })
 * class Animal {
 *   @PartitionKey('uuid') owner!: string;
 *   @ClusteringKey() name!: string;
 *   @Column() kind!: string;
 * }
 * @ChildEntity('dog')
 * class Dog extends Animal {
 *   @Column() breed!: string;
 * }
 * ```
 */
export function TableInheritance(options: TableInheritanceOptions = {}): ClassDecorator {
  return (target) => recordInheritance(target, { column: options.column ?? 'type', value: options.value });
}

/**
 * An entity in the table of its parent, which carries `@TableInheritance()`. The value is what the discriminator holds
 * in rows of this class; its name unless given. Keep values once there are rows: a renamed class needs its old value.
 *
 * @example
 * ```ts
 * @ChildEntity('dog')
 * class Dog extends Animal {}
 * ```
 */
export function ChildEntity(value?: ChildEntityOptions['value']): ClassDecorator {
  return (target) => recordChild(target, { value });
}
