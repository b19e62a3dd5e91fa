import type { CodecPlan } from '../codec-plan';
import { refuse } from '../refuse';

function encodeBoolean(value: unknown): Buffer {
  if (typeof value !== 'boolean') refuse('a boolean', value);
  const bytes = Buffer.allocUnsafe(1);
  bytes[0] = value ? 1 : 0;
  return bytes;
}

export const booleanPlan: CodecPlan = { encode: encodeBoolean, forms: [{ as: 'Boolean' }] };
