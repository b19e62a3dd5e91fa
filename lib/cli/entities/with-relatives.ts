import type { EntityClass, TableMetadata } from '../../metadata/table-metadata';

/**
 * The class of a table with those that it cannot do without: who shares the table, and what a view is a view of. All
 * other entities of the project cost a command nothing.
 */
export function withRelatives(table: TableMetadata, tables: readonly TableMetadata[]): EntityClass[] {
  const share = tables.filter(
    ({ tableName, keyspace }) => tableName === table.tableName && keyspace === table.keyspace,
  );
  const base = table.view === undefined ? [] : withRelatives(table.view.base(), tables);
  return [...new Set([table.target, ...share.map(({ target }) => target), ...base])];
}
