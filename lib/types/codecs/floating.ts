import type { CodecPlan } from '../codec-plan';
import { refuse } from '../refuse';

function encodeFloat(value: unknown): Buffer {
  if (typeof value !== 'number') refuse('a number', value);
  if (!Number.isFinite(Math.fround(value)) && Number.isFinite(value)) {
    refuse('a number that fits 32 bits', value, 'a number out of range');
  }
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeFloatBE(value, 0);
  return bytes;
}

function encodeDouble(value: unknown): Buffer {
  if (typeof value !== 'number') refuse('a number', value);
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeDoubleBE(value, 0);
  return bytes;
}

/** Finite numbers are rounded to the nearest of 32 bits, as the type demands: 0.1 reads back as 0.10000000149011612. */
export const floatPlan: CodecPlan = { encode: encodeFloat, forms: [{ as: 'Number' }] };
export const doublePlan: CodecPlan = { encode: encodeDouble, forms: [{ as: 'Number' }] };
