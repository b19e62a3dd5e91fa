import { BaseEntity, DataSource, QuerySet, Repository } from 'caspy';

/** What a method is not of, though reflection lists it. */
const NO_METHODS = new Set(['constructor', 'length', 'name', 'prototype']);

/** Methods under symbols are called by the language, without input. */
function methodsOf(name: string, owner: object): string[] {
  return Object.getOwnPropertyNames(owner)
    .filter((key) => !NO_METHODS.has(key) && typeof Object.getOwnPropertyDescriptor(owner, key)?.value === 'function')
    .map((key) => `${name}.${key}`);
}

/**
 * Every public method of the classes that users call, found by reflection.
 *
 * @param batch the prototype of a batch, whose class only the data source makes
 */
export function publicMethods(batch: object): string[] {
  return [
    ...methodsOf('DataSource', DataSource.prototype),
    ...methodsOf('Repository', Repository.prototype),
    ...methodsOf('QuerySet', QuerySet.prototype),
    ...methodsOf('Batch', batch),
    ...methodsOf('BaseEntity', BaseEntity),
    ...methodsOf('BaseEntity.prototype', BaseEntity.prototype),
  ].sort();
}
