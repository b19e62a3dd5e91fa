/**
 * An object of named values: a plain one, one without a prototype, or an instance of a class of the program. No list,
 * no Map, Date, boxed text or other object whose content is not in its properties: of those, `Object.keys` would say
 * that there is nothing in them.
 */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.prototype.toString.call(value) === '[object Object]';
}
