import { ConfigurationError } from '../errors';
import { isSubscriberClass, isTableClass, isUserTypeClass } from '../metadata/registry';
import type { EntityClass } from '../metadata/table-metadata';
import { entityOf, isRepositoryClass } from './entity-repository';
import type { Injectable } from './tokens';
import { requireClass } from './tokens';

/** Methods that only a `Repository` of caspy has together. */
const REPOSITORY_METHODS = ['findPage', 'updateCollection', 'withKeyspace'] as const;

/**
 * The entity behind an item of `forFeature`.
 *
 * @throws ConfigurationError that names the class and the line to write, for everything that has no table.
 */
export function featureEntity(target: Injectable): EntityClass {
  requireClass('CaspyModule.forFeature', target);
  const { name } = target;
  if (isRepositoryClass(target)) return repositoryEntity(target);
  if (isTableClass(target)) return target;
  if (isOfAnotherCopy(target)) throw anotherCopy(name, 'Repository');
  if (isUserTypeClass(target)) {
    throw wrong(name, 'is a @UserType(), which lives in columns of tables and has no repository; list the tables');
  }
  if (isSubscriberClass(target)) {
    throw wrong(name, "is an @EventSubscriber(); list it in 'subscribers' of CaspyModule.forRoot()");
  }
  throw wrong(
    name,
    "has no @Table(): put @Table() above the class, imported from 'caspy'. Decorators of other packages do not count",
  );
}

function repositoryEntity(target: Parameters<typeof entityOf>[0]): EntityClass {
  const entity: unknown = entityOf(target);
  if (isTableClass(entity)) return entity;
  throw wrong(
    target.name,
    entity === undefined
      ? `is a repository and does not say of what: put @EntityRepository(TheEntity) above the class`
      : `says @EntityRepository() with something that is no class with @Table()`,
  );
}

function isOfAnotherCopy(target: Injectable): boolean {
  const prototype: unknown = target.prototype;
  return (
    typeof prototype === 'object' && prototype !== null && REPOSITORY_METHODS.every((method) => method in prototype)
  );
}

function anotherCopy(name: string, parent: string): ConfigurationError {
  return wrong(
    name,
    `extends the ${parent} of a second copy of caspy. 'npm ls caspy' shows both: remove one, for example by ` +
      `'npm dedupe'`,
  );
}

function wrong(name: string, reason: string): ConfigurationError {
  return new ConfigurationError(`CaspyModule.forFeature(): ${name || 'an anonymous class'} ${reason}.`);
}
