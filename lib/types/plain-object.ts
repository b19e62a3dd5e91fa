import { types as nodeTypes } from 'node:util';

/** Objects of any realm whose properties are all their own: a class instance may hide what it holds. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || (Object.getPrototypeOf(prototype) === null && !nodeTypes.isProxy(prototype));
}
