import { types } from 'cassandra-driver';
import type { CodecPlan } from '../codec-plan';
import { isDriverValue } from '../driver-value';
import { refuse } from '../refuse';
import { decodeLong, decodeSafeNumber } from './bigint';
import { bigintFromDriver, bigintFromLong } from './int64';
import { bigintToBytes } from './varint-bytes';

function encodeVarint(value: unknown): Buffer {
  if (typeof value === 'bigint') return bigintToBytes(value);
  if (Number.isSafeInteger(value)) return bigintToBytes(BigInt(value as number)); // isSafeInteger is true for numbers only
  if (isDriverValue(value, 'Long')) return bigintToBytes(bigintFromLong(value));
  if (isDriverValue(value, 'Integer')) return bigintToBytes(BigInt(value.toString()));
  return refuse('a bigint, a safe whole number, an Integer or a Long', value);
}

function decodeInteger(value: unknown): unknown {
  return isDriverValue(value, 'Integer') ? value : types.Integer.fromBuffer(bigintToBytes(bigintFromDriver(value)));
}

export const varintPlan: CodecPlan = {
  encode: encodeVarint,
  forms: [
    { as: 'BigInt' },
    { as: 'Integer', decode: decodeInteger },
    { as: 'Long', decode: decodeLong },
    { as: 'Number', decode: decodeSafeNumber },
  ],
};
