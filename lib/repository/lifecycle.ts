import { HookError } from '../errors';
import type { HookEvent } from '../metadata/arguments';
import { HOOK_EVENTS, hookMethods } from '../metadata/hooks';
import type { EntityClass, TableMetadata } from '../metadata/table-metadata';

/** What a write does, as hooks see it. */
export type Operation = 'Insert' | 'Update' | 'Remove';

/** What a write is about. */
export interface HookTarget {
  /** Undefined where only a key is known. */
  readonly entity?: object | undefined;
  readonly key?: unknown;
  readonly changes?: object | undefined;
}

/** The subscribers of a data source, and itself for their events. */
export interface Subscribers {
  readonly dataSource: unknown;
  readonly list: readonly object[];
}

interface Listener {
  readonly subscriber: object;
  /** Undefined for one that listens to all entities. */
  readonly target: EntityClass | undefined;
}

/**
 * Runs the hooks of an entity, then the subscribers in the order of their list, each awaited before the next. What
 * throws before a write stops it; what throws after one is reported as a HookError, because the row is written.
 */
export class Lifecycle {
  readonly #metadata: TableMetadata;
  readonly #dataSource: unknown;
  readonly #listeners: readonly Listener[];
  /** Somebody listens to `afterLoad`. */
  readonly hearsLoads: boolean;

  constructor(metadata: TableMetadata, dataSource: unknown, listeners: readonly Listener[], hearsLoads: boolean) {
    this.#metadata = metadata;
    this.#dataSource = dataSource;
    this.#listeners = listeners;
    this.hearsLoads = hearsLoads;
  }

  before(operation: Operation, target: HookTarget): Promise<void> {
    return this.#run(`before${operation}`, target);
  }

  /** @throws HookError with the error of the hook as its cause. */
  async after(operation: Operation, target: HookTarget): Promise<void> {
    try {
      await this.#run(`after${operation}`, target);
    } catch (cause) {
      const done = operation === 'Remove' ? 'The row is deleted' : 'The row is written';
      const { name } = this.#metadata;
      throw new HookError(`${name}: an after${operation} hook failed. ${done}; the hook's error is the cause.`, {
        cause,
      });
    }
  }

  /** A write between its hooks; one that was not applied has none after it. */
  async around<R extends { readonly applied: boolean } | undefined>(
    operation: Operation,
    target: HookTarget,
    write: () => Promise<R>,
  ): Promise<R> {
    await this.before(operation, target);
    const result = await write();
    if (result?.applied !== false) await this.after(operation, target);
    return result;
  }

  /** Entities of one page, side by side. */
  async loaded(entities: readonly object[]): Promise<void> {
    await Promise.all(entities.map((entity) => this.#run('afterLoad', { entity })));
  }

  async #run(event: HookEvent, target: HookTarget): Promise<void> {
    const { entity } = target;
    const details = Object.freeze({ dataSource: this.#dataSource, metadata: this.#metadata, ...target });
    for (const method of entity === undefined ? [] : hookMethods(entity.constructor, event)) {
      await call(entity, method, [details]);
    }
    for (const listener of this.#listeners) {
      if (!concerns(listener, entity)) continue;
      await call(listener.subscriber, event, event === 'afterLoad' ? [entity, details] : [details]);
    }
  }
}

/** Classes that share a table share its lifecycle. */
function concerns({ target }: Listener, entity: object | undefined): boolean {
  if (target === undefined || entity === undefined || entity.constructor === Object) return true;
  return entity instanceof target;
}

async function call(owner: unknown, method: string, args: readonly unknown[]): Promise<void> {
  if (typeof owner !== 'object' || owner === null) return;
  const handler: unknown = Reflect.get(owner, method);
  if (typeof handler === 'function') await Reflect.apply(handler, owner, args);
}

/** The lifecycle of a table; undefined when nothing listens, so that nothing is paid for it. */
export function lifecycleOf(metadata: TableMetadata, subscribers: Subscribers | undefined): Lifecycle | undefined {
  const kinds = [...(metadata.inheritance?.kinds.values() ?? [])].map(({ target }) => target);
  const classes = [metadata.target, ...kinds];
  const listeners = (subscribers?.list ?? []).flatMap((subscriber): Listener[] => {
    const target = targetOf(subscriber);
    return target === undefined || classes.some((each) => isA(each, target)) ? [{ subscriber, target }] : [];
  });
  const heard = HOOK_EVENTS.filter((event) => classes.some((each) => hookMethods(each, event).length > 0));
  if (listeners.length === 0 && heard.length === 0) return undefined;
  const hearsLoads =
    heard.includes('afterLoad') || listeners.some(({ subscriber }) => Reflect.has(subscriber, 'afterLoad'));
  return new Lifecycle(metadata, subscribers?.dataSource, listeners, hearsLoads);
}

function targetOf(subscriber: object): EntityClass | undefined {
  const listenTo: unknown = Reflect.get(subscriber, 'listenTo');
  // What it returns is a class by its type; anything else matches no entity.
  return typeof listenTo === 'function' ? (Reflect.apply(listenTo, subscriber, []) as EntityClass) : undefined;
}

function isA(entity: EntityClass, target: EntityClass): boolean {
  return entity === target || entity.prototype instanceof target;
}
