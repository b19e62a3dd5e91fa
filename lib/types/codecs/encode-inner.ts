import { CodecFault } from '../codec';
import type { Decode, Encode } from '../codec-plan';
import { refuse } from '../refuse';

/** Bytes of one value inside a collection, where Cassandra knows no null; `where` names its place for the fault. */
export function encodeInner(encode: Encode, value: unknown, where: () => string): Buffer {
  try {
    if (value === null || value === undefined) refuse('a value, because collections cannot hold null', value);
    return encode(value);
  } catch (error) {
    throw error instanceof CodecFault ? error.within(where()) : error;
  }
}

/** Reads values that may be null: zero bytes, which Cassandra allows in most types, come out of the driver as null. */
export function decodeInner(decode: Decode): Decode {
  return (value) => (value === null || value === undefined ? null : decode(value));
}
