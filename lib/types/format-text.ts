import type { CqlType, ScalarName } from './cql-type';
import { createCodec } from './create-codec';
import { isDriverValue } from './driver-value';
import { hexOfBytes } from './hex';
import { hasTextKeys, keyToText } from './map-key-text';
import { refuse } from './refuse';

/** Types whose JSON form is a number, as long as JSON can hold it. */
const NUMBERS: ReadonlySet<ScalarName> = new Set<ScalarName>([
  'bigint',
  'counter',
  'double',
  'float',
  'int',
  'smallint',
  'tinyint',
  'varint',
]);

const asString = createCodec({ kind: 'scalar', name: 'duration' }, String);

function scalarText(name: ScalarName, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  if (value instanceof Uint8Array) return hexOfBytes(value);
  if (isDriverValue(value, 'Duration')) return String(asString.decode?.(value));
  return refuse(`a value of ${name} in its default form`, value);
}

function scalarJson(name: ScalarName, value: unknown): unknown {
  const text = scalarText(name, value);
  if (name === 'boolean') return value;
  const number = NUMBERS.has(name) ? Number(text) : NaN;
  const isSafe = Number.isSafeInteger(number) || (Number.isFinite(number) && typeof value === 'number');
  return isSafe && !Object.is(number, -0) ? number : text;
}

function mapJson(type: CqlType & { readonly kind: 'map' }, map: ReadonlyMap<unknown, unknown>): unknown {
  if (!hasTextKeys(type.key)) {
    return Array.from(map, ([key, value]) => [formatJson(type.key, key), formatJson(type.value, value)]);
  }
  // Without a prototype, so that a key named `__proto__` is a key like any other.
  const object = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of map) object[keyToText(key)] = formatJson(type.value, value);
  return object;
}

function userTypeJson(type: CqlType & { readonly kind: 'udt' }, value: object): unknown {
  const fields = type.definition?.fields ?? refuse('a user-defined type with its class', value);
  return Object.fromEntries(
    fields.map((field) => {
      const inner: unknown = Reflect.get(value, field.property);
      const stored = inner === null || field.transformer === undefined ? inner : field.transformer.to(inner);
      return [field.property, formatJson(field.type, stored)];
    }),
  );
}

/**
 * A value of a CQL type, in its default JavaScript form, as JSON can hold it: nothing is lost, and `parseJson` reads it
 * back. Whole numbers beyond 2^53, decimals, NaN and the like are strings; maps whose keys have no one obvious text are
 * lists of pairs.
 *
 * @throws CodecFault for a value of another form.
 */
export function formatJson(type: CqlType, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (type.kind === 'scalar') return scalarJson(type.name, value);
  if (type.kind === 'map' && value instanceof Map) return mapJson(type, value);
  if (type.kind === 'udt' && typeof value === 'object') return userTypeJson(type, value);
  const isIterable = value instanceof Set || Array.isArray(value) || value instanceof Float32Array;
  if (!isIterable) return refuse('a value in its default form', value);
  const items = Array.from(value as Iterable<unknown>);
  if (type.kind === 'tuple') return type.elements.map((member, at) => formatJson(member, items[at]));
  if (type.kind === 'list' || type.kind === 'set' || type.kind === 'vector') {
    return items.map((item) => formatJson(type.element, item));
  }
  return refuse('a value in its default form', value);
}

/**
 * A value of a CQL type, in its default JavaScript form, as a text that `parseText` reads back: native types as their
 * usual text, everything else as JSON.
 *
 * @throws CodecFault for a value of another form.
 * @example
 * ```ts
 * formatText(parseCqlType('set<int>'), new Set([1, 2])); // '[1,2]'
 * formatText(parseCqlType('bigint'), 9007199254740993n); // '9007199254740993'
 * ```
 */
export function formatText(type: CqlType, value: object | string | number | bigint | boolean): string {
  return type.kind === 'scalar' ? scalarText(type.name, value) : JSON.stringify(formatJson(type, value));
}
