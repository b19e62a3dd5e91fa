import type { Accepts } from './accepted';

export const isFunction: Accepts = (value) => typeof value === 'function';

/** A class passes for a function until it is called, and is then the caller's own mistake: it is left out. */
export function callable(value: unknown): never {
  return (isFunction(value) && String(value).startsWith('class') ? () => undefined : value) as never;
}
