import type { CodeStyle, Expression } from './literal';
import { objectLiteral, stringLiteral } from './literal';
import { parseOption } from './parse-option';

/** What Cassandra gives a table that asks for nothing: leaving it out gives the same table. */
const DEFAULTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['additional_write_policy', '99p'],
  ['allow_auto_snapshot', 'true'],
  ['bloom_filter_fp_chance', 0.01],
  ['caching', { keys: 'ALL', rows_per_partition: 'NONE' }],
  ['cdc', 'false'],
  ['comment', ''],
  ['compaction', { class: 'SizeTieredCompactionStrategy', max_threshold: '32', min_threshold: '4' }],
  ['compression', { chunk_length_in_kb: '16', class: 'LZ4Compressor' }],
  ['crc_check_chance', 1],
  ['dclocal_read_repair_chance', 0],
  ['default_time_to_live', 0],
  ['extensions', {}],
  ['gc_grace_seconds', 864_000],
  ['incremental_backups', 'true'],
  ['max_index_interval', 2048],
  ['memtable', 'default'],
  ['memtable_flush_period_in_ms', 0],
  ['min_index_interval', 128],
  ['read_repair', 'BLOCKING'],
  ['read_repair_chance', 0],
  ['speculative_retry', '99p'],
]);

/** Options that decorators know by a name of their own, and the sort of value that they take there. */
const KNOWN: Readonly<Record<string, readonly [property: string, kind: 'string' | 'number' | 'boolean' | 'object']>> = {
  bloom_filter_fp_chance: ['bloomFilterFpChance', 'number'],
  caching: ['caching', 'object'],
  cdc: ['cdc', 'boolean'],
  comment: ['comment', 'string'],
  compaction: ['compaction', 'object'],
  compression: ['compression', 'object'],
  default_time_to_live: ['ttl', 'number'],
  gc_grace_seconds: ['gcGraceSeconds', 'number'],
  speculative_retry: ['speculativeRetry', 'string'],
};

/** The order in which people look for them. */
const ORDER = Object.keys({
  ...{ comment: 0, ttl: 0, compaction: 0, compression: 0, caching: 0, gcGraceSeconds: 0, speculativeRetry: 0 },
  ...{ cdc: 0, bloomFilterFpChance: 0, extra: 0 },
});

/** The options of a decorator for those of a table that are not Cassandra's defaults. */
export function tableOptionEntries(
  options: Readonly<Record<string, string>>,
  style: CodeStyle,
): Record<string, Expression> {
  const found: Record<string, Expression> = {};
  const extra: Record<string, Expression> = {};
  for (const [name, cql] of Object.entries(options)) {
    const value = parseOption(cql);
    if (isDefault(name, value, options)) continue;
    const known = Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;
    const expression = known === undefined ? undefined : optionExpression(value, known[1], style);
    if (known !== undefined && expression !== undefined) found[known[0]] = expression;
    else extra[name] = stringLiteral(cql, style);
  }
  if (Object.keys(extra).length > 0) found.extra = objectLiteral(extra, style);
  return Object.fromEntries(Object.entries(found).toSorted(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b)));
}

function isDefault(name: string, value: unknown, options: Readonly<Record<string, string>>): boolean {
  if (name === 'bloom_filter_fp_chance' && (options.compaction ?? '').includes('LeveledCompactionStrategy')) {
    return value === 0.1;
  }
  return DEFAULTS.has(name) && same(DEFAULTS.get(name), value);
}

function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return String(a) === String(b);
  const sorted = (map: object): string => JSON.stringify(Object.entries(map).toSorted(([x], [y]) => (x < y ? -1 : 1)));
  return sorted(a) === sorted(b);
}

function optionExpression(value: unknown, kind: string, style: CodeStyle): Expression | undefined {
  if (kind === 'object') {
    return typeof value === 'object' && value !== null ? optionMapExpression(value, style) : undefined;
  }
  if (kind === 'string') return typeof value === 'string' ? stringLiteral(value, style) : undefined;
  if (kind === 'boolean') return value === 'true' || value === 'false' ? value : undefined;
  return typeof value === 'number' ? String(value) : undefined;
}

/** A map of texts; those that are exactly a number or a truth value stand as such. */
export function optionMapExpression(map: object, style: CodeStyle): Expression {
  const entries = Object.entries(map).map(([name, value]): [string, Expression] => [name, plain(String(value), style)]);
  return objectLiteral(Object.fromEntries(entries), style);
}

function plain(text: string, style: CodeStyle): string {
  if (text === 'true' || text === 'false') return text;
  return /^(0|[1-9]\d{0,14})$/.test(text) ? text : stringLiteral(text, style);
}
