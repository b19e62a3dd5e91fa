import { types as nodeTypes } from 'node:util';
import { types } from 'cassandra-driver';
import { ValidationError } from '../errors';
import { DRIVER_CLASSES, isDriverValue } from '../types/driver-value';
import { isPlainObject } from '../types/plain-object';
import { SCALAR_PLANS } from '../types/scalar-plans';
import type { PlainOptions } from '../validation/transforms';
import { checkPlainOptions, transformsOf } from '../validation/transforms';

/** No value of a column is deeper: a CQL type has at most 32 levels. */
const MAX_DEPTH = 100;

/** As ISO 8601. */
const durationText = SCALAR_PLANS.duration.forms.find(({ as }) => as === 'String')?.decode;

/** What `toPlain` makes of a value, as far as types tell. */
export type Plain<T> = T extends bigint | Date | Uint8Array
  ? string
  : T extends Float32Array
    ? number[]
    : T extends string | number | boolean | null | undefined
      ? T
      : T extends ReadonlyMap<unknown, infer V>
        ? Record<string, Plain<V>>
        : T extends ReadonlySet<infer V>
          ? Plain<V>[]
          : T extends readonly (infer V)[]
            ? Plain<V>[]
            : T extends
                  | types.Uuid
                  | types.Long
                  | types.Integer
                  | types.BigDecimal
                  | types.LocalDate
                  | types.LocalTime
                  | types.Duration
                  | types.InetAddress
              ? string
              : T extends object
                ? { [K in keyof T as T[K] extends (...args: never[]) => unknown ? never : K]: Plain<T[K]> }
                : never;

/**
 * An entity, a row or anything in it as JSON can hold it, nothing lost: bigint as text, Date as ISO text, Map as an
 * object, Set as a list, bytes as base64, the driver's values as text, vectors as lists of numbers, numbers that JSON
 * has not (NaN, Infinity) as text. Properties that are undefined or functions are left out. Reads only; the argument
 * stays as it is.
 *
 * `@Expose`, `@Exclude`, `@Transform` and `@Type` of class-transformer count on classes that have them, with `groups` and
 * `version`.
 *
 * @throws ValidationError for an object that holds itself, and for more than 100 levels of objects
 * @example
 * ```ts
 * response.json(toPlain(await users.find({ where: { id } })));
 * ```
 */
export function toPlain<T>(value: T, options: PlainOptions | number = {}): Plain<T> {
  // As a callback of map() it is given the index.
  if (typeof options === 'number') return toPlain(value);
  checkPlainOptions('toPlain', options);
  // The type says by kind of value what the function below does.
  return new Plainer(options).plain(value, []) as Plain<T>;
}

/** One call of `toPlain`. */
class Plainer {
  readonly #options: PlainOptions;

  constructor(options: PlainOptions) {
    this.#options = options;
  }

  plain(value: unknown, parents: readonly object[], type?: unknown): unknown {
    switch (typeof value) {
      case 'bigint':
        return value.toString();
      case 'number':
        return Number.isFinite(value) ? value : String(value);
      case 'object':
        return value === null ? null : this.#object(value, parents, type);
      case 'function':
      case 'symbol':
        return undefined;
      default:
        return value;
    }
  }

  #object(value: object, parents: readonly object[], type: unknown): unknown {
    if (nodeTypes.isDate(value)) return Number.isNaN(value.getTime()) ? null : value.toISOString();
    if (value instanceof Float32Array || value instanceof Float64Array) {
      return Array.from(value, (item) => this.plain(item, []));
    }
    if (value instanceof Uint8Array) {
      return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
    }
    if (parents.includes(value)) throw new ValidationError('toPlain: an object holds itself, which JSON cannot.');
    if (parents.length >= MAX_DEPTH)
      throw new ValidationError(`toPlain: has more than ${MAX_DEPTH} levels of objects.`);
    const inner = [...parents, value];
    if (isDriverValue(value, 'Tuple')) return value.values().map((item: unknown) => this.plain(item, inner, type));
    // Its own text rounds months and leaves out a duration of nothing.
    if (isDriverValue(value, 'Duration')) return durationText?.(value);
    if (DRIVER_CLASSES.some((name) => name !== 'Vector' && isDriverValue(value, name))) return driverText(value);
    if (nodeTypes.isMap(value)) {
      return fromEntries([...value].map(([key, item]) => [this.#key(key), this.plain(item, inner, type)]));
    }
    if (nodeTypes.isSet(value) || Array.isArray(value) || value instanceof types.Vector) {
      return Array.from(value as Iterable<unknown>, (item) => this.plain(item, inner, type) ?? null);
    }
    return fromEntries(this.#entries(value, inner, type).filter(([, item]) => item !== undefined));
  }

  /** An object without a class of its own is one of the class that `@Type` names. */
  #entries(value: object, inner: readonly object[], type: unknown): readonly (readonly [string, unknown])[] {
    const transforms = transformsOf(isPlainObject(value) ? type : value.constructor, this.#options);
    if (transforms === undefined) return Object.entries(value).map(([name, item]) => [name, this.plain(item, inner)]);
    return transforms
      .plainKeys(value)
      .map((key) => [
        transforms.nameOf(key),
        this.plain(transforms.read(value, key), inner, transforms.typeOf(value, key)),
      ]);
  }

  /** The key of a map as the name of a property. */
  #key(key: unknown): string {
    const text = this.plain(key, []);
    return typeof text === 'string' ? text : JSON.stringify(text);
  }
}

/** All of them print themselves as CQL would. */
function driverText(value: object): string {
  // eslint-disable-next-line @typescript-eslint/no-base-to-string
  return String(value);
}

/** An ordinary object, in which also `__proto__` is a name like any other. */
function fromEntries(entries: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(entries);
}
