import { ConfigurationError } from '../errors';
import { HOOK_EVENTS } from '../metadata/hooks';
import { isSubscriberClass } from '../metadata/registry';
import { globFiles, loadModule } from './load-entities';
import type { SubscriberSource } from './subscriber';

/**
 * One instance of each subscriber, in the order of the list.
 *
 * @throws ConfigurationError when a glob matches none, a file cannot be loaded, or a class listens to nothing.
 */
export async function loadSubscribers(sources: readonly SubscriberSource[], baseDirectory: string): Promise<object[]> {
  const classes = new Set<new () => object>();
  for (const source of sources) {
    const found = typeof source === 'string' ? await fromGlob(source, baseDirectory) : [source];
    for (const each of found) classes.add(each);
  }
  return [...classes].map(instanceOf);
}

async function fromGlob(pattern: string, baseDirectory: string): Promise<(new () => object)[]> {
  const found: (new () => object)[] = [];
  for (const file of await globFiles(pattern, baseDirectory)) {
    found.push(...Object.values(await loadModule(file, 'subscriber')).filter(isSubscriberClass));
  }
  if (found.length > 0) return found;
  throw new ConfigurationError(
    `The subscribers glob '${pattern}' matches no class with @EventSubscriber() below ${baseDirectory}. Is the project compiled?`,
  );
}

function instanceOf(source: new () => object): object {
  const isClass: unknown = typeof source === 'function';
  if (isClass !== true) {
    throw new ConfigurationError(`'subscribers' holds classes and globs, and one of its items is neither.`);
  }
  const subscriber = new source();
  if (HOOK_EVENTS.some((event) => typeof Reflect.get(subscriber, event) === 'function')) return subscriber;
  throw new ConfigurationError(`${source.name} listens to nothing: it has none of ${HOOK_EVENTS.join(', ')}.`);
}
