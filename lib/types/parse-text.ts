import { CodecFault } from './codec';
import type { CqlType } from './cql-type';
import { formatCqlType } from './format-cql-type';
import { keyFromText, hasTextKeys } from './map-key-text';
import { parseScalarText } from './parse-scalar-text';
import { isPlainObject } from './plain-object';
import { refuse } from './refuse';

type Structured = Exclude<CqlType, { readonly kind: 'scalar' }>;

/** Types whose JSON form is a number; a decimal is not among them, because JSON would drop its digits. */
const JSON_NUMBERS: ReadonlySet<string> = new Set([
  'bigint',
  'counter',
  'double',
  'float',
  'int',
  'smallint',
  'timestamp',
  'tinyint',
  'varint',
]);

function fromJsonNumber(type: CqlType & { readonly kind: 'scalar' }, value: number): unknown {
  if (!JSON_NUMBERS.has(type.name)) return refuse('a JSON string', value);
  // JSON.parse rounds what a number cannot hold.
  if (Number.isInteger(value) && !Number.isSafeInteger(value) && type.name !== 'double' && type.name !== 'float') {
    return refuse('a number this large in quotes', value);
  }
  return parseScalarText(type.name, String(value));
}

function fromJsonScalar(type: CqlType & { readonly kind: 'scalar' }, value: unknown): unknown {
  if (typeof value === 'string') return parseScalarText(type.name, value);
  if (typeof value === 'number') return fromJsonNumber(type, value);
  if (typeof value === 'boolean' && type.name === 'boolean') return value;
  return refuse(`a JSON value for ${type.name}`, value);
}

function inside(type: CqlType, value: unknown, step: string): unknown {
  try {
    return fromJson(type, value);
  } catch (error) {
    throw error instanceof CodecFault ? error.within(step) : error;
  }
}

function jsonArray(type: Structured, value: unknown, length?: number): readonly unknown[] {
  const expected = length === undefined ? 'a JSON array' : `a JSON array of ${length}`;
  if (!Array.isArray(value)) return refuse(`${expected} for ${formatCqlType(type)}`, value);
  if (length !== undefined && value.length !== length) refuse(expected, value, `an array of ${value.length}`);
  return value;
}

function fromJsonMap(type: CqlType & { readonly kind: 'map' }, value: unknown): unknown {
  // Any map may be a list of pairs; one whose keys have no obvious text must be.
  if (Array.isArray(value)) return fromJsonPairs(type, value);
  if (!hasTextKeys(type.key)) return refuse('a JSON array of [key, value] pairs', value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('a JSON object', value);
  const entries = Object.entries(value).map(
    ([key, inner], at) => [keyFromText(type.key, key), inside(type.value, inner, `[${at}].value`)] as const,
  );
  return new Map(entries);
}

function fromJsonPairs(type: CqlType & { readonly kind: 'map' }, pairs: readonly unknown[]): unknown {
  const entries = pairs.map((pair, at) => {
    if (!Array.isArray(pair) || pair.length !== 2) return refuse('a JSON array of [key, value] pairs', pair);
    return [inside(type.key, pair[0], `[${at}].key`), inside(type.value, pair[1], `[${at}].value`)] as const;
  });
  return new Map(entries);
}

function fromJsonObject(type: CqlType & { readonly kind: 'udt' }, value: unknown): unknown {
  const { definition } = type;
  if (definition === undefined)
    throw new CodecFault(`the user-defined type ${formatCqlType(type)} cannot be written as text`);
  if (!isPlainObject(value)) return refuse(`a JSON object for ${formatCqlType(type)}`, value);
  const instance = new definition.target();
  for (const [property, inner] of Object.entries(value)) {
    const field = definition.byProperty.get(property);
    if (field === undefined) {
      throw new CodecFault(`expected a field of ${definition.name}, got a property that is none`, `.${property}`);
    }
    const stored = inner === null ? null : inside(field.type, inner, `.${property}`);
    Reflect.set(
      instance,
      property,
      stored === null ? null : field.transformer === undefined ? stored : field.transformer.from(stored),
    );
  }
  return instance;
}

/**
 * A value that came out of JSON as a value of a CQL type, in a form that its codec takes; the inverse of `formatJson`.
 *
 * @throws CodecFault when it does not fit; its message never holds the value.
 */
export function parseJson(type: CqlType, value: unknown): unknown {
  return fromJson(type, value);
}

function fromJson(type: CqlType, value: unknown): unknown {
  switch (type.kind) {
    case 'scalar':
      return fromJsonScalar(type, value);
    case 'list':
    case 'vector': {
      const length = type.kind === 'vector' ? type.dimension : undefined;
      return jsonArray(type, value, length).map((element, at) => inside(type.element, element, `[${at}]`));
    }
    case 'set':
      return new Set(jsonArray(type, value).map((element, at) => inside(type.element, element, `[${at}]`)));
    case 'map':
      return fromJsonMap(type, value);
    case 'tuple': {
      const members = jsonArray(type, value, type.elements.length);
      return type.elements.map((member, at) => (members[at] === null ? null : inside(member, members[at], `[${at}]`)));
    }
    case 'udt':
      return fromJsonObject(type, value);
  }
}

/**
 * Reads a text, such as a filter on the command line, as a value of a CQL type, in a form that its codec takes.
 *
 * Native types: whole numbers in digits (a bigint for bigint, counter and varint), `true` or `false`, timestamps as
 * ISO 8601 (UTC when no zone is given) or milliseconds since 1970, blobs as `0x…`, everything else as its usual string.
 * Collections, tuples and vectors: JSON, whose elements may always be strings of the element's type. User-defined
 * types: a JSON object by the properties of the class.
 *
 * @throws CodecFault when the text does not fit; its message never holds the text.
 *
 * @example
 * ```ts
 * parseText(parseCqlType('bigint'), '9007199254740993'); // 9007199254740993n
 * parseText(parseCqlType('set<int>'), '[1, 2]'); // Set { 1, 2 }
 * parseText(parseCqlType('int'), 'abc'); // CodecFault: expected a whole number, got a string of another form
 * ```
 */
export function parseText(type: CqlType, text: string): unknown {
  if (type.kind === 'scalar') return parseScalarText(type.name, text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The message of JSON.parse quotes the text.
    return refuse(`JSON for ${formatCqlType(type)}`, text, 'a text that is not JSON');
  }
  return fromJson(type, value);
}
