import type { ColumnMetadata, IndexMetadata, TableMetadata, ViewMetadata } from '../metadata/table-metadata';
import { userTypesOf } from '../metadata/user-types-of';
import { quoteIdentifier } from '../types/cql-identifier';
import type { UserTypeMetadata } from '../types/user-type';
import { byName, sortedRecord } from './by-name';
import { typeText } from './canonical-type';
import { entityOptions } from './entity-options';
import { fullIndexClass } from './index-class';
import type { ColumnModel, IndexModel, KeyspaceModel, SchemaModel, TableModel, TypeModel, ViewModel } from './model';

/**
 * What the entities want to be there, and the current keyspace in any case. Classes of one family are one table; tables
 * without a keyspace, where none is current either, are left out.
 *
 * @param fallbackKeyspace the keyspace of entities that name none
 * @param unusedTypes user-defined types that no table uses; alone they make no keyspace wanted
 * @example
 * ```ts
 * const wanted = modelOf(dataSource.entityMetadatas, dataSource.keyspace, dataSource.unusedTypes);
 * ```
 */
export function modelOf(
  tables: Iterable<TableMetadata>,
  fallbackKeyspace?: string,
  unusedTypes: readonly UserTypeMetadata[] = [],
): SchemaModel {
  const keyspaces = new Map<string, TableMetadata[]>(fallbackKeyspace === undefined ? [] : [[fallbackKeyspace, []]]);
  for (const table of tables) {
    const keyspace = (table.view?.base() ?? table).keyspace ?? fallbackKeyspace;
    // The table of a child is its parent's.
    if (keyspace === undefined || table.inheritance?.isRoot === false) continue;
    keyspaces.set(keyspace, [...(keyspaces.get(keyspace) ?? []), table]);
  }
  const models = [...keyspaces].map(([name, own]) => {
    const alone = unusedTypes.filter(({ keyspace }) => (keyspace ?? fallbackKeyspace) === name);
    return keyspaceModel(name, own, alone);
  });
  return { keyspaces: models.toSorted(byName) };
}

function keyspaceModel(
  name: string,
  tables: readonly TableMetadata[],
  alone: readonly UserTypeMetadata[],
): KeyspaceModel {
  const types = new Map<string, UserTypeMetadata>();
  for (const userType of alone) {
    for (const each of [...userTypesOf({ columns: userType.fields }), userType]) types.set(each.typeName, each);
  }
  // The types of a table that caspy leaves alone are there already, or others want them too.
  for (const table of tables.filter(({ options }) => options.synchronize !== false)) {
    for (const userType of userTypesOf(table)) types.set(userType.typeName, userType);
  }
  return {
    name,
    types: [...types.values()].map(typeModel).toSorted(byName),
    tables: tables
      .filter(({ view }) => view === undefined)
      .map(tableModel)
      .toSorted(byName),
    views: tables.flatMap((table) => (table.view === undefined ? [] : viewModel(table, table.view))).toSorted(byName),
  };
}

/** One user-defined type. */
export function typeModel({ typeName, name, fields }: UserTypeMetadata): TypeModel {
  const models = fields.map((field) => ({ name: field.name, type: typeText(field.type), entity: field.path }));
  return { name: typeName, fields: models, entity: name };
}

/** One table, with what its entity asks for. */
export function tableModel(table: TableMetadata): TableModel {
  return {
    name: table.tableName,
    columns: columnModels(table),
    indexes: table.indexes.map(indexModel).toSorted(byName),
    options: entityOptions(table.options),
    dropped: [],
    entity: table.name,
    ...(table.options.synchronize === false && { foreign: true }),
  };
}

/** One materialized view; `view` is what its class says of it. */
export function viewModel(table: TableMetadata, view: ViewMetadata): ViewModel {
  const conditions = table.primaryKey.map(({ name }) => `${quoteIdentifier(name)} IS NOT NULL`);
  if (view.where !== undefined) conditions.push(view.where);
  return {
    name: table.tableName,
    base: view.base().tableName,
    columns: columnModels(table),
    where: conditions.join(' AND '),
    options: entityOptions(table.options),
    entity: table.name,
    ...(table.options.synchronize === false && { foreign: true }),
  };
}

function columnModels({ primaryKey, columns }: TableMetadata): ColumnModel[] {
  const others = columns.filter((column) => !primaryKey.includes(column));
  return [...primaryKey, ...others.toSorted(byName)].map(columnModel);
}

function columnModel({ name, type, kind, order, path }: ColumnMetadata): ColumnModel {
  return {
    name,
    type: typeText(type),
    kind,
    entity: path,
    ...(kind === 'clustering' && { order: order ?? 'ASC' }),
  };
}

function indexModel({ name, column, using, target, options }: IndexMetadata): IndexModel {
  const className = fullIndexClass(using);
  return {
    name,
    column: column.name,
    options: sortedRecord(Object.entries(options).map(([key, value]) => [key, String(value)] as const)),
    entity: column.path,
    ...(target !== undefined && { target }),
    ...(className !== undefined && { className }),
  };
}
