import { types as nodeTypes } from 'node:util';
import { ValidationError } from '../errors';
import { describeValue } from '../types/describe-value';
import { isRecord } from '../types/is-record';

/** Survives two copies of caspy in one process, and cannot come out of JSON. */
const BRAND = Symbol.for('caspy.change');

/** What a change does to a column, on the server. */
export type ChangeName =
  | 'add'
  | 'remove'
  | 'append'
  | 'prepend'
  | 'put'
  | 'removeKey'
  | 'setAt'
  | 'setFields'
  | 'increment'
  | 'decrement'
  | 'function';

/**
 * A change of a column that the server makes in place, without a read: made by the functions of this file and given
 * to `update` in the place of a value. A plain object never is one, whatever its keys are.
 */
export class Change<out T = unknown> {
  /** Only for the type checker: what the column holds. */
  declare protected readonly changes: T;
  readonly name: ChangeName;
  readonly operands: readonly unknown[];

  constructor(name: ChangeName, operands: readonly unknown[]) {
    this.name = name;
    this.operands = Object.freeze([...operands]);
    Object.defineProperty(this, BRAND, { value: true });
    Object.freeze(this);
  }
}

/** A change of a list or set with these elements. */
export class ElementChange<out T> extends Change<readonly T[]> {}

/** A change of a map with these keys and values. */
export class EntryChange<out K, out V> extends Change<readonly [K, V]> {}

/** A change of a map that names keys only. */
export class KeyChange<out K> extends Change<K> {
  declare protected readonly keys: K;
}

/** A change of one place in a list (an index) or a map (a key). */
export class PlaceChange<out K, out V> extends Change<readonly [K, V]> {
  declare protected readonly place: K;
}

/** A change of fields of a user-defined type. */
export class FieldsChange<out T> extends Change<T> {
  declare protected readonly fields: T;
}

/** A change of a counter. */
export class CounterChange extends Change<bigint> {
  declare protected readonly counter: true;
}

/** A value that the server makes. */
export class ServerFunction<out T> extends Change<T> {
  declare protected readonly made: T;
}

/** True for a value made by caspy's change functions, also by those of another copy of caspy. */
export function isChange(value: unknown): value is Change {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, BRAND);
}

function some<T>(name: string, items: readonly T[]): readonly T[] {
  if (items.length > 0) return items;
  throw new ValidationError(`${name}() names nothing to change. Leave the column out instead.`);
}

/** Adds elements to a set: `Add('python', 'rust')`. */
export function Add<T>(...elements: readonly T[]): ElementChange<T> {
  return new ElementChange('add', some('Add', elements));
}

/** Removes elements from a set, or every occurrence of them from a list. */
export function Remove<T>(...elements: readonly T[]): ElementChange<T> {
  return new ElementChange('remove', some('Remove', elements));
}

/** Adds elements at the end of a list. Not idempotent, so never retried. */
export function Append<T>(...elements: readonly T[]): ElementChange<T> {
  return new ElementChange('append', some('Append', elements));
}

/** Adds elements at the start of a list; the first one given comes first. Not idempotent, so never retried. */
export function Prepend<T>(...elements: readonly T[]): ElementChange<T> {
  return new ElementChange('prepend', some('Prepend', elements));
}

/** Puts entries into a map: `Put('en', 'hello')`, or a Map or an object of several. */
export function Put<K, V>(key: K, value: V): EntryChange<K, V>;
export function Put<K, V>(entries: ReadonlyMap<K, V>): EntryChange<K, V>;
export function Put<V>(entries: Readonly<Record<string, V>>): EntryChange<string, V>;
export function Put(...args: readonly [unknown, unknown?]): EntryChange<unknown, unknown> {
  const [first, second] = args;
  if (args.length === 2) return new EntryChange('put', [[first, second]]);
  if (!nodeTypes.isMap(first) && !isRecord(first)) {
    throw new ValidationError(`Put() takes a key and a value, a Map, or an object, not ${describeValue(first)}.`);
  }
  const entries = nodeTypes.isMap(first) ? [...(first as ReadonlyMap<unknown, unknown>)] : Object.entries(first);
  return new EntryChange('put', some('Put', entries));
}

/** Removes keys from a map. */
export function RemoveKey<K>(...keys: readonly K[]): KeyChange<K> {
  return new KeyChange('removeKey', some('RemoveKey', keys));
}

/** Sets one place of a list, by its index, or of a map, by its key; null removes it. */
export function SetAt<K>(place: K, value: null): PlaceChange<K, never>;
export function SetAt<K, V>(place: K, value: V): PlaceChange<K, V>;
export function SetAt(place: unknown, value: unknown): PlaceChange<unknown, unknown> {
  return new PlaceChange('setAt', [place, value]);
}

/**
 * Sets fields of a user-defined type that is not frozen, and leaves its other fields alone; null clears one.
 *
 * @example
 * ```ts
 * await users.update({ id }, { address: SetFields({ zip: '10115' }) });
 * ```
 */
export function SetFields<T extends object>(fields: T): FieldsChange<T> {
  return new FieldsChange('setFields', [Object.freeze({ ...fields })]);
}

/** Adds to a counter. Not idempotent, so never retried. */
export function Increment(by: bigint | number = 1n): CounterChange {
  return new CounterChange('increment', [by]);
}

/** Subtracts from a counter. Not idempotent, so never retried. */
export function Decrement(by: bigint | number = 1n): CounterChange {
  return new CounterChange('decrement', [by]);
}

const made = <T>(cql: string, repeatable = true): ServerFunction<T> =>
  new ServerFunction('function', [cql, repeatable]);

/**
 * Values that the server makes, for the place of a value in `insert` and `update`: `update(key, { seen: Server.now() })`.
 * Those of `now()` and `uuid()` differ each time, so such a write is never retried.
 */
export const Server = Object.freeze({
  /** A timeuuid of the coordinator's clock: `now()`. */
  now: () => made<string>('now()', false),
  /** A random uuid: `uuid()`. */
  uuid: () => made<string>('uuid()', false),
  /** The coordinator's clock: `currentTimestamp()`. */
  currentTimestamp: () => made<Date>('currentTimestamp()', false),
  /** The time of the coordinator's clock as a timestamp: `toTimestamp(now())`. */
  toTimestamp: () => made<Date>('toTimestamp(now())', false),
  /** The coordinator's date: `currentDate()`. */
  currentDate: () => made<string>('currentDate()', false),
  /** The coordinator's time of day: `currentTime()`. */
  currentTime: () => made<string>('currentTime()', false),
  /** The coordinator's clock as a timeuuid: `currentTimeUUID()`. */
  currentTimeUuid: () => made<string>('currentTimeUUID()', false),
});
