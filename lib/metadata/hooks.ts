import type { HookEvent } from './arguments';
import { recordedArguments } from './registry';

/** Everything that hooks and subscribers can hear of. */
export const HOOK_EVENTS = [
  'beforeInsert',
  'afterInsert',
  'beforeUpdate',
  'afterUpdate',
  'beforeRemove',
  'afterRemove',
  'afterLoad',
] as const satisfies readonly HookEvent[];

type Methods = ReadonlyMap<HookEvent, readonly string[]>;

const NONE: readonly string[] = [];
const known = new WeakMap<object, Methods>();

/** The methods of a class that hear of an event: those of its parents first, then in the order of declaration. */
export function hookMethods(target: unknown, event: HookEvent): readonly string[] {
  if (typeof target !== 'function') return NONE;
  let methods = known.get(target);
  if (methods === undefined) {
    methods = collect(target);
    known.set(target, methods);
  }
  return methods.get(event) ?? NONE;
}

function collect(target: object): Methods {
  const parent: unknown = Object.getPrototypeOf(target);
  const own = recordedArguments(target)?.hooks ?? [];
  return new Map(
    HOOK_EVENTS.map((event) => {
      const inherited = hookMethods(parent, event);
      const declared = own.filter((hook) => hook.event === event).map(({ method }) => method);
      // A method that is overridden and decorated again runs once, where its parent stands.
      return [event, [...new Set([...inherited, ...declared])]];
    }),
  );
}
