import { quoteIdentifier } from '../types/cql-identifier';
import type { ColumnModel, TableModel } from './model';

/** `CREATE TABLE IF NOT EXISTS` with keys, clustering order and options. `target` is the qualified name, as CQL. */
export function createTable(table: TableModel, target: string): string {
  const columns = table.columns.map(columnClause);
  return `CREATE TABLE IF NOT EXISTS ${target} (${[...columns, primaryKeyClause(table.columns)].join(', ')})${withClause(table)}`;
}

/** A column as `CREATE TABLE` and `ALTER TABLE … ADD` take it. */
export function columnClause({ name, type, kind }: ColumnModel): string {
  return `${quoteIdentifier(name)} ${type}${kind === 'static' ? ' STATIC' : ''}`;
}

/** `PRIMARY KEY ((…), …)`. */
export function primaryKeyClause(columns: readonly ColumnModel[]): string {
  const names = (part: ColumnModel['kind']): string[] =>
    columns.filter(({ kind }) => kind === part).map(({ name }) => quoteIdentifier(name));
  // The inner parentheses make the difference between a composite partition key and a clustering column.
  return `PRIMARY KEY (${[`(${names('partition').join(', ')})`, ...names('clustering')].join(', ')})`;
}

/** `CLUSTERING ORDER BY (…)`; undefined for a table without clustering columns. */
export function clusteringOrder(columns: readonly ColumnModel[]): string | undefined {
  const order = columns
    .filter(({ kind }) => kind === 'clustering')
    .map(({ name, order: direction }) => `${quoteIdentifier(name)} ${direction ?? 'ASC'}`);
  return order.length === 0 ? undefined : `CLUSTERING ORDER BY (${order.join(', ')})`;
}

/** What stands behind `WITH`, one text for each option. */
export function optionClauses(options: TableModel['options']): string[] {
  return Object.entries(options).map(([name, text]) => `${quoteIdentifier(name)} = ${text}`);
}

/** ` WITH …` of a table or view that is created; empty when there is nothing to say. */
export function withClause({ columns, options }: Pick<TableModel, 'columns' | 'options'>): string {
  const order = clusteringOrder(columns);
  const clauses = [...(order === undefined ? [] : [order]), ...optionClauses(options)];
  return clauses.length === 0 ? '' : ` WITH ${clauses.join(' AND ')}`;
}
