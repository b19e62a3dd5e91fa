import type { Request } from 'express';
import { ValidationError } from 'caspy';

/**
 * The named properties of a JSON body and no others, so that a client cannot set what is not theirs to set. What types
 * they have is checked by caspy when they are written.
 */
export function readBody<R extends string, O extends string = never>(
  request: Request,
  required: readonly R[],
  optional: readonly O[] = [],
): Record<R, never> & Partial<Record<O, never>> {
  const body: unknown = request.body;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw fault([['body', 'is a JSON object']]);
  const known: readonly string[] = [...required, ...optional];
  const faults = [
    ...required.filter((name) => Reflect.get(body, name) === undefined).map((name) => [name, 'is missing'] as const),
    ...Object.keys(body)
      .filter((name) => !known.includes(name))
      .map((name) => [name, 'is not known here'] as const),
  ];
  if (faults.length > 0) throw fault(faults);
  // `never` fits every property: the types of the values are not known yet.
  return body as Record<R, never> & Partial<Record<O, never>>;
}

function fault(faults: readonly (readonly [string, string])[]): ValidationError {
  const errors = faults.map(([name, message]) => ({ path: `body.${name}`, constraints: { body: message } }));
  return new ValidationError('The body does not fit.', { errors });
}
