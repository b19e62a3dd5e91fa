import type { TableOptions } from '../metadata/options';
import { sortedRecord } from './by-name';
import { canonicalOption, optionText } from './option-text';

/** The options of `@Table()` that are Cassandra's, by their CQL names. */
const CQL_NAMES = [
  ['comment', 'comment'],
  ['ttl', 'default_time_to_live'],
  ['compaction', 'compaction'],
  ['compression', 'compression'],
  ['caching', 'caching'],
  ['gcGraceSeconds', 'gc_grace_seconds'],
  ['speculativeRetry', 'speculative_retry'],
  ['cdc', 'cdc'],
  ['bloomFilterFpChance', 'bloom_filter_fp_chance'],
] as const satisfies readonly (readonly [keyof TableOptions, string])[];

/** What an entity asks of its table, by CQL name as canonical CQL text. */
export function entityOptions(options: TableOptions): Readonly<Record<string, string>> {
  const entries = CQL_NAMES.flatMap(([option, name]) => {
    const value = options[option];
    return value === undefined ? [] : [[name, optionText(value)] as const];
  });
  const extra = Object.entries(options.extra ?? {}).map(([name, cql]) => [name, canonicalOption(cql)] as const);
  return sortedRecord([...entries, ...extra]);
}
