import { types as nodeTypes } from 'node:util';

/** Whether something can be iterated for its values. A text can, boxed or not, but nobody means its characters. */
export function isListOfValues(value: unknown): value is Iterable<unknown> {
  if (typeof value !== 'object' || value === null || nodeTypes.isStringObject(value)) return false;
  return typeof (value as Partial<Iterable<unknown>>)[Symbol.iterator] === 'function';
}
