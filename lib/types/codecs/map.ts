import { types as nodeTypes } from 'node:util';
import { CodecFault } from '../codec';
import type { Codec } from '../codec';
import type { CodecForm, CodecPlan, Decode, Encode } from '../codec-plan';
import type { CqlType, MapType } from '../cql-type';
import { describeValue } from '../describe-value';
import { hasTextKeys, keyFromText, keyToText } from '../map-key-text';
import { isPlainObject } from '../plain-object';
import { refuse } from '../refuse';
import { decodeInner, encodeInner } from './encode-inner';
import { collectionBytes } from './parts';

/** Two keys that differ in JavaScript may be one key in CQL (`'AB…'` and `'ab…'` as uuid); one value would be lost. */
function checkDistinct(parts: readonly Buffer[]): void {
  const seen = new Set<string>();
  for (let at = 0; at < parts.length; at += 2) seen.add(parts[at]?.toString('latin1') ?? '');
  if (seen.size * 2 < parts.length) throw new CodecFault('expected distinct keys, got two that are one key in CQL');
}

/** Entry numbers, not keys, name the place of a fault: keys are data. */
function entryParts(encodeKey: Encode, encodeValue: Encode, entries: Iterable<[unknown, unknown]>): readonly Buffer[] {
  const parts: Buffer[] = [];
  const at = (): number => Math.floor(parts.length / 2);
  for (const [key, value] of entries) {
    parts.push(encodeInner(encodeKey, key, () => `[${at()}].key`));
    parts.push(encodeInner(encodeValue, value, () => `[${at()}].value`));
  }
  return parts;
}

/** Text has one form; every other key may have several, if only `'1'` and `'01'` as property names of an object. */
function mayCollide(key: CqlType): boolean {
  return key.kind !== 'scalar' || (key.name !== 'text' && key.name !== 'ascii');
}

function encoder(type: MapType, key: Codec, value: Codec): Encode {
  const takesObjects = hasTextKeys(type.key);
  const needsCheck = mayCollide(type.key);
  const encodeTextKey: Encode = (text) => key.encode(keyFromText(type.key, text as string)); // Object.entries gives strings
  const partsOf = (map: unknown): readonly Buffer[] => {
    if (nodeTypes.isMap(map)) return entryParts(key.encode, value.encode, map);
    if (!takesObjects) return refuse('a Map', map);
    if (!isPlainObject(map)) return refuse('a Map or a plain object', map);
    return entryParts(encodeTextKey, value.encode, Object.entries(map));
  };
  return (map) => {
    const parts = partsOf(map);
    if (needsCheck) checkDistinct(parts);
    return collectionBytes(parts.length / 2, parts);
  };
}

function mapFromDriver(value: unknown): ReadonlyMap<unknown, unknown> {
  if (nodeTypes.isMap(value)) return value;
  throw new CodecFault(`expected a Map from the driver, got ${describeValue(value)}`);
}

const same: Decode = (value) => value;

function decodeMap(decodeKey: Decode, decodeValue: Decode): Decode {
  return (map) => {
    const result = new Map<unknown, unknown>();
    for (const [key, value] of mapFromDriver(map)) result.set(decodeKey(key), decodeValue(value));
    return result;
  };
}

/** Without a prototype, so that a key called `__proto__` or `constructor` is a key like any other. */
function decodeObject(decodeKey: Decode, decodeValue: Decode): Decode {
  return (map) => {
    const result: Record<string, unknown> = Object.create(null) as Record<string, unknown>; // has no properties yet
    for (const [key, value] of mapFromDriver(map)) result[keyToText(decodeKey(key))] = decodeValue(value);
    return result;
  };
}

export function mapPlan(type: MapType, key: Codec, value: Codec): CodecPlan {
  const decodeKey = key.decode === undefined ? same : decodeInner(key.decode);
  const decodeValue = value.decode === undefined ? same : decodeInner(value.decode);
  const isSame = decodeKey === same && decodeValue === same;
  const asMap: CodecForm = isSame ? { as: 'Map' } : { as: 'Map', decode: decodeMap(decodeKey, decodeValue) };
  const asObject: CodecForm = { as: 'Object', decode: decodeObject(decodeKey, decodeValue) };
  return { encode: encoder(type, key, value), forms: hasTextKeys(type.key) ? [asMap, asObject] : [asMap] };
}
