import { DataSource } from '../data-source/data-source';
import { ConfigurationError } from '../errors';
import type { EntityClass } from '../metadata/table-metadata';
import { describeValue } from '../types/describe-value';
import type { RepositoryClass } from './entity-repository';
import { isRepositoryClass } from './entity-repository';

/** The name of a data source that was given none. */
export const DEFAULT_DATA_SOURCE = 'default';

/** What may be injected: an entity's repository, or a repository class of your own. */
export type Injectable = EntityClass | RepositoryClass;

interface Tokens {
  readonly byClass: WeakMap<object, string>;
  /** How many classes had a name so far. */
  readonly named: Map<string, number>;
}

const TOKENS = Symbol.for('caspy.nestjs.tokens');

/** On `globalThis`, because an application may load this module both as CommonJS and as an ES module. */
function tokens(): Tokens {
  // Nobody else writes under this symbol.
  const known = Reflect.get(globalThis, TOKENS) as Tokens | undefined;
  if (known !== undefined) return known;
  const made: Tokens = { byClass: new WeakMap(), named: new Map() };
  Reflect.set(globalThis, TOKENS, made);
  return made;
}

/** The name of a class, numbered from its second bearer on: two classes of one name never share a token. */
function nameOf(target: Injectable): string {
  const { byClass, named } = tokens();
  let name = byClass.get(target);
  if (name === undefined) {
    const count = (named.get(target.name) ?? 0) + 1;
    named.set(target.name, count);
    name = count === 1 ? target.name : `${target.name} #${count}`;
    byClass.set(target, name);
  }
  return name;
}

/**
 * The token of a repository, for tests and for providers of your own. It belongs to the class itself, never to its
 * name. Its text says what to import, because Nest prints it where it cannot find the repository.
 *
 * A repository class of your own is its own token in the default data source.
 *
 * @throws ConfigurationError for anything but a class, such as what a circular import leaves undefined.
 * @example
 * ```ts
 * { provide: getRepositoryToken(User), useValue: new FakeRepository(User) }
 * ```
 */
export function getRepositoryToken(target: Injectable, dataSource = DEFAULT_DATA_SOURCE): string | RepositoryClass {
  requireClass('getRepositoryToken', target);
  if (isRepositoryClass(target) && dataSource === DEFAULT_DATA_SOURCE) return target;
  const name = nameOf(target);
  const what = isRepositoryClass(target) ? name : `Repository<${name}>`;
  const source = dataSource === DEFAULT_DATA_SOURCE ? '' : `, '${dataSource}'`;
  return `${what} of CaspyModule.forFeature([${target.name}]${source})`;
}

/** The token of a data source: the class `DataSource` for the default one, a text for one with a name. */
export function getDataSourceToken(name = DEFAULT_DATA_SOURCE): string | typeof DataSource {
  return name === DEFAULT_DATA_SOURCE ? DataSource : `DataSource of CaspyModule.forRoot({ name: '${name}' })`;
}

/** @throws ConfigurationError for anything but a class. */
export function requireClass(caller: string, target: unknown): void {
  if (typeof target === 'function') return;
  if (target === undefined) {
    throw new ConfigurationError(
      `${caller}() got undefined in place of a class. Two files that import each other leave it so: move the ` +
        'class to a file of its own.',
    );
  }
  throw new ConfigurationError(`${caller}() takes a class, not ${describeValue(target)}.`);
}
