import { quoteIdentifier } from '../../types/cql-identifier';
import { isThawedUserType } from '../canonical-type';
import { columnClause } from '../create-table';
import type { ColumnModel, TableModel } from '../model';
import { addColumn } from './add-column';
import { qualified } from './qualified';
import type { SchemaChange } from './schema-change';
import { destructive, impossible } from './schema-change';

/** The differences of the columns of one table. Which of them are its key, and in which order, `diffKey` compares. */
export function diffColumns(wanted: TableModel, actual: TableModel, keyspace: string): SchemaChange[] {
  const there = new Map(actual.columns.map((column) => [column.name, column]));
  const names = new Set(wanted.columns.map(({ name }) => name));
  const needed = wanted.columns.flatMap((column): SchemaChange[] => {
    const existing = there.get(column.name);
    const subject = `${keyspace}.${wanted.name}.${column.name}`;
    if (existing === undefined) return isKey(column) ? [] : [addColumn(column, actual, keyspace, subject)];
    if (existing.type !== column.type) return [otherType(column, existing, subject)];
    if (existing.kind === column.kind || isKey(column) || isKey(existing)) return [];
    return [otherKind(column, existing, subject)];
  });
  const surplus = actual.columns.filter((column) => !names.has(column.name) && !isKey(column));
  return [...needed, ...surplus.map((column) => extraColumn(column, actual, keyspace))];
}

function isKey({ kind }: ColumnModel): boolean {
  return kind === 'partition' || kind === 'clustering';
}

const EXPAND =
  'Expand and contract: add a column of another name, write to both, copy the values, read the new one, then drop the ' +
  'old one. The name itself comes back with its old type only.';

function otherType(column: ColumnModel, actual: ColumnModel, subject: string): SchemaChange {
  const isFrozen = `frozen<${column.type}>` === actual.type || column.type === `frozen<${actual.type}>`;
  return impossible({
    kind: 'change-column-type',
    subject,
    entity: column.entity,
    message: `The column ${subject} is ${actual.type}, and ${column.type} is wanted.`,
    reason: isFrozen
      ? 'Cassandra has no statement that freezes a column or thaws it: the bytes differ.'
      : 'Cassandra has not changed the type of a column since version 3.10.',
    wayOut: isKey(column)
      ? 'Make a table of another name with the key that is wanted, and copy the rows.'
      : `Give the property the type that is there. ${EXPAND}`,
  });
}

function otherKind(column: ColumnModel, actual: ColumnModel, subject: string): SchemaChange {
  return impossible({
    kind: 'change-static',
    subject,
    entity: column.entity,
    message: `The column ${subject} is ${actual.kind}, and ${column.kind} is wanted.`,
    reason: 'Cassandra keeps a static column once in each partition and has no statement that changes that.',
    wayOut: EXPAND,
  });
}

function extraColumn(column: ColumnModel, table: TableModel, keyspace: string): SchemaChange {
  const subject = `${keyspace}.${table.name}.${column.name}`;
  const target = qualified(keyspace, table.name);
  const facts = { kind: 'drop-column', subject, message: `The column ${subject} is not wanted.`, extra: true } as const;
  if (isThawedUserType(column.type)) {
    return impossible({
      ...facts,
      reason: `Cassandra drops no column of a user-defined type that is not frozen, and this is ${column.type}.`,
      wayOut: 'Leave it: nothing depends on it.',
    });
  }
  return destructive({
    ...facts,
    cql: [`ALTER TABLE ${target} DROP ${quoteIdentifier(column.name)}`],
    inverse: [`ALTER TABLE ${target} ADD ${columnClause(column)}`],
    reason:
      'Cassandra forgets the values, and lets a column of the name come back with the same type only' +
      (column.type === 'counter' ? ', a counter never.' : '.'),
    wayOut: 'Leave it until no program reads or writes it.',
  });
}
