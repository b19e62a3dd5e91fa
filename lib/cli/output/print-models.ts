import type { ColumnMetadata, TableMetadata } from '../../metadata/table-metadata';
import { escapeJson } from './escape';
import type { Io } from './io';
import { jsonText } from './json-value';
import { renderTable } from './table';

const COLUMNS = ['entity', 'table', 'partition key', 'clustering key', 'columns', 'indexes'];

/** The entities with their tables, keys and indexes. */
export async function printModels(io: Io, tables: readonly TableMetadata[]): Promise<void> {
  if (io.json) {
    const lines = tables.map((table) => `\n  ${escapeJson(jsonText(describe(table)))}`);
    await io.stdout.write(`[${lines.join(',')}${lines.length === 0 ? '' : '\n'}]\n`);
    return;
  }
  if (tables.length === 0) {
    io.notice(`There are no entities. Set 'entities' in caspy.config.ts.`);
    return;
  }
  const columns = COLUMNS.map((name, at) => ({ name, isKey: at === 0 }));
  await io.stdout.write(`${renderTable(columns, tables.map(row), io.style)}\n`);
}

function row(table: TableMetadata): unknown[] {
  return [
    table.name,
    table.keyspace === undefined ? table.tableName : `${table.keyspace}.${table.tableName}`,
    table.partitionKey.map(({ property }) => property).join(', '),
    table.clusteringKey.map(clustering).join(', '),
    table.columns.length,
    table.indexes.map(({ column }) => column.property).join(', '),
  ];
}

function clustering({ property, order }: ColumnMetadata): string {
  return order === 'DESC' ? `${property} DESC` : property;
}

function describe(table: TableMetadata): Readonly<Record<string, unknown>> {
  return {
    entity: table.name,
    table: table.tableName,
    keyspace: table.keyspace,
    partitionKey: table.partitionKey.map(({ property }) => property),
    clusteringKey: table.clusteringKey.map(({ property, order }) => ({ property, order })),
    columns: table.columns.length,
    indexes: table.indexes.map(({ name, column, using, target }) => ({ name, column: column.property, using, target })),
  };
}
