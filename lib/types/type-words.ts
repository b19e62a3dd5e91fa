import { SCALAR_NAMES } from './cql-type';
import type { ScalarName } from './cql-type';

/** Words that take parameters in angle brackets. */
export const GENERIC_NAMES = ['list', 'set', 'map', 'tuple', 'vector', 'frozen'] as const;

export type GenericName = (typeof GENERIC_NAMES)[number];

const SCALARS: ReadonlyMap<string, ScalarName> = new Map<string, ScalarName>([
  ...SCALAR_NAMES.map((name) => [name, name] as const),
  ['varchar', 'text'],
]);

const GENERICS: ReadonlyMap<string, GenericName> = new Map(GENERIC_NAMES.map((name) => [name, name]));

/** Names that `CREATE TYPE` refuses without quotes, because CQL may use them one day. */
const RESERVED: ReadonlySet<string> = new Set(['bitstring', 'byte', 'complex', 'enum', 'interval', 'macaddr']);

/** The native type of a lower-case word; `varchar` is `text`. */
export function scalarOf(word: string): ScalarName | undefined {
  return SCALARS.get(word);
}

export function genericOf(word: string): GenericName | undefined {
  return GENERICS.get(word);
}

/** Whether a user-defined type of this name must be quoted, because bare it means something else or nothing. */
export function isTypeWord(word: string): boolean {
  return SCALARS.has(word) || GENERICS.has(word) || RESERVED.has(word);
}
