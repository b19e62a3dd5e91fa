import { CodecFault } from '../codec';
import type { CodecPlan } from '../codec-plan';
import { isDriverValue } from '../driver-value';
import { refuse } from '../refuse';
import { bigintFromDriver, int64FromBigint, int64FromLong, int64FromNumber, longFromBigint, safeNumber } from './int64';

const EXPECTED = 'a bigint from -2^63 to 2^63-1, a safe whole number or a Long';

function encodeBigint(value: unknown): Buffer {
  if (typeof value === 'bigint') return int64FromBigint(value) ?? refuse(EXPECTED, value, 'a bigint out of range');
  if (Number.isSafeInteger(value)) return int64FromNumber(value as number); // isSafeInteger is true for numbers only
  if (isDriverValue(value, 'Long'))
    return int64FromLong(value) ?? refuse(EXPECTED, value, 'an unsigned Long out of range');
  return refuse(EXPECTED, value);
}

export function decodeLong(value: unknown): unknown {
  if (isDriverValue(value, 'Long')) return value;
  const long = longFromBigint(bigintFromDriver(value));
  if (long !== undefined) return long;
  throw new CodecFault('the stored value needs more than the 64 bits of a Long; read it as bigint');
}

export const decodeSafeNumber = (value: unknown): unknown => safeNumber(bigintFromDriver(value));

/** For bigint and counter. */
export const bigintPlan: CodecPlan = {
  encode: encodeBigint,
  forms: [{ as: 'BigInt' }, { as: 'Long', decode: decodeLong }, { as: 'Number', decode: decodeSafeNumber }],
};
