import { createIndex } from '../create-index';
import { createTable } from '../create-table';
import type { KeyspaceModel, TableModel } from '../model';
import { diffColumns } from './diff-columns';
import { diffIndexes } from './diff-indexes';
import { diffKey } from './diff-key';
import { alterOptions } from './diff-options';
import { qualified } from './qualified';
import type { SchemaChange } from './schema-change';
import { destructive, impossible, safe } from './schema-change';

/**
 * The differences of the tables of one keyspace, with their columns, options and indexes. `all` are the tables of the
 * keyspace, those included that are left alone: their indexes have names too.
 */
export function diffTables(wanted: KeyspaceModel, actual: KeyspaceModel, all: readonly TableModel[]): SchemaChange[] {
  const there = new Map(actual.tables.map((table) => [table.name, table]));
  const views = new Set(actual.views.map(({ name }) => name));
  const names = new Set(wanted.tables.map(({ name }) => name));
  const needed = wanted.tables.flatMap((table) => {
    const existing = there.get(table.name);
    if (existing !== undefined) return diffTable(table, existing, wanted.name, all);
    if (views.has(table.name)) return [nameTaken(table, wanted.name)];
    return [missingTable(table, wanted.name), ...diffIndexes(table, undefined, wanted.name, all)];
  });
  const surplus = actual.tables.filter(({ name }) => !names.has(name));
  return [...needed, ...surplus.map((table) => extraTable(table, actual.name))];
}

function diffTable(
  wanted: TableModel,
  actual: TableModel,
  keyspace: string,
  all: readonly TableModel[],
): SchemaChange[] {
  return [
    ...diffKey(wanted, actual, keyspace),
    ...diffColumns(wanted, actual, keyspace),
    ...alterOptions(wanted, actual, keyspace, 'TABLE'),
    ...diffIndexes(wanted, actual, keyspace, all),
  ];
}

function missingTable(table: TableModel, keyspace: string): SchemaChange {
  const subject = `${keyspace}.${table.name}`;
  const target = qualified(keyspace, table.name);
  return safe({
    kind: 'create-table',
    subject,
    entity: table.entity,
    message: `The table ${subject} does not exist.`,
    cql: [createTable(table, target)],
    inverse: [`DROP TABLE ${target}`],
  });
}

function nameTaken(table: TableModel, keyspace: string): SchemaChange {
  const subject = `${keyspace}.${table.name}`;
  return impossible({
    kind: 'name-taken',
    subject,
    entity: table.entity,
    message: `${subject} is a materialized view, and a table is wanted.`,
    reason: 'In Cassandra tables and views share their names.',
    wayOut: 'Name the table differently, or make the class a @MaterializedView().',
  });
}

function extraTable(table: TableModel, keyspace: string): SchemaChange {
  const subject = `${keyspace}.${table.name}`;
  const target = qualified(keyspace, table.name);
  return destructive({
    kind: 'drop-table',
    subject,
    message: `The table ${subject} is not wanted.`,
    cql: [`DROP TABLE ${target}`],
    inverse: [createTable(table, target), ...table.indexes.map((index) => createIndex(index, target))],
    extra: true,
    reason: 'Cassandra drops the table with its indexes and all its rows; where auto_snapshot is on, files stay.',
    wayOut: `Leave it. If it belongs to another program, name it in 'ignore'.`,
  });
}
