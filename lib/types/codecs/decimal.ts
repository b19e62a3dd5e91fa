import { types } from 'cassandra-driver';
import type { CodecPlan } from '../codec-plan';
import { driverValue, isDriverValue } from '../driver-value';
import { refuse } from '../refuse';
import { bigintToBytes, bytesToBigint } from './varint-bytes';

const EXPECTED = "a decimal as a string such as '12.50' or '1E-9', or a BigDecimal";
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
const MIN_SCALE = -0x80000000;
const MAX_SCALE = 0x7fffffff;

/** More zeros than this before the first digit are written as an exponent: a stored 1E-2147483647 must not fill memory. */
const MAX_LEADING_ZEROS = 64;

function encodeString(value: string): Buffer {
  const match = DECIMAL.exec(value);
  if (match === null) return refuse(EXPECTED, value, 'a string of another form');
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const scale = fraction.length - Number(exponent);
  if (scale < MIN_SCALE || scale > MAX_SCALE) refuse(EXPECTED, value, 'an exponent out of range');
  const digits = bigintToBytes(BigInt(whole + fraction) * (sign === '-' ? -1n : 1n));
  const bytes = Buffer.allocUnsafe(4 + digits.length);
  bytes.writeInt32BE(scale, 0);
  digits.copy(bytes, 4);
  return bytes;
}

function encodeDecimal(value: unknown): Buffer {
  if (typeof value === 'string') return encodeString(value);
  if (isDriverValue(value, 'BigDecimal')) return types.BigDecimal.toBuffer(value);
  return refuse(EXPECTED, value);
}

function formatDecimal(unscaled: bigint, scale: number): string {
  if (scale === 0) return unscaled.toString();
  const sign = unscaled < 0n ? '-' : '';
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString();
  if (scale < 0) return `${sign}${digits}E+${-scale}`;
  if (scale - digits.length > MAX_LEADING_ZEROS) return `${sign}${digits}E-${scale}`;
  const padded = digits.padStart(scale + 1, '0');
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

/** Scale and digits as stored: `1.50` and `1.5` stay different. BigDecimal's own toString is wrong for negative scales. */
function decodeString(value: unknown): unknown {
  const bytes = types.BigDecimal.toBuffer(driverValue(value, 'BigDecimal'));
  return formatDecimal(bytesToBigint(bytes.subarray(4)), bytes.readInt32BE(0));
}

export const decimalPlan: CodecPlan = {
  encode: encodeDecimal,
  forms: [{ as: 'String', decode: decodeString }, { as: 'BigDecimal' }],
};
