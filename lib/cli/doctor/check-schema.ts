import type { DataSource } from '../../data-source/data-source';
import type { TableMetadata } from '../../metadata/table-metadata';
import { tableName } from '../entities/table-name';
import { type Check, finding, ok } from './check';

/** Tables by `keyspace.table`; their columns with the types. */
type LiveTables = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Whether what the entities need is there. What the server has beyond that does no harm to them. */
export async function checkSchema(
  dataSource: DataSource,
  keyspace: string | undefined,
  tables: readonly TableMetadata[],
): Promise<Check[]> {
  if (tables.length === 0) return [];
  const homes = new Set(tables.map((table) => table.keyspace ?? keyspace ?? ''));
  const live = await readColumns(dataSource, [...homes]);
  const differences = tables.flatMap((table) => compare(table, live.get(addressOf(table, keyspace))));
  if (differences.length === 0) return [ok('schema', 'Every table and column of the entities is on the server')];
  return differences.map((difference) =>
    finding('schema', difference, '`caspy schema diff` shows what to do; a migration or synchronize does it.'),
  );
}

function addressOf(table: TableMetadata, keyspace: string | undefined): string {
  return table.keyspace === undefined ? `${keyspace ?? ''}.${table.tableName}` : tableName(table);
}

async function readColumns(dataSource: DataSource, keyspaces: readonly string[]): Promise<LiveTables> {
  const live = new Map<string, Map<string, string>>();
  for (const keyspace of keyspaces) {
    const cql = 'SELECT table_name, column_name, type FROM system_schema.columns WHERE keyspace_name = ?';
    const { rows } = await dataSource.execute(cql, [keyspace]);
    for (const { table_name: table, column_name: column, type } of rows) {
      const address = `${keyspace}.${String(table)}`;
      const columns = live.get(address) ?? new Map<string, string>();
      live.set(address, columns.set(String(column), String(type)));
    }
  }
  return live;
}

function compare(table: TableMetadata, columns: ReadonlyMap<string, string> | undefined): string[] {
  const { name, tableName: stored, view } = table;
  if (columns === undefined) return [`${name}: the ${view === undefined ? 'table' : 'view'} ${stored} does not exist.`];
  return table.columns.flatMap(({ path, name: column, cqlType }) => {
    const type = columns.get(column);
    if (type === undefined) return [`${path}: the table ${stored} has no column ${column}.`];
    return plain(type) === plain(cqlType) ? [] : [`${path} is ${cqlType}, and in ${stored} it is ${type}.`];
  });
}

/** Server and entity may name the keyspace of a type or not, and quote it or not. */
function plain(type: string): string {
  return type.replaceAll(/[\s"]/g, '').replaceAll(/\w+\./g, '');
}
