import { MetadataError } from '../lib/errors';
import type { IndexOptions } from '../lib/metadata/options';
import { recordIndex } from '../lib/metadata/record';
import { classOf } from './class-of';

/**
 * A secondary index, on a property or on the class. The planner uses it for queries that do not name the key.
 *
 * By default it is a storage-attached index (SAI, Cassandra 5); `using: 'legacy'` works on all versions and serves
 * equality only; `using: 'sasi'` serves `Like()`; a vector has an SAI index, for `annOf()`. On a collection, `target`
 * says what is indexed.
 *
 * @example
 * ```ts
 * @Index() @Column() email!: string;
 * @Index({ target: 'keys' }) @Column('map<text, text>') labels!: Map<string, string>;
 * @Index({ options: { case_sensitive: false } }) @Column() city!: string;
 * @Index({ using: 'sasi', options: { mode: 'CONTAINS' } }) @Column() title!: string;
 * @Index({ options: { similarity_function: 'DOT_PRODUCT' } }) @Column('vector<float, 3>') meaning!: number[];
 *
 * @Index('user_by_email', ['email'])
 * @Table()
 * class User {}
 * ```
 */
export function Index(options?: IndexOptions): PropertyDecorator;
export function Index(name: string, properties: readonly [string], options?: IndexOptions): ClassDecorator;
export function Index(
  nameOrOptions: string | IndexOptions = {},
  properties?: readonly string[],
  options: IndexOptions = {},
): (target: object, property?: string | symbol) => void {
  return (target, property) => {
    if (typeof nameOrOptions === 'string') {
      recordIndex(target, properties ?? [], { ...options, name: nameOrOptions });
      return;
    }
    if (typeof property !== 'string') {
      const path = typeof target === 'function' ? target.name : target.constructor.name;
      const message = `@Index() stands on a property. On a class write @Index('name', ['property']).`;
      throw new MetadataError([{ path, message }]);
    }
    recordIndex(classOf(target, property), [property], nameOrOptions);
  };
}
