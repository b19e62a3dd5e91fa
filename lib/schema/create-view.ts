import { quoteIdentifier } from '../types/cql-identifier';
import { primaryKeyClause, withClause } from './create-table';
import type { ViewModel } from './model';

/**
 * `CREATE MATERIALIZED VIEW IF NOT EXISTS`; rows with a null in the key of the view are not in it.
 *
 * @param target the qualified name of the view, as CQL
 * @param base the qualified name of its table, as CQL
 */
export function createView(view: ViewModel, target: string, base: string): string {
  const columns = view.columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  return (
    `CREATE MATERIALIZED VIEW IF NOT EXISTS ${target} AS SELECT ${columns} FROM ${base} ` +
    `WHERE ${view.where} ${primaryKeyClause(view.columns)}${withClause(view)}`
  );
}
