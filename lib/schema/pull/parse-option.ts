import { unquoteString } from '../cql-literal';
import { readOptionMap } from '../option-text';

const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/**
 * The value of a table option out of its canonical text: a number, a text, a map of texts; a word such as `true` as it
 * stands. Undefined for a map that cannot be read.
 */
export function parseOption(cql: string): number | string | Readonly<Record<string, string>> | undefined {
  if (NUMBER.test(cql)) return Number(cql);
  return cql.startsWith('{') ? readOptionMap(cql) : unquoteString(cql);
}
