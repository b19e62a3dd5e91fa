import { sortedRecord } from '../by-name';
import { optionText } from '../option-text';
import type { SchemaRow } from './schema-rows';
import { textMap } from './schema-rows';

/** Columns of `system_schema.tables` and `.views` that are no options, or that no version of CQL takes any more. */
const NO_OPTIONS: ReadonlySet<string> = new Set([
  'keyspace_name',
  'table_name',
  'view_name',
  'id',
  'flags',
  'base_table_id',
  'base_table_name',
  'include_all_columns',
  'where_clause',
  'dclocal_read_repair_chance',
  'read_repair_chance',
  // Stored by the server's extensions only: CQL takes the word and forgets it.
  'extensions',
]);

/**
 * The options that the server keeps of a table or view, by CQL name. One that is null there is left out: it is unset,
 * or the server does not keep it (`cdc` where change data capture is off in cassandra.yaml).
 */
export function serverOptions(row: SchemaRow): Readonly<Record<string, string>> {
  const entries: [string, string][] = [];
  for (const [name, value] of Object.entries(row)) {
    if (!NO_OPTIONS.has(name) && value !== null && value !== undefined) entries.push([name, storedOption(value)]);
  }
  return sortedRecord(entries);
}

function storedOption(value: unknown): string {
  if (typeof value === 'object') return optionText(textMap(value));
  return typeof value === 'string' ? optionText(value) : `${value as number | bigint | boolean}`;
}
