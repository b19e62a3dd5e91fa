import { CodecFault } from './codec';
import type { CqlType, ScalarName } from './cql-type';
import { parseScalarText } from './parse-scalar-text';

/** Key types without one obvious text. */
const WITHOUT_TEXT: ReadonlySet<ScalarName> = new Set<ScalarName>(['blob', 'duration']);

/** Whether the keys of a map can be the property names of an object. */
export function hasTextKeys(key: CqlType): boolean {
  return key.kind === 'scalar' && !WITHOUT_TEXT.has(key.name);
}

/** The key that a property name of an object stands for. */
export function keyFromText(key: CqlType, text: string): unknown {
  return key.kind === 'scalar' ? parseScalarText(key.name, text) : text;
}

/** The property name of a key in its default JavaScript form; `keyFromText` reads it back. */
export function keyToText(key: unknown): string {
  if (key instanceof Date) {
    if (Number.isNaN(key.getTime())) throw new CodecFault('a stored timestamp is outside the range of Date');
    return key.toISOString();
  }
  return Object.is(key, -0) ? '-0' : String(key);
}
