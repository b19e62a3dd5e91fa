import type { ColumnMetadata, IndexMetadata, TableMetadata } from '../../metadata/table-metadata';
import { userTypesOf } from '../../metadata/user-types-of';
import { createIndex } from '../../schema/create-index';
import { createTable } from '../../schema/create-table';
import { createType } from '../../schema/create-type';
import { createView } from '../../schema/create-view';
import { tableModel, typeModel, viewModel } from '../../schema/entity-model';
import { entityOptions } from '../../schema/entity-options';
import { quoteIdentifier } from '../../types/cql-identifier';
import type { ColumnDescription, IndexDescription, TableDescription } from './table-description';
import { tsType } from './ts-type';

/**
 * What an entity says of its table, without a connection.
 *
 * @param keyspace that of the configuration, for entities that name none; undefined where it does not matter.
 */
export function describeEntity(table: TableMetadata, keyspace: string | undefined): TableDescription {
  const home = table.keyspace ?? keyspace;
  return {
    entity: table.name,
    table: table.tableName,
    keyspace: home ?? null,
    viewOf: table.view === undefined ? null : table.view.base().tableName,
    columns: table.columns.map(describeColumn),
    indexes: table.indexes.map(describeIndex),
    options: entityOptions(table.options),
    ddl: ddlOf(table, home),
  };
}

function describeColumn(column: ColumnMetadata): ColumnDescription {
  const { property, name, kind, order, type, cqlType, representation, automatic, comment, selected } = column;
  const notes = [automatic, ...(selected ? [] : ['not selected by default']), comment];
  const note = notes.filter((each) => each !== undefined).join('; ');
  return {
    ...{ property, column: name, kind, order: kind === 'clustering' ? (order ?? 'ASC') : null },
    ...{ type: cqlType, tsType: tsType(type, representation), note: note === '' ? null : note },
  };
}

function describeIndex({ name, column, using, target, options }: IndexMetadata): IndexDescription {
  return { name, column: column.property, using, target: target ?? null, options };
}

function ddlOf(table: TableMetadata, keyspace: string | undefined): string[] {
  const nameOf = (name: string): string =>
    [keyspace, name]
      .flatMap((part) => part ?? [])
      .map(quoteIdentifier)
      .join('.');
  const target = nameOf(table.tableName);
  if (table.view !== undefined) {
    return [createView(viewModel(table, table.view), target, nameOf(table.view.base().tableName))];
  }
  const model = tableModel(table);
  const types = keyspace === undefined ? [] : userTypesOf(table).map((type) => createType(typeModel(type), keyspace));
  return [...types, createTable(model, target), ...model.indexes.map((index) => createIndex(index, target))];
}
