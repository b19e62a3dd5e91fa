import { closest } from '../../suggest';
import { usageError } from '../cli-error';

/** How a filter compares. */
export type FilterOperator = '=' | '>' | '>=' | '<' | '<=' | 'in' | 'contains' | 'contains_key';

/** One `--filter`, taken apart. The value is still as it was typed, quotes and blanks included. */
export interface ParsedFilter {
  readonly field: string;
  readonly operator: FilterOperator;
  readonly text: string;
}

const SUFFIXES: ReadonlyMap<string, FilterOperator> = new Map([
  ['exact', '='],
  ['gt', '>'],
  ['gte', '>='],
  ['lt', '<'],
  ['lte', '<='],
  ['in', 'in'],
  ['contains', 'contains'],
  ['contains_key', 'contains_key'],
]);

const COMPARISON = /^(?<key>[^<>=!]*)(?<symbol>>=|<=|!=|<>|==|=|>|<)(?<text>[\s\S]*)$/;

const EXAMPLE = 'Write --filter field=value; also field>=5, field__in=a,b, field__contains=x.';

/**
 * Takes `field=value`, `field>=5` or `field__gte=5` apart.
 *
 * @param isField whether a name is one of the entity's. A field whose own name holds `__` wins over a suffix.
 * @throws CliError that says what is wrong with the filter.
 */
export function parseFilter(filter: string, isField: (name: string) => boolean): ParsedFilter {
  const match = COMPARISON.exec(filter)?.groups;
  const key = match?.key?.trim() ?? '';
  const symbol = match?.symbol ?? '';
  const text = match?.text ?? '';
  if (match === undefined) throw usageError(`--filter ${filter}: there is no comparison in it.`, EXAMPLE);
  if (key === '') throw usageError(`--filter ${filter}: there is no field before '${symbol}'.`, EXAMPLE);
  if (symbol === '!=' || symbol === '<>') {
    throw usageError(
      `--filter ${filter}: CQL cannot ask for what is not equal.`,
      'Filter the rows after reading them.',
    );
  }
  if (symbol === '==') {
    const hint = `Write ${key}=… with one '='; a value that starts with '=' stands in quotes: ${key}="=…".`;
    throw usageError(`--filter ${filter}: '==' is no comparison.`, hint);
  }
  const { field, suffix } = splitKey(key, isField);
  if (suffix === undefined) return { field, operator: symbol as FilterOperator, text };
  return { field, operator: suffixOperator(filter, field, suffix, symbol), text };
}

function splitKey(key: string, isField: (name: string) => boolean): { field: string; suffix: string | undefined } {
  const at = key.lastIndexOf('__');
  if (isField(key) || at <= 0) return { field: key, suffix: undefined };
  const field = key.slice(0, at);
  const suffix = key.slice(at + 2);
  // Neither part is known: then the whole is the name that was meant, unless the suffix makes sense.
  return isField(field) || SUFFIXES.has(suffix) ? { field, suffix } : { field: key, suffix: undefined };
}

function suffixOperator(filter: string, field: string, suffix: string, symbol: string): FilterOperator {
  const operator = SUFFIXES.get(suffix);
  if (operator === undefined) {
    const near = closest(suffix, SUFFIXES.keys());
    const guess = near === undefined ? '' : ` Did you mean '${field}__${near}'?`;
    const known = [...SUFFIXES.keys()].map((name) => `__${name}`).join(', ');
    throw usageError(`--filter ${filter}: there is no operator '__${suffix}'.${guess}`, `There are ${known}.`);
  }
  if (symbol === '=') return operator;
  throw usageError(
    `--filter ${filter}: '__${suffix}' and '${symbol}' are two comparisons.`,
    `Write ${field}__${suffix}=… or ${field}${symbol}….`,
  );
}
