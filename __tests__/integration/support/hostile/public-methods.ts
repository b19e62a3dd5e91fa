import { BaseEntity, DataSource, QuerySet, Repository } from 'caspy';

/** What a method is not of, though reflection lists it. */
const NO_METHODS = new Set(['constructor', 'length', 'name', 'prototype']);

/** Methods that only subclasses inside of caspy call. */
const INTERNAL = new Set(['derive']);

/** Methods under symbols are called by the language, without input. */
function methodsOf(name: string, owner: object): string[] {
  return Object.getOwnPropertyNames(owner)
    .filter((key) => !NO_METHODS.has(key) && !INTERNAL.has(key))
    .filter((key) => typeof Object.getOwnPropertyDescriptor(owner, key)?.value === 'function')
    .map((key) => `${name}.${key}`);
}

/** Also those that a class inherits from other classes of caspy. */
function inheritedMethodsOf(name: string, prototype: object): string[] {
  const above = Object.getPrototypeOf(prototype) as object;
  const inherited = above === Object.prototype ? [] : inheritedMethodsOf(name, above);
  return [...new Set([...methodsOf(name, prototype), ...inherited])];
}

/**
 * Every public method of the classes that users call, found by reflection.
 *
 * @param batch the prototype of a batch, whose class only the data source makes
 */
export function publicMethods(batch: object): string[] {
  return [
    ...methodsOf('DataSource', DataSource.prototype),
    ...inheritedMethodsOf('Repository', Repository.prototype),
    ...methodsOf('QuerySet', QuerySet.prototype),
    ...methodsOf('Batch', batch),
    ...methodsOf('BaseEntity', BaseEntity),
    ...methodsOf('BaseEntity.prototype', BaseEntity.prototype),
  ].sort();
}
