import { indexClass } from '../metadata/index-kind';
import type { OptionMap } from '../metadata/options';
import type { ColumnMetadata, IndexMetadata, TableMetadata } from '../metadata/table-metadata';
import { quoteIdentifier } from '../types/cql-identifier';

/** A CQL string literal. Only DDL needs one: it has no bind markers. */
export function quoteString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A CQL map literal of strings, as table and index options are written. */
export function optionMap(options: OptionMap): string {
  const entries = Object.entries(options).map(([name, value]) => `${quoteString(name)}: ${quoteString(String(value))}`);
  return `{${entries.join(', ')}}`;
}

/** `CREATE TABLE IF NOT EXISTS` with keys, clustering order and options. `target` is the qualified name, as CQL. */
export function createTable(table: TableMetadata, target: string): string {
  const columns = table.columns.map(
    ({ cqlName, cqlType, kind }) => `${cqlName} ${cqlType}${kind === 'static' ? ' STATIC' : ''}`,
  );
  const options = tableOptions(table);
  const suffix = options.length === 0 ? '' : ` WITH ${options.join(' AND ')}`;
  return `CREATE TABLE IF NOT EXISTS ${target} (${[...columns, primaryKeyClause(table)].join(', ')})${suffix}`;
}

/** `PRIMARY KEY ((…), …)`. */
export function primaryKeyClause({ partitionKey, clusteringKey }: TableMetadata): string {
  const names = (columns: readonly ColumnMetadata[]): string => columns.map(({ cqlName }) => cqlName).join(', ');
  // The inner parentheses make the difference between a composite partition key and a clustering column.
  const clustering = clusteringKey.length === 0 ? '' : `, ${names(clusteringKey)}`;
  return `PRIMARY KEY ((${names(partitionKey)})${clustering})`;
}

/** What stands behind `WITH`, one text for each option. */
export function tableOptions({ clusteringKey, options }: TableMetadata): string[] {
  const clauses: string[] = [];
  if (clusteringKey.length > 0) {
    const order = clusteringKey.map(({ cqlName, order: direction }) => `${cqlName} ${direction ?? 'ASC'}`).join(', ');
    clauses.push(`CLUSTERING ORDER BY (${order})`);
  }
  const add = <T>(name: string, value: T | undefined, format: (value: T) => string): void => {
    if (value !== undefined) clauses.push(`${name} = ${format(value)}`);
  };
  add('comment', options.comment, quoteString);
  add('default_time_to_live', options.ttl, String);
  add('compaction', options.compaction, optionMap);
  add('compression', options.compression, optionMap);
  add('caching', options.caching, optionMap);
  add('gc_grace_seconds', options.gcGraceSeconds, String);
  add('speculative_retry', options.speculativeRetry, quoteString);
  add('cdc', options.cdc, String);
  add('bloom_filter_fp_chance', options.bloomFilterFpChance, String);
  for (const [name, cql] of Object.entries(options.extra ?? {})) add(quoteIdentifier(name), cql, String);
  return clauses;
}

/** `CREATE INDEX IF NOT EXISTS`; `target` is the qualified name of the table, as CQL. */
export function createIndex({ name, column, using, target: part, options }: IndexMetadata, target: string): string {
  const on = part === undefined ? column.cqlName : `${part}(${column.cqlName})`;
  const className = indexClass(using);
  const [custom, suffix] = className === undefined ? ['', ''] : ['CUSTOM ', ` USING ${quoteString(className)}`];
  const withOptions = Object.keys(options).length === 0 ? '' : ` WITH OPTIONS = ${optionMap(options)}`;
  return `CREATE ${custom}INDEX IF NOT EXISTS ${quoteIdentifier(name)} ON ${target} (${on})${suffix}${withOptions}`;
}
