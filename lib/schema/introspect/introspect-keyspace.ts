import { byName, sortedRecord } from '../by-name';
import { canonicalType } from '../canonical-type';
import type { DroppedColumnModel, IndexModel, KeyspaceModel, TableModel, TypeModel, ViewModel } from '../model';
import { shortClassName } from '../option-text';
import type { SchemaClient } from '../schema-client';
import { columnModels } from './column-models';
import { indexModel } from './index-model';
import type { SchemaRow } from './schema-rows';
import { readSchemaRows, textMap, texts, textOf } from './schema-rows';
import { serverOptions } from './server-options';

/**
 * One keyspace as the server has it: types, tables with dropped columns, indexes and options, and views. Undefined when
 * there is no such keyspace. It reads `system_schema` of one node and writes nothing.
 *
 * Seven tables are read, each by itself; while another process changes the schema, the answer may mix two states of it.
 *
 * @throws ConnectionError and its like, as any read.
 * @example
 * ```ts
 * const chat = await introspectKeyspace(client, 'chat');
 * chat?.tables.map(({ name }) => name); // ['message', 'user']
 * ```
 */
export async function introspectKeyspace(client: SchemaClient, name: string): Promise<KeyspaceModel | undefined> {
  const rows = await readSchemaRows(client, name);
  const [keyspace] = rows.keyspaces;
  if (keyspace === undefined) return undefined;
  const replication = Object.entries(textMap(keyspace.replication)).map(
    ([key, value]) => [key, key === 'class' ? shortClassName(value) : value] as const,
  );
  const columnsOf = groupByTable(rows.columns);
  const indexesOf = groupByTable(rows.indexes);
  const droppedOf = groupByTable(rows.dropped);
  const parts = (table: string): [SchemaRow[], SchemaRow[], SchemaRow[]] => [
    columnsOf.get(table) ?? [],
    indexesOf.get(table) ?? [],
    droppedOf.get(table) ?? [],
  ];
  return {
    name,
    replication: sortedRecord(replication),
    durableWrites: keyspace.durable_writes === true,
    types: rows.types.map(typeModel).toSorted(byName),
    tables: rows.tables.map((row) => tableModel(row, ...parts(textOf(row.table_name)))).toSorted(byName),
    views: rows.views.map((row) => viewModel(row, columnsOf.get(textOf(row.view_name)) ?? [])).toSorted(byName),
  };
}

function groupByTable(rows: readonly SchemaRow[]): ReadonlyMap<string, SchemaRow[]> {
  const groups = new Map<string, SchemaRow[]>();
  for (const row of rows) {
    const name = textOf(row.table_name);
    const group = groups.get(name) ?? [];
    groups.set(name, group);
    group.push(row);
  }
  return groups;
}

function typeModel(row: SchemaRow): TypeModel {
  const types = texts(row.field_types);
  const fields = texts(row.field_names).map((name, index) => ({ name, type: canonicalType(types[index] ?? '') }));
  return { name: textOf(row.type_name), fields };
}

function tableModel(
  row: SchemaRow,
  columns: readonly SchemaRow[],
  indexes: readonly SchemaRow[],
  dropped: readonly SchemaRow[],
): TableModel {
  return {
    name: textOf(row.table_name),
    columns: columnModels(columns),
    indexes: indexes.map((each): IndexModel => indexModel(each)).toSorted(byName),
    options: serverOptions(row),
    dropped: dropped.map(droppedModel).toSorted(byName),
  };
}

function droppedModel(row: SchemaRow): DroppedColumnModel {
  return {
    name: textOf(row.column_name),
    type: canonicalType(textOf(row.type)),
    kind: row.kind === 'static' ? 'static' : 'regular',
  };
}

function viewModel(row: SchemaRow, columns: readonly SchemaRow[]): ViewModel {
  return {
    name: textOf(row.view_name),
    base: textOf(row.base_table_name),
    columns: columnModels(columns),
    where: textOf(row.where_clause),
    options: serverOptions(row),
  };
}
