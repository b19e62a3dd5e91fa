import { createRequire } from 'node:module';

let measure: ((text: string) => number) | undefined;

/** Columns that a text takes on a terminal, by the measure that cli-table3 itself uses, so that both always agree. */
export function textWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  measure ??= createRequire(require.resolve('cli-table3'))('string-width') as (text: string) => number;
  return measure(text);
}
