import { createHash } from 'node:crypto';
import { inspect } from 'node:util';

/** Long enough that two statements of one migration never share it. */
const STEP_LENGTH = 16;

/** The checksum of a whole migration, as hexadecimal text. */
export function checksum(parts: readonly string[]): string {
  const hash = createHash('sha256');
  // With its length before each part, so that no two lists come to the same bytes.
  for (const part of parts) hash.update(`${part.length}:${part}`);
  return hash.digest('hex');
}

/** The checksum of one step: its text and its values, of which nothing can be read back. */
export function stepDigest(text: string, params: readonly unknown[] = []): string {
  return checksum([text, ...params.map(valueText)]).slice(0, STEP_LENGTH);
}

function valueText(value: unknown): string {
  return inspect(value, {
    depth: null,
    maxArrayLength: null,
    maxStringLength: null,
    sorted: true,
    breakLength: Infinity,
  });
}
