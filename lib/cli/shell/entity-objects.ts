import type { DataSource } from '../../data-source/data-source';
import type { EntityClass } from '../../metadata/table-metadata';

/**
 * The entities as they stand in the shell: `User.filter(…)`, `User.save(…)`, `new User()`. An active record has these
 * methods; any other class gets those of its repository.
 */
export function entityObjects(dataSource: DataSource): Record<string, object> {
  const objects = dataSource.entityMetadatas.map(
    ({ name, target }) => [name, entityObject(dataSource, target)] as const,
  );
  return Object.fromEntries(objects);
}

function entityObject(dataSource: DataSource, target: EntityClass): object {
  if (typeof Reflect.get(target, 'filter') === 'function') return target;
  return new Proxy(target, {
    get: (own, key): unknown => {
      if (key in own) return Reflect.get(own, key, own);
      const repository = dataSource.getRepository(own);
      const value: unknown = Reflect.get(repository, key, repository);
      return typeof value === 'function' ? (value.bind(repository) as unknown) : value;
    },
  });
}

/** The methods that an entity has in the shell, for completion. */
export function entityMethods(dataSource: DataSource, target: EntityClass): string[] {
  const owner: object = typeof Reflect.get(target, 'filter') === 'function' ? target : dataSource.getRepository(target);
  const names = new Set<string>();
  for (let each: unknown = owner; isOwner(each); each = Object.getPrototypeOf(each)) {
    for (const name of Object.getOwnPropertyNames(each)) names.add(name);
  }
  for (const name of ['constructor', 'length', 'name', 'prototype']) names.delete(name);
  return [...names].toSorted();
}

function isOwner(value: unknown): value is object {
  return value !== null && value !== Object.prototype && value !== Function.prototype;
}
