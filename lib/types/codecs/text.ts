import type { CodecPlan } from '../codec-plan';
import { refuse } from '../refuse';

// In every Node that caspy supports; TypeScript knows it only from its ES2024 library on.
const isWellFormed = (value: string): boolean => (value as string & { isWellFormed(): boolean }).isWellFormed();

const NOT_ASCII = /\P{ASCII}/u;

function encodeText(value: unknown): Buffer {
  if (typeof value !== 'string') refuse('a string', value);
  // UTF-8 has no bytes for half a surrogate pair; Buffer would write U+FFFD without a word.
  if (!isWellFormed(value)) refuse('well-formed text', value, 'a string with half a surrogate pair');
  return Buffer.from(value, 'utf8');
}

function encodeAscii(value: unknown): Buffer {
  if (typeof value !== 'string') refuse('a string of ASCII characters', value);
  if (NOT_ASCII.test(value)) refuse('a string of ASCII characters', value, 'a string with other characters');
  return Buffer.from(value, 'latin1');
}

export const textPlan: CodecPlan = { encode: encodeText, forms: [{ as: 'String' }] };
export const asciiPlan: CodecPlan = { encode: encodeAscii, forms: [{ as: 'String' }] };
