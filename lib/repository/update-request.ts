import type { ColumnMetadata } from '../metadata/table-metadata';
import type { Assignment } from '../query/assignments';
import { changeAssignment, changesOf, plainAssignment } from '../query/assignments';
import type { Guard } from '../query/write-conditions';
import { updateStatement } from '../query/write-statements';
import type { EntityTable } from './entity-table';
import { invalid, keyParameters, namedColumns } from './entity-values';
import type { WriteOptions } from './options';
import type { WriteRequest } from './write-request';

/**
 * The terms of a `SET` for an object of values and changes; undefined ones are left out.
 *
 * @throws ValidationError for a key column, an unknown property, a value that does not fit, or nothing at all.
 */
export function readAssignments<E extends object>(table: EntityTable<E>, changes: object): readonly Assignment[] {
  const assignments = namedColumns(table.metadata, changes).flatMap((column) => {
    const value: unknown = Reflect.get(changes, column.property);
    return value === undefined ? [] : assignmentsOf(table, column, value);
  });
  if (assignments.length > 0) return assignments;
  throw invalid(table.metadata.name, 'changes', 'has nothing to update: no property of the changes is set.');
}

function assignmentsOf<E extends object>(
  table: EntityTable<E>,
  column: ColumnMetadata,
  value: unknown,
): readonly Assignment[] {
  if (column.kind === 'partition' || column.kind === 'clustering') {
    const message = 'is part of the primary key, which cannot change. Save a new row, delete the old.';
    throw invalid(column.path, 'changes', message);
  }
  const changes = typeof value === 'object' ? changesOf(value) : [];
  if (changes.length > 0) return changes.map((change) => changeAssignment(column, change));
  if (column.codec.cql === 'counter') {
    throw invalid(column.path, 'counter', 'is a counter, which has no value to set. Use increment() and decrement().');
  }
  return [plainAssignment(column, table.parameter(column, value))];
}

/** The `UPDATE` of one row, or of static columns of one partition. */
export function updateRequest<E extends object>(
  table: EntityTable<E>,
  key: unknown,
  assignments: readonly Assignment[],
  guard: Guard,
  options: WriteOptions | undefined,
  operation = 'update',
): WriteRequest {
  const { metadata, qualifiedName } = table;
  // Static columns belong to the partition, so its key alone names them.
  const isStatic = assignments.every(({ column }) => column.kind === 'static');
  const keyColumns = isStatic ? metadata.partitionKey : metadata.primaryKey;
  const ttl = options?.ttl !== undefined;
  if (ttl && metadata.isCounter)
    throw invalid(metadata.name, 'ttl', 'holds counters, which live for ever; leave out ttl.');
  const before = [
    ...(options?.ttl === undefined ? [] : [table.encodeTtl(options.ttl)]),
    ...assignments.flatMap((assignment) => assignment.params),
  ];
  const params = [...before, ...keyParameters(table, keyColumns, key), ...guard.params];
  const shape = JSON.stringify([assignments.map(({ cql }) => cql), ttl, guard.cql, operation]);
  const statement = table.compiled(`update ${shape}`, () =>
    updateStatement(qualifiedName, { assignments, key: keyColumns, ttl, guard }, `${metadata.name}.${operation}`),
  );
  return { statement, params, options, partitionAt: before.length };
}
