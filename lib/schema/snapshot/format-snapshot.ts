import { byName, sortedRecord } from '../by-name';
import type { ColumnModel, FieldModel, IndexModel, KeyspaceModel, SchemaModel, TableModel, ViewModel } from '../model';
import { SNAPSHOT_VERSION } from './version';

/**
 * A schema as the text of a snapshot. The same schema gives the same text, byte by byte: names stand in order, and
 * nothing says when, where or from which classes it was made.
 */
export function formatSnapshot({ keyspaces }: SchemaModel): string {
  const document = { caspySnapshot: SNAPSHOT_VERSION, keyspaces: keyspaces.toSorted(byName).map(keyspaceOf) };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function keyspaceOf({ name, replication, durableWrites, types, tables, views }: KeyspaceModel): KeyspaceModel {
  return {
    name,
    ...(replication !== undefined && { replication: sortedRecord(Object.entries(replication)) }),
    ...(durableWrites !== undefined && { durableWrites }),
    types: types.toSorted(byName).map((type) => ({ name: type.name, fields: type.fields.map(fieldOf) })),
    tables: tables.toSorted(byName).map(tableOf),
    views: views.toSorted(byName).map(viewOf),
  };
}

function fieldOf({ name, type }: FieldModel): FieldModel {
  return { name, type };
}

function columnOf({ name, type, kind, order }: ColumnModel): ColumnModel {
  return { name, type, kind, ...(order !== undefined && { order }) };
}

function indexOf({ name, column, target, className, options }: IndexModel): IndexModel {
  return {
    name,
    column,
    ...(target !== undefined && { target }),
    ...(className !== undefined && { className }),
    options: sortedRecord(Object.entries(options)),
  };
}

function tableOf({ name, foreign, columns, indexes, options, dropped }: TableModel): TableModel {
  return {
    name,
    ...(foreign && { foreign }),
    columns: columns.map(columnOf),
    indexes: indexes.toSorted(byName).map(indexOf),
    options: sortedRecord(Object.entries(options)),
    dropped: dropped.toSorted(byName).map(({ name: column, type, kind }) => ({ name: column, type, kind })),
  };
}

function viewOf({ name, foreign, base, columns, where, options }: ViewModel): ViewModel {
  return {
    name,
    ...(foreign && { foreign }),
    base,
    columns: columns.map(columnOf),
    where,
    options: sortedRecord(Object.entries(options)),
  };
}
