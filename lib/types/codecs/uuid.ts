import { types as nodeTypes } from 'node:util';
import type { CodecPlan } from '../codec-plan';
import { driverValue, isDriverValue } from '../driver-value';
import { refuse } from '../refuse';

/** Where the two digits of each byte start in 8-4-4-4-12. */
const PLACES = Uint8Array.of(0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34);
const HYPHEN = 0x2d;

/** The value of a hexadecimal digit by its character code; -1 for anything else. */
const DIGIT_VALUES = new Int8Array(256).fill(-1);
const DIGITS = Buffer.from('0123456789abcdef', 'latin1');
for (let value = 0; value < 16; value += 1) {
  DIGIT_VALUES[DIGITS[value] ?? 0] = value;
  DIGIT_VALUES[value.toString(16).toUpperCase().charCodeAt(0)] = value;
}

const digitValue = (code: number): number => (code > 0xff ? -1 : (DIGIT_VALUES[code] ?? -1));

/** 3 times as fast as stripping the hyphens and reading hexadecimal. Undefined for any other string. */
function parseUuid(text: string): Buffer | undefined {
  if (text.length !== 36 || text.charCodeAt(8) !== HYPHEN || text.charCodeAt(13) !== HYPHEN) return undefined;
  if (text.charCodeAt(18) !== HYPHEN || text.charCodeAt(23) !== HYPHEN) return undefined;
  const bytes = Buffer.allocUnsafe(16);
  let signs = 0;
  for (let at = 0; at < 16; at += 1) {
    const place = PLACES[at] ?? 0;
    const high = digitValue(text.charCodeAt(place));
    const low = digitValue(text.charCodeAt(place + 1));
    signs |= high | low;
    bytes[at] = (high << 4) | low;
  }
  return signs < 0 ? undefined : bytes;
}

const scratch = Buffer.alloc(36, '-');

/** Through one shared buffer, because a string that is put together piece by piece is flattened later, at twice the cost. */
export function formatUuidAt(bytes: Uint8Array, start: number): string {
  for (let at = 0; at < 16; at += 1) {
    const byte = bytes[start + at] ?? 0;
    const place = PLACES[at] ?? 0;
    scratch[place] = DIGITS[byte >> 4] ?? 0;
    scratch[place + 1] = DIGITS[byte & 0xf] ?? 0;
  }
  return scratch.toString('latin1');
}

function uuidBytes(value: unknown, expected: string): Buffer {
  if (typeof value === 'string') return parseUuid(value) ?? refuse(expected, value, 'a string of another form');
  if (!isDriverValue(value, 'Uuid')) return refuse(expected, value);
  // The driver's constructor takes anything with a length of 16.
  const bytes: unknown = value.getBuffer();
  if (nodeTypes.isUint8Array(bytes) && bytes.length === 16) {
    return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, 16);
  }
  return refuse(expected, value, 'a Uuid that does not hold 16 bytes');
}

const encodeUuid = (value: unknown): Buffer => uuidBytes(value, 'a UUID as a string or a Uuid');

function encodeTimeuuid(value: unknown): Buffer {
  const expected = 'a version 1 UUID as a string or a TimeUuid';
  const bytes = uuidBytes(value, expected);
  if ((bytes[6] ?? 0) >> 4 !== 1) refuse(expected, value, 'a UUID of another version');
  return bytes;
}

const decodeString = (value: unknown): unknown => formatUuidAt(driverValue(value, 'Uuid').getBuffer(), 0);

export const uuidPlan: CodecPlan = {
  encode: encodeUuid,
  forms: [{ as: 'String', decode: decodeString }, { as: 'Uuid' }],
};

export const timeuuidPlan: CodecPlan = {
  encode: encodeTimeuuid,
  forms: [{ as: 'String', decode: decodeString }, { as: 'TimeUuid' }, { as: 'Uuid' }],
};
