import type { OptionMap } from '../metadata/options';

/** A CQL string literal. Only DDL needs one: it has no bind markers. */
export function quoteString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The text of a CQL string literal; other literals are their own text. */
export function unquoteString(literal: string): string {
  return /^'.*'$/s.test(literal) ? literal.slice(1, -1).replaceAll("''", "'") : literal;
}

/** A CQL map literal of strings, as table and index options are written. */
export function optionMap(options: OptionMap): string {
  const entries = Object.entries(options).map(([name, value]) => `${quoteString(name)}: ${quoteString(String(value))}`);
  return `{${entries.join(', ')}}`;
}
