import type { OptionMap } from '../metadata/options';
import { sortedRecord } from './by-name';
import { optionMap, quoteString, unquoteString } from './cql-literal';

/** Where Cassandra looks for a class that is named without its package. */
const PACKAGES = [
  'org.apache.cassandra.db.compaction.',
  'org.apache.cassandra.io.compress.',
  'org.apache.cassandra.locator.',
];

/** Older names of sub-options, which Cassandra takes and stores under the newer one. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['sstable_compression', 'class'],
  ['chunk_length_kb', 'chunk_length_in_kb'],
]);

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const ENTRY = /\s*('(?:[^']|'')*'|[\w.+-]+)\s*:\s*('(?:[^']|'')*'|[\w.+-]+)\s*(,|\})/y;

/** The short name of one of Cassandra's own classes; others keep their package. */
export function shortClassName(name: string): string {
  const found = PACKAGES.find((each) => name.startsWith(each));
  return found === undefined ? name : name.slice(found.length);
}

/** An option as it stands in a model: one text for each value, however it was written. */
export function optionText(value: string | number | boolean | OptionMap): string {
  if (typeof value === 'string') return quoteString(value);
  if (typeof value !== 'object') return String(value);
  const entries = Object.entries(value).map(([name, each]) => {
    const known = RENAMED.get(name) ?? name;
    return [known, known === 'class' ? shortClassName(String(each)) : String(each)] as const;
  });
  return optionMap(sortedRecord(entries));
}

/** The same for an option that is given as CQL text. Text that caspy cannot read stays as it is. */
export function canonicalOption(cql: string): string {
  const text = cql.trim();
  if (text.startsWith('{')) {
    const entries = readOptionMap(text);
    return entries === undefined ? text : optionText(entries);
  }
  if (NUMBER.test(text)) return String(Number(text));
  return /^(?:true|false)$/i.test(text) ? text.toLowerCase() : text;
}

/** The entries of a map literal such as `{'class': 'x', 'n': 1}`; undefined for text that is none. */
export function readOptionMap(text: string): Readonly<Record<string, string>> | undefined {
  if (/^\{\s*\}$/.test(text)) return {};
  if (!text.startsWith('{')) return undefined;
  const entries: [string, string][] = [];
  ENTRY.lastIndex = 1;
  for (;;) {
    const [, name, value, end] = ENTRY.exec(text) ?? [];
    if (name === undefined || value === undefined) return undefined;
    entries.push([unquoteString(name), unquoteString(value)]);
    if (end === ',') continue;
    // exec() moves lastIndex behind the closing brace.
    return ENTRY.lastIndex === text.length ? Object.fromEntries(entries) : undefined;
  }
}
