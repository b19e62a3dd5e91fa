import { hexOfBytes } from '../../types/hex';

/**
 * A value as JSON can hold it.
 *
 * - whole numbers beyond 2^53 as strings, so that no reader rounds them; `NaN` and infinities as strings too
 * - dates in ISO 8601, bytes as `0x…`, sets as arrays, maps as objects; keys that are no strings as their text
 * - uuids, durations and other values of the driver as their usual text
 */
export function jsonValue(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'bigint':
      return wholeNumber(value);
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'object':
      return jsonObject(value);
    case 'string':
    case 'boolean':
      return value;
    // Functions and symbols are no data.
    default:
      return null;
  }
}

/** One line of JSON. */
export function jsonText(value: unknown): string {
  return JSON.stringify(jsonValue(value));
}

function wholeNumber(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

function jsonObject(value: object): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return hexOfBytes(value);
  if (value instanceof Map) return fromEntries([...value].map(([key, item]) => [keyText(key), jsonValue(item)]));
  if (value instanceof Set || Array.isArray(value)) return Array.from(value, jsonValue);
  // Float32Array, for vectors: a view with an iterator iterates over numbers.
  if (ArrayBuffer.isView(value) && Symbol.iterator in value) {
    return Array.from(value as unknown as Iterable<unknown>, jsonValue);
  }
  if (isLong(value)) return wholeNumber(BigInt(value.toString()));
  if (isTuple(value)) return value.elements.map(jsonValue);
  return ownText(value) ?? fromEntries(Object.entries(value).map(([key, item]) => [key, jsonValue(item)]));
}

/** Without a prototype, so that a key named `__proto__` is a key like any other. */
function fromEntries(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const object = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of entries) object[key] = value;
  return object;
}

function keyText(key: unknown): string {
  const plain = jsonValue(key);
  return typeof plain === 'string' ? plain : JSON.stringify(plain);
}

interface LongLike {
  readonly __isLong__: true;
  toString(): string;
}

/** By the mark that long.js itself puts on its numbers: the driver may be another copy. */
function isLong(value: object): value is LongLike {
  return Reflect.get(value, '__isLong__') === true;
}

function isTuple(value: object): value is { readonly elements: readonly unknown[] } {
  return value.constructor.name === 'Tuple' && 'elements' in value && Array.isArray(value.elements);
}

/** The text of classes that say themselves how they are written: the driver's Uuid, Duration, LocalDate and so on. */
function ownText(value: object): string | undefined {
  const { toString } = value as { readonly toString?: unknown };
  if (typeof toString !== 'function' || toString === Object.prototype.toString) return undefined;
  const text: unknown = Reflect.apply(toString, value, []);
  return typeof text === 'string' ? text : undefined;
}
