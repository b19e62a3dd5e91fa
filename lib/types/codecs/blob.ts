import { types as nodeTypes } from 'node:util';
import { CodecFault } from '../codec';
import type { CodecPlan } from '../codec-plan';
import { describeValue } from '../describe-value';
import { refuse } from '../refuse';

/** Not copied: blobs may be large. Whoever changes the bytes before the request is sent changes what is written. */
function encodeBlob(value: unknown): Buffer {
  if (Buffer.isBuffer(value)) return value;
  if (nodeTypes.isUint8Array(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return refuse('a Buffer or a Uint8Array', value);
}

/** A copy: the driver's Buffer lies in a pool, and code that reads `.buffer` of a Uint8Array would see its neighbours. */
function decodeUint8Array(value: unknown): unknown {
  if (nodeTypes.isUint8Array(value)) return new Uint8Array(value);
  throw new CodecFault(`expected a Buffer from the driver, got ${describeValue(value)}`);
}

/** The driver copies each blob out of the network frame (its option `copyBuffer`, on by default). */
export const blobPlan: CodecPlan = {
  encode: encodeBlob,
  forms: [{ as: 'Buffer' }, { as: 'Uint8Array', decode: decodeUint8Array }],
};
