import { hexOfBytes } from '../../types/hex';
import { jsonValue } from './json-value';

/** Bytes that a table shows of a blob. */
const SHOWN_BYTES = 32;

/**
 * A value as people read it: `{a, b}` after `Set` and `{k: v}` after `Map`, dates in ISO 8601, bytes as `0x…`.
 * Control characters are still in it.
 */
export function textValue(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object') return 'null';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
  if (value instanceof Uint8Array) return bytesText(value);
  if (value instanceof Set) return `Set {${Array.from(value, textValue).join(', ')}}`;
  if (value instanceof Map) return `Map ${membersText([...value])}`;
  const plain = jsonValue(value);
  if (Array.isArray(value)) return `[${value.map(textValue).join(', ')}]`;
  if (Array.isArray(plain)) return `[${plain.map(textValue).join(', ')}]`;
  return typeof plain === 'object' && plain !== null ? membersText(Object.entries(value)) : textValue(plain);
}

function membersText(entries: readonly (readonly [unknown, unknown])[]): string {
  return `{${entries.map(([key, value]) => `${textValue(key)}: ${textValue(value)}`).join(', ')}}`;
}

function bytesText(bytes: Uint8Array): string {
  if (bytes.byteLength <= SHOWN_BYTES) return hexOfBytes(bytes);
  return `${hexOfBytes(bytes.subarray(0, SHOWN_BYTES))}… (${bytes.byteLength} bytes)`;
}
