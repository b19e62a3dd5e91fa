import { types as nodeTypes } from 'node:util';
import { toPlain } from '../repository/to-plain';
import { DRIVER_CLASSES, isDriverValue } from '../types/driver-value';

/**
 * A replacer for JSON in which `response.json()` can answer with entities and rows: bigint as text, Map as an object,
 * Set as a list, bytes as base64, the driver's values as text, as `toPlain` makes them. Everything else is left alone,
 * also what has a `toJSON()` of its own.
 *
 * @throws ValidationError for what `toPlain` refuses
 * @example
 * ```ts
 * app.set('json replacer', jsonReplacer);
 * app.get('/totals', async (request, response) => response.json({ views: 2n ** 64n, tags: new Set(['a']) }));
 * ```
 */
export function jsonReplacer(this: unknown, key: string, value: unknown): unknown {
  // JSON has called toJSON() of the value already, which makes bytes and Long something else; the holder has it still.
  const original: unknown = typeof this === 'object' && this !== null ? Reflect.get(this, key) : value;
  return isOfColumn(original) ? toPlain(original) : value;
}

function isOfColumn(value: unknown): boolean {
  if (typeof value === 'bigint') return true;
  if (typeof value === 'number') return !Number.isFinite(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (nodeTypes.isMap(value) || nodeTypes.isSet(value) || nodeTypes.isTypedArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return false;
  return DRIVER_CLASSES.some((name) => isDriverValue(value, name));
}
