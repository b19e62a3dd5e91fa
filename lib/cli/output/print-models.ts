import type { ColumnMetadata, TableMetadata } from '../../metadata/table-metadata';
import { describeEntity } from '../describe/describe-entity';
import { tableName } from '../entities/table-name';
import { escapeJson } from './escape';
import type { Io } from './io';
import { jsonText } from './json-value';
import { renderTable } from './table';

const COLUMNS = ['entity', 'table', 'partition key', 'clustering key', 'columns', 'indexes'];

/** The entities with their tables, keys and indexes; as JSON with every column. */
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
    tableName(table),
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
  const { entity, keyspace, table: name, columns, indexes } = describeEntity(table, undefined);
  return {
    ...{ entity, table: name, keyspace },
    partitionKey: table.partitionKey.map(({ property }) => property),
    clusteringKey: table.clusteringKey.map(({ property, order }) => ({ property, order })),
    ...{ columns, indexes },
  };
}
