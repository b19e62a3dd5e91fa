import { ConfigurationError } from '../errors';
import type { CqlType } from '../types/cql-type';
import { createCodec } from '../types/create-codec';
import { mapUserTypes, userTypesIn } from '../types/map-user-types';
import type { UserTypeHome, UserTypeMetadata } from '../types/user-type';
import type { ColumnMetadata, TableMetadata } from './table-metadata';

/**
 * The table as it is in one keyspace: values of user-defined types are bytes by position, and keyspaces may keep a
 * type's fields in different orders. A table without such types is returned as it is.
 *
 * @throws ConfigurationError when a type belongs to another keyspace.
 */
export function bindUserTypes<E extends object>(table: TableMetadata<E>, home: UserTypeHome): TableMetadata<E> {
  if (!table.columns.some(({ type }) => userTypesIn(type).length > 0)) return table;
  const bind = typeBinder(table.name, home);
  const bound = new Map(table.columns.map((column) => [column, bindColumn(column, bind)]));
  // Every column of the table is in the map.
  const of = (column: ColumnMetadata): ColumnMetadata => bound.get(column) ?? column;
  const columns = Object.freeze(table.columns.map(of));
  return Object.freeze({
    ...table,
    columns,
    partitionKey: Object.freeze(table.partitionKey.map(of)),
    clusteringKey: Object.freeze(table.clusteringKey.map(of)),
    primaryKey: Object.freeze(table.primaryKey.map(of)),
    byProperty: new Map(columns.map((column) => [column.property, column])),
    indexes: Object.freeze(table.indexes.map((index) => Object.freeze({ ...index, column: of(index.column) }))),
  });
}

type Bind = (type: CqlType) => CqlType;

function bindColumn(column: ColumnMetadata, bind: Bind): ColumnMetadata {
  if (userTypesIn(column.type).length === 0) return column;
  const type = bind(column.type);
  return Object.freeze({ ...column, type, codec: createCodec(type, column.representation) });
}

function typeBinder(tableName: string, home: UserTypeHome): Bind {
  const bound = new Map<UserTypeMetadata, UserTypeMetadata>();
  const bindDefinition = (definition: UserTypeMetadata): UserTypeMetadata => {
    const known = bound.get(definition);
    if (known !== undefined) return known;
    if (definition.keyspace !== undefined && definition.keyspace !== home.keyspace) {
      throw new ConfigurationError(
        `${tableName} in keyspace '${home.keyspace}' uses ${definition.name}, a type of keyspace ` +
          `'${definition.keyspace}'. Cassandra shares no types between keyspaces: take 'keyspace' out of @UserType().`,
      );
    }
    const fields = definition.fields.map((field) => {
      const type = bind(field.type);
      return type === field.type ? field : { ...field, type, codec: createCodec(type, field.representation) };
    });
    const byProperty = new Map(fields.map((field) => [field.property, field]));
    const made = Object.freeze({ ...definition, fields: Object.freeze(fields), byProperty });
    bound.set(definition, made);
    return made;
  };
  const bind: Bind = (type) =>
    mapUserTypes(type, (userType) =>
      userType.definition === undefined
        ? userType
        : Object.freeze({ ...userType, definition: bindDefinition(userType.definition), home }),
    );
  return bind;
}
