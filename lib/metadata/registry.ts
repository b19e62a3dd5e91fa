import type { UserTypeClass } from '../types/user-type';
import type { ClassArguments } from './arguments';

/** Raised when the shape of what decorators record changes, so that two copies of caspy never misread each other. */
const REGISTRY_VERSION = 1;

const REGISTRY_KEY = Symbol.for('caspy.registry');

interface Registry {
  readonly version: number;
  readonly classes: Map<object, ClassArguments>;
}

/**
 * The global registry, one per process. It hangs on `globalThis` because a globally installed command and a project's
 * own copy of caspy must see the same classes; it is keyed by class, because two classes may share a name.
 */
function registry(): Registry {
  // Nobody else writes under this symbol.
  const known = Reflect.get(globalThis, REGISTRY_KEY) as Registry | undefined;
  if (known !== undefined) return known;
  const made: Registry = { version: REGISTRY_VERSION, classes: new Map() };
  Reflect.set(globalThis, REGISTRY_KEY, made);
  return made;
}

/** What decorators recorded on this very class, not on its parents; undefined when there were none. */
export function recordedArguments(target: object): ClassArguments | undefined {
  return registry().classes.get(target);
}

/** The record of a class, made on first use; decorators write into it. */
export function argumentsOf(target: object): ClassArguments {
  const { classes } = registry();
  let recorded = classes.get(target);
  if (recorded === undefined) {
    recorded = { table: undefined, userType: undefined, columns: [], indexes: [] };
    classes.set(target, recorded);
  }
  return recorded;
}

/** True for a class that carries `@UserType` itself. */
export function isUserTypeClass(value: unknown): value is UserTypeClass {
  return typeof value === 'function' && registry().classes.get(value)?.userType !== undefined;
}

/** Every class that carries `@UserType`. */
export function userTypeClasses(): readonly UserTypeClass[] {
  return [...registry().classes.keys()].filter(isUserTypeClass);
}

/** True for a class that carries `@Table` itself, or lives in its parent's table. */
export function isTableClass(value: unknown): value is new () => object {
  if (typeof value !== 'function') return false;
  const { table, child } = registry().classes.get(value) ?? {};
  return table !== undefined || child !== undefined;
}

/** True for a class that carries `@EventSubscriber` itself. */
export function isSubscriberClass(value: unknown): value is new () => object {
  return typeof value === 'function' && registry().classes.get(value)?.subscriber === true;
}
