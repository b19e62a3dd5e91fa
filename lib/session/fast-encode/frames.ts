import { types } from 'cassandra-driver';
import type { WriteTime } from '../request-planner';

/** What a frame says beside its statements. */
export interface FrameSettings {
  readonly version: number;
  readonly streamId: number;
  readonly tracing: boolean;
  readonly consistency: number;
  /** 0 for none. */
  readonly serialConsistency: number;
  /** Microseconds; null leaves it to the server. */
  readonly timestamp: WriteTime | null;
}

/** What an EXECUTE says of its result. */
export interface PageSettings {
  readonly size: number;
  readonly state: Buffer | undefined;
}

/** One prepared statement of a batch. */
export interface BoundId {
  readonly queryId: Buffer;
  readonly params: readonly unknown[];
}

export const HEADER_LENGTH = 9;
const EXECUTE = 0x0a;
const BATCH = 0x0d;
const TRACING = 0x02;
const HAS_VALUES = 0x01;
const HAS_PAGE_SIZE = 0x04;
const HAS_PAGE_STATE = 0x08;
const HAS_SERIAL = 0x10;
const HAS_TIMESTAMP = 0x20;
const PREPARED = 1;
const NULL_LENGTH = -1;
const UNSET_LENGTH = -2;
/** Up to so many bytes, a loop is quicker than a call of the engine. */
const LOOPED = 24;

/** The most that the protocol counts in two bytes. */
export const MAX_SHORT = 0xffff;

/** Bytes that values take in a frame; undefined when one of them is not encoded yet, or there are too many for a frame. */
export function valuesLength(params: readonly unknown[]): number | undefined {
  if (params.length > MAX_SHORT) return undefined;
  let length = 0;
  for (const param of params) {
    if (param instanceof Buffer) length += 4 + param.length;
    else if (param === null || param === types.unset) length += 4;
    else return undefined;
  }
  return length;
}

/**
 * An EXECUTE of the native protocol, version 4, in one buffer: the driver makes two for each value and joins them.
 *
 * @param length what `valuesLength` says of the parameters
 * @see https://github.com/apache/cassandra/blob/trunk/doc/native_protocol_v4.spec section 4.1.6
 */
export function executeFrame(
  { queryId, params }: BoundId,
  length: number,
  settings: FrameSettings,
  { size, state }: PageSettings,
): Buffer {
  const flags =
    (params.length > 0 ? HAS_VALUES : 0) |
    (size > 0 ? HAS_PAGE_SIZE : 0) |
    (state === undefined ? 0 : HAS_PAGE_STATE) |
    endFlags(settings);
  const body =
    2 +
    queryId.length +
    2 +
    1 +
    (params.length > 0 ? 2 + length : 0) +
    (size > 0 ? 4 : 0) +
    (state === undefined ? 0 : 4 + state.length) +
    endLength(settings);
  const frame = Buffer.allocUnsafe(HEADER_LENGTH + body);
  let at = putHeader(frame, settings, EXECUTE, body);
  at = putShortBytes(frame, at, queryId);
  at = putShort(frame, at, settings.consistency);
  frame[at++] = flags;
  if (params.length > 0) at = putValues(frame, at, params);
  if (size > 0) at = putInt(frame, at, size);
  if (state !== undefined) at = putBytes(frame, at, state);
  putEnd(frame, at, settings);
  return frame;
}

/**
 * A BATCH of prepared statements of the native protocol, version 4, in one buffer.
 *
 * @param sort 0 with a log, 1 without, 2 of counters
 * @param length what `valuesLength` says of the parameters of all
 * @see https://github.com/apache/cassandra/blob/trunk/doc/native_protocol_v4.spec section 4.1.7
 */
export function batchFrame(items: readonly BoundId[], sort: number, length: number, settings: FrameSettings): Buffer {
  let body = 1 + 2 + length + 2 + 1 + endLength(settings);
  for (const { queryId } of items) body += 1 + 2 + queryId.length + 2;
  const frame = Buffer.allocUnsafe(HEADER_LENGTH + body);
  let at = putHeader(frame, settings, BATCH, body);
  frame[at++] = sort;
  at = putShort(frame, at, items.length);
  for (const { queryId, params } of items) {
    frame[at++] = PREPARED;
    at = putShortBytes(frame, at, queryId);
    at = putValues(frame, at, params);
  }
  at = putShort(frame, at, settings.consistency);
  frame[at++] = endFlags(settings);
  putEnd(frame, at, settings);
  return frame;
}

/** Both sorts of frames end with the serial consistency and the write time, where there are such. */
function endFlags({ serialConsistency, timestamp }: FrameSettings): number {
  return (serialConsistency === 0 ? 0 : HAS_SERIAL) | (timestamp === null ? 0 : HAS_TIMESTAMP);
}

function endLength({ serialConsistency, timestamp }: FrameSettings): number {
  return (serialConsistency === 0 ? 0 : 2) + (timestamp === null ? 0 : 8);
}

function putEnd(frame: Buffer, start: number, { serialConsistency, timestamp }: FrameSettings): void {
  const at = serialConsistency === 0 ? start : putShort(frame, start, serialConsistency);
  if (timestamp !== null) putLong(frame, at, timestamp);
}

function putHeader(frame: Buffer, { version, tracing, streamId }: FrameSettings, opcode: number, body: number): number {
  frame[0] = version;
  frame[1] = tracing ? TRACING : 0;
  putShort(frame, 2, streamId);
  frame[4] = opcode;
  return putInt(frame, 5, body);
}

function putValues(frame: Buffer, start: number, params: readonly unknown[]): number {
  let at = putShort(frame, start, params.length);
  for (const param of params) {
    if (param instanceof Buffer) at = putBytes(frame, at, param);
    else at = putInt(frame, at, param === null ? NULL_LENGTH : UNSET_LENGTH);
  }
  return at;
}

function putBytes(frame: Buffer, at: number, bytes: Buffer): number {
  return put(frame, putInt(frame, at, bytes.length), bytes);
}

function putShortBytes(frame: Buffer, at: number, bytes: Buffer): number {
  return put(frame, putShort(frame, at, bytes.length), bytes);
}

function put(frame: Buffer, at: number, bytes: Buffer): number {
  const { length } = bytes;
  if (length > LOOPED) frame.set(bytes, at);
  else for (let index = 0; index < length; index += 1) frame[at + index] = bytes[index] ?? 0;
  return at + length;
}

function putShort(frame: Buffer, at: number, value: number): number {
  frame[at] = value >> 8;
  frame[at + 1] = value;
  return at + 2;
}

function putInt(frame: Buffer, at: number, value: number): number {
  frame[at] = value >> 24;
  frame[at + 1] = value >> 16;
  frame[at + 2] = value >> 8;
  frame[at + 3] = value;
  return at + 4;
}

function putLong(frame: Buffer, at: number, value: WriteTime): void {
  const high = typeof value === 'number' ? Math.floor(value / 2 ** 32) : value.high;
  const low = typeof value === 'number' ? value - high * 2 ** 32 : value.low;
  // Bit operations take numbers modulo 2 ** 32, as it has to be.
  putInt(frame, putInt(frame, at, high), low);
}
