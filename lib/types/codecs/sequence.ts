import { types as nodeTypes } from 'node:util';
import { CodecFault } from '../codec';
import type { Codec } from '../codec';
import type { CodecPlan, Decode, Encode } from '../codec-plan';
import { describeValue } from '../describe-value';
import { refuse } from '../refuse';
import { decodeInner, encodeInner } from './encode-inner';
import { collectionBytes } from './parts';

function encodeElements(encode: Encode, elements: Iterable<unknown>): Buffer {
  const parts: Buffer[] = [];
  for (const element of elements) parts.push(encodeInner(encode, element, () => `[${parts.length}]`));
  return collectionBytes(parts.length, parts);
}

/** The driver gives arrays for lists, and for sets what its option `encoding.set` says. */
function elementsFromDriver(value: unknown): Iterable<unknown> {
  if (Array.isArray(value) || nodeTypes.isSet(value)) return value;
  throw new CodecFault(`expected a collection from the driver, got ${describeValue(value)}`);
}

const toArray =
  (decode: Decode): Decode =>
  (value) =>
    Array.from(elementsFromDriver(value), decode);

export function listPlan(element: Codec): CodecPlan {
  const encode: Encode = (value) => {
    if (!Array.isArray(value)) return refuse('an array', value);
    return encodeElements(element.encode, value);
  };
  if (element.decode === undefined) return { encode, forms: [{ as: 'Array' }] };
  return { encode, forms: [{ as: 'Array', decode: toArray(decodeInner(element.decode)) }] };
}

/** An array may hold an element twice: Cassandra keeps one. */
export function setPlan(element: Codec): CodecPlan {
  const encode: Encode = (value) => {
    if (!nodeTypes.isSet(value) && !Array.isArray(value)) return refuse('a Set or an array', value);
    return encodeElements(element.encode, value);
  };
  if (element.decode === undefined) {
    return {
      encode,
      forms: [{ as: 'Set' }, { as: 'Array', decode: (value) => Array.from(elementsFromDriver(value)) }],
    };
  }
  const decodeArray = toArray(decodeInner(element.decode));
  // An array comes out of `decodeArray`; only its declared result is unknown.
  const decodeSet: Decode = (value) => new Set(decodeArray(value) as unknown[]);
  return {
    encode,
    forms: [
      { as: 'Set', decode: decodeSet },
      { as: 'Array', decode: decodeArray },
    ],
  };
}
