/**
 * A class whose repository only reads, as far as the type checker knows. TypeScript does not see decorators, so the class
 * of a materialized view says it itself: `static readonly readOnly = true`. Without it the repository has its writing
 * methods in its type, and they throw.
 */
export interface ReadOnlyClass {
  readonly readOnly: true;
}

/** Whether a class says that it is only read. */
export function saysReadOnly(target: object): boolean {
  return Reflect.get(target, 'readOnly') === true;
}
