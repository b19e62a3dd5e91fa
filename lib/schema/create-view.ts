import type { TableMetadata } from '../metadata/table-metadata';
import { primaryKeyClause, tableOptions } from './create-table';

/**
 * `CREATE MATERIALIZED VIEW IF NOT EXISTS`; rows with a null in the key of the view are not in it.
 *
 * @param target the qualified name of the view, as CQL
 * @param base the qualified name of its table, as CQL
 */
export function createView(view: TableMetadata, target: string, base: string): string {
  const columns = view.columns.map(({ cqlName }) => cqlName).join(', ');
  const where = view.primaryKey.map(({ cqlName }) => `${cqlName} IS NOT NULL`);
  if (view.view?.where !== undefined) where.push(view.view.where);
  const options = tableOptions(view);
  const suffix = options.length === 0 ? '' : ` WITH ${options.join(' AND ')}`;
  return (
    `CREATE MATERIALIZED VIEW IF NOT EXISTS ${target} AS SELECT ${columns} FROM ${base} ` +
    `WHERE ${where.join(' AND ')} ${primaryKeyClause(view)}${suffix}`
  );
}
