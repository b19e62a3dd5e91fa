import { unquoteString } from '../cql-literal';
import { readOptionMap } from '../option-text';

/** What an option is where the server keeps nothing. */
const UNSET: Readonly<Record<string, string>> = {
  memtable: "'default'",
  allow_auto_snapshot: 'true',
  incremental_backups: 'true',
};

/** The server takes these words and may keep nothing, so that nobody can tell. */
const NOT_KEPT: ReadonlySet<string> = new Set(['cdc', 'extensions']);

/** What a sub-option is where the server keeps nothing. */
const UNSET_PARTS: Readonly<Record<string, string>> = { enabled: 'true', keys: 'ALL', rows_per_partition: 'NONE' };

/**
 * Whether an option is as it is wanted. Both are canonical texts; of a map only the wanted parts count, since the
 * server adds its defaults.
 */
export function isSameOption(name: string, wanted: string, actual: string | undefined): boolean {
  if (actual === undefined) return NOT_KEPT.has(name) || UNSET[name] === wanted;
  if (name === 'comment') return wanted === actual;
  const parts = readOptionMap(wanted);
  if (parts !== undefined) return areSameParts(name, parts, readOptionMap(actual) ?? {});
  const clean = name === 'speculative_retry' || name === 'additional_write_policy' ? retryText : unquoteString;
  return isSameValue(clean(wanted), clean(actual));
}

type Parts = Readonly<Record<string, string>>;

function areSameParts(name: string, wanted: Parts, actual: Parts): boolean {
  if (name === 'compression') {
    // Of a table without compression the server keeps nothing but that.
    const isOff = wanted.enabled?.toLowerCase() === 'false' || Object.keys(wanted).length === 0;
    if (isOff) return actual.enabled === 'false';
  }
  return Object.entries(wanted).every(([part, value]) => isSameValue(value, actual[part] ?? UNSET_PARTS[part]));
}

function isSameValue(wanted: string, actual: string | undefined): boolean {
  if (actual === undefined) return false;
  if (wanted.toLowerCase() === actual.toLowerCase()) return true;
  return wanted.trim() !== '' && Number(wanted) === Number(actual);
}

/** `99PERCENTILE`, `50.5ms` and `none` as the server prints them: `99p`, `50ms`, `never`. */
function retryText(literal: string): string {
  return unquoteString(literal)
    .toLowerCase()
    .replaceAll(/\s/g, '')
    .replaceAll('percentile', 'p')
    .replaceAll(/(?<![\d.])[\d.]+(?=p)/g, (number) => String(Number(number)))
    .replaceAll(/(?<![\d.])([\d.]+)ms/g, (_, number: string) => `${Math.floor(Number(number))}ms`)
    .replace(/^none$/, 'never');
}
