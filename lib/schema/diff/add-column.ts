import { quoteIdentifier } from '../../types/cql-identifier';
import { columnClause } from '../create-table';
import type { ColumnModel, DroppedColumnModel, TableModel } from '../model';
import { qualified } from './qualified';
import type { SchemaChange } from './schema-change';
import { impossible, safe } from './schema-change';

/**
 * A column that is wanted and missing. It cannot be had where a column of the name was dropped that is not like it, or
 * where counters and other columns would meet.
 */
export function addColumn(column: ColumnModel, table: TableModel, keyspace: string, subject: string): SchemaChange {
  const target = qualified(keyspace, table.name);
  const facts = {
    kind: 'add-column',
    subject,
    entity: column.entity,
    message: `The column ${subject} does not exist.`,
  } as const;
  const reason = counterReason(column, table) ?? droppedReason(column, table);
  if (reason !== undefined) return impossible({ ...facts, ...reason });
  return safe({
    ...facts,
    cql: [`ALTER TABLE ${target} ADD ${columnClause(column)}`],
    inverse: [`ALTER TABLE ${target} DROP ${quoteIdentifier(column.name)}`],
  });
}

type Reason = Pick<SchemaChange, 'reason' | 'wayOut'> & { readonly reason: string; readonly wayOut: string };

function counterReason({ type }: ColumnModel, { columns }: TableModel): Reason | undefined {
  const values = columns.filter(({ kind }) => kind === 'regular' || kind === 'static');
  const other = values.find((value) => (value.type === 'counter') !== (type === 'counter'));
  if (other === undefined) return undefined;
  return {
    reason: `Cassandra keeps counters in tables of their own, and ${other.name} is ${other.type}.`,
    wayOut: 'Give the column a table of its own, with the same key.',
  };
}

function droppedReason(column: ColumnModel, { dropped }: TableModel): Reason | undefined {
  const before = dropped.find(({ name }) => name === column.name);
  if (before === undefined || mayReturn(column, before)) return undefined;
  const was = `${before.kind === 'static' ? 'static ' : ''}${before.type}`;
  return {
    reason:
      before.type === 'counter'
        ? 'Cassandra never takes a counter back whose name was dropped once.'
        : `A column of the name was dropped here, which was ${was}; Cassandra takes it back with that type only.`,
    wayOut: "Name the column differently: @Column({ name: '…' }).",
  };
}

/** Types whose values may be read as another one's; each was tried on the server. */
const READABLE_AS: Readonly<Record<string, readonly string[]>> = {
  bigint: ['timestamp'],
  timestamp: ['bigint'],
  text: ['ascii'],
  uuid: ['timeuuid'],
  blob: ['ascii', 'date', 'decimal', 'duration', 'inet', 'smallint', 'text', 'time', 'tinyint', 'varint'],
};

/** The same rule as the server's: a type that reads what may still lie in old files, and the same static-ness. */
function mayReturn(column: ColumnModel, before: DroppedColumnModel): boolean {
  if (before.type === 'counter' || column.kind !== before.kind) return false;
  return column.type === before.type || (READABLE_AS[column.type]?.includes(before.type) ?? false);
}
