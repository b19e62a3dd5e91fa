import { ConfigurationError } from '../../errors';

/** Reads one part of a JSON document, or refuses it by its path. */
export type Shape<T> = (value: unknown, path: string) => T;

/** @throws ConfigurationError always */
export function refuse(path: string, expected: string): never {
  throw new ConfigurationError(`The snapshot is none: ${path} should be ${expected}.`, {
    code: 'CASPY_SNAPSHOT',
    details: { path },
  });
}

export const text: Shape<string> = (value, path) => (typeof value === 'string' ? value : refuse(path, 'a text'));

export const flag: Shape<boolean> = (value, path) =>
  typeof value === 'boolean' ? value : refuse(path, 'true or false');

export function oneOf<const T extends string | boolean>(...values: readonly T[]): Shape<T> {
  return (value, path) =>
    values.find((each) => each === value) ?? refuse(path, values.map((each) => JSON.stringify(each)).join(' or '));
}

export function listOf<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) return refuse(path, 'a list');
    return value.map((each, at) => shape(each, `${path}[${at}]`));
  };
}

export const texts: Shape<Readonly<Record<string, string>>> = (value, path) =>
  Object.fromEntries(entriesOf(value, path).map(([name, each]) => [name, text(each, `${path}.${name}`)]));

type Shapes = Readonly<Record<string, Shape<unknown>>>;
type Read<S extends Shapes> = { readonly [P in keyof S]: ReturnType<S[P]> };

/** An object with all of `required`, perhaps some of `optional`, and nothing else. */
export function object<R extends Shapes, O extends Shapes>(
  required: R,
  optional: O,
): Shape<Read<R> & Partial<Read<O>>> {
  return (value, path) => {
    const given = new Map(entriesOf(value, path));
    for (const name of given.keys()) {
      if (!Object.hasOwn(required, name) && !Object.hasOwn(optional, name)) refuse(`${path}.${name}`, 'left out');
    }
    const read = (shapes: Shapes, isRequired: boolean): (readonly [string, unknown])[] =>
      Object.entries(shapes).flatMap(([name, shape]) =>
        isRequired || given.has(name) ? [[name, shape(given.get(name), `${path}.${name}`)] as const] : [],
      );
    // Each property was read by the shape that gives it its type.
    return Object.fromEntries([...read(required, true), ...read(optional, false)]) as Read<R> & Partial<Read<O>>;
  };
}

function entriesOf(value: unknown, path: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(path, 'an object');
  return Object.entries(value);
}
