import type { CodecPlan } from '../codec-plan';
import { refuse } from '../refuse';

function checkInteger(value: unknown, min: number, max: number): asserts value is number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return;
  const got = Number.isInteger(value) ? 'a number out of range' : undefined;
  refuse(`a whole number from ${min} to ${max}`, value, got);
}

function encodeTinyint(value: unknown): Buffer {
  checkInteger(value, -0x80, 0x7f);
  const bytes = Buffer.allocUnsafe(1);
  bytes[0] = value;
  return bytes;
}

function encodeSmallint(value: unknown): Buffer {
  checkInteger(value, -0x8000, 0x7fff);
  const bytes = Buffer.allocUnsafe(2);
  bytes[0] = value >> 8;
  bytes[1] = value;
  return bytes;
}

function encodeInt(value: unknown): Buffer {
  checkInteger(value, -0x80000000, 0x7fffffff);
  const bytes = Buffer.allocUnsafe(4);
  bytes[0] = value >> 24;
  bytes[1] = value >> 16;
  bytes[2] = value >> 8;
  bytes[3] = value;
  return bytes;
}

export const tinyintPlan: CodecPlan = { encode: encodeTinyint, forms: [{ as: 'Number' }] };
export const smallintPlan: CodecPlan = { encode: encodeSmallint, forms: [{ as: 'Number' }] };
export const intPlan: CodecPlan = { encode: encodeInt, forms: [{ as: 'Number' }] };
