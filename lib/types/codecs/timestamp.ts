import { types as nodeTypes } from 'node:util';
import type { CodecPlan } from '../codec-plan';
import { refuse } from '../refuse';
import { int64FromNumber } from './int64';

function encodeTimestamp(value: unknown): Buffer {
  if (!nodeTypes.isDate(value)) return refuse('a Date', value);
  const milliseconds = value.getTime();
  if (Number.isNaN(milliseconds)) refuse('a valid Date', value);
  return int64FromNumber(milliseconds);
}

export const timestampPlan: CodecPlan = { encode: encodeTimestamp, forms: [{ as: 'Date' }] };
