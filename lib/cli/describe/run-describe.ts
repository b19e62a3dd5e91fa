import type { TableMetadata } from '../../metadata/table-metadata';
import type { CommandContext } from '../command';
import { lookUpEntity } from '../entities/find-entity';
import { tableName } from '../entities/table-name';
import type { GlobalArgs } from '../global-options';
import { loadProject } from '../project/load-project';
import { loadTables } from '../project/load-tables';
import { withDataSource } from '../project/with-data-source';
import { describeEntity } from './describe-entity';
import { describeLiveTable } from './describe-live-table';
import type { TableDescription } from './table-description';

/** The entity of a name or, where there is none, the table of that name on the server. @throws CliError for neither. */
export async function runDescribe(
  word: string,
  args: GlobalArgs & { readonly server?: boolean | undefined },
  context: CommandContext,
): Promise<TableDescription> {
  const project = await loadProject(args, context);
  const table = lookUpEntity(await loadTables(project), word);
  if (table !== undefined && args.server !== true) return describeEntity(table, project.options.keyspace);
  return withDataSource(project, [], context, async (dataSource) => {
    const live = await describeLiveTable(dataSource, table === undefined ? word : tableName(table));
    return table === undefined ? live : withProperties(live, table);
  });
}

/** What the server has, with the names that the entity gives. */
function withProperties(live: TableDescription, { name, columns }: TableMetadata): TableDescription {
  const properties = new Map(columns.map((column) => [column.name, column.property]));
  return {
    ...live,
    entity: name,
    columns: live.columns.map((column) => ({ ...column, property: properties.get(column.column) ?? null })),
  };
}
