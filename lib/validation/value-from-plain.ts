import { types as nodeTypes } from 'node:util';
import type { ClassField } from '../metadata/class-fields';
import { CodecFault } from '../types/codec';
import type { CqlType } from '../types/cql-type';
import { formatCqlType } from '../types/format-cql-type';
import { hasTextKeys, keyToText } from '../types/map-key-text';
import { isPlainObject } from '../types/plain-object';
import { refuse } from '../types/refuse';
import { representationName } from '../types/representation';
import type { UserTypeMetadata } from '../types/user-type';
import { defaultScalar, isNoJson, scalarFromPlain } from './scalar-from-plain';

/** Makes the instance of a user-defined type; it comes from outside, since it reads fields by the functions of this file. */
export type MakeUserType = (definition: UserTypeMetadata, value: unknown) => unknown;

/** The value of a field, in the form that its property has. @throws CodecFault */
export function valueFromPlain(field: ClassField, value: unknown, make: MakeUserType): unknown {
  const { type, codec, representation } = field;
  if (type.kind === 'scalar') return scalarFromPlain(type.name, value, codec.decode);
  const name = representation === undefined ? '' : representationName(representation);
  const read = fromPlainType(type, value, make);
  // Ranges, lengths and distinct keys: one set of rules, one set of messages.
  codec.encode(read);
  if (name === 'Array' && read instanceof Set) return [...read];
  if (name === 'Float32Array' && Array.isArray(read)) return Float32Array.from(read as number[]);
  if (name === 'Object' && read instanceof Map && type.kind === 'map' && hasTextKeys(type.key)) return objectOf(read);
  return read;
}

/** Without a prototype, as such maps are read from rows. */
function objectOf(map: ReadonlyMap<unknown, unknown>): object {
  const object = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of map) object[keyToText(key)] = value;
  return object;
}

function fromPlainType(type: CqlType, value: unknown, make: MakeUserType): unknown {
  const inner = (element: CqlType, item: unknown, step: string): unknown =>
    within(step, () => fromPlainType(element, item, make));
  switch (type.kind) {
    case 'scalar':
      return defaultScalar(type.name, value);
    case 'list':
      return listOf(type, value).map((item, at) => inner(type.element, item, `[${at}]`));
    case 'vector':
      return vectorOf(type, value).map((item, at) => inner(type.element, item, `[${at}]`));
    case 'set':
      return new Set(listOf(type, value).map((item, at) => inner(type.element, item, `[${at}]`)));
    case 'map':
      return new Map(
        entriesOf(type.key, value).map(([key, item], at) => [
          inner(type.key, key, `[${at}].key`),
          inner(type.value, item, `[${at}].value`),
        ]),
      );
    case 'tuple': {
      const items = listOf(type, value);
      if (items.length !== type.elements.length)
        refuse(`a list of ${type.elements.length}`, value, `one of ${items.length}`);
      return type.elements.map((element, at) =>
        items[at] === null || items[at] === undefined ? null : inner(element, items[at], `[${at}]`),
      );
    }
    case 'udt':
      if (type.definition === undefined) return refuse('a type with a class', value);
      return make(type.definition, value);
  }
}

function listOf(type: CqlType, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return nodeTypes.isSet(value) ? [...value] : refuse(`a list for ${formatCqlType(type)}`, value);
}

function vectorOf(type: CqlType, value: unknown): readonly unknown[] {
  return nodeTypes.isFloat32Array(value) ? [...value] : listOf(type, value);
}

/** The keys of an object are texts, in the form that `toPlain` gives them. */
function entriesOf(key: CqlType, value: unknown): readonly (readonly [unknown, unknown])[] {
  if (nodeTypes.isMap(value)) return [...value];
  if (!isPlainObject(value)) return refuse('an object by key', value);
  return Object.entries(value).map(
    ([name, item], at) => [within(`[${at}].key`, () => keyOf(key, name)), item] as const,
  );
}

const JSON_KEYS: ReadonlySet<string> = new Set(['boolean', 'double', 'float', 'int', 'smallint', 'tinyint']);

function keyOf(type: CqlType, name: string): unknown {
  if (type.kind === 'scalar' && (!JSON_KEYS.has(type.name) || /^-?[A-Z]/.test(name))) return name;
  try {
    return JSON.parse(name) as unknown;
  } catch {
    return refuse(`a key of ${formatCqlType(type)}`, name, 'a text of another form');
  }
}

function within<T>(step: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof CodecFault ? error.within(step) : error;
  }
}

/**
 * Behind a transformer the property holds whatever it likes: a value that it can store is the property's own, and
 * anything else is read as the stored one.
 */
export function transformedFromPlain(field: ClassField, value: unknown, make: MakeUserType): unknown {
  const { transformer, codec } = field;
  if (transformer === undefined) return valueFromPlain(field, value, make);
  if (canStore(() => codec.encode(transformer.to(value)))) return value;
  return transformer.from(valueFromPlain(field, value, make));
}

/** What a `@Transform` made: JSON still, or a value that fits the column as it is. */
export function madeFromPlain(field: ClassField, value: unknown, make: MakeUserType): unknown {
  const isReady = isNoJson(value) && field.transformer === undefined && canStore(() => field.codec.encode(value));
  return isReady && field.type.kind === 'udt' ? value : transformedFromPlain(field, value, make);
}

/** Transformers of the program's throw what they like. */
function canStore(encode: () => unknown): boolean {
  try {
    encode();
    return true;
  } catch {
    return false;
  }
}
