import { changeAssignment, plainAssignment } from '../query/assignments';
import { Increment } from '../query/changes';
import type { Statement } from '../query/statement';
import { NO_GUARD } from '../query/write-conditions';
import { deleteStatement, updateStatement } from '../query/write-statements';
import type { EntityTable } from './entity-table';

/** The statements on single rows that an entity always needs: one row read, written, changed and taken away. */
export function bootStatements<E extends object>(table: EntityTable<E>): readonly Statement[] {
  const { metadata } = table;
  if (metadata.view !== undefined) return [table.getByKey];
  const inserts = metadata.isCounter ? [] : [table.plainSave];
  return [table.getByKey, ...inserts, ...updateOf(table), deleteOf(table)];
}

function updateOf<E extends object>({ metadata, qualifiedName }: EntityTable<E>): Statement[] {
  const assignments = metadata.columns
    .filter((column) => !metadata.primaryKey.includes(column))
    .map((column) =>
      column.codec.cql === 'counter' ? changeAssignment(column, Increment()) : plainAssignment(column, undefined),
    );
  if (assignments.length === 0) return [];
  const shape = { assignments, key: metadata.primaryKey, ttl: false, guard: NO_GUARD };
  return [updateStatement(qualifiedName, shape, `${metadata.name}.update`)];
}

function deleteOf<E extends object>({ metadata, qualifiedName }: EntityTable<E>): Statement {
  const conditions = metadata.primaryKey.map(
    (column) => ({ column, comparison: '=', token: false, raw: undefined, params: [] }) as const,
  );
  return deleteStatement(
    metadata,
    qualifiedName,
    { conditions, parts: [], guard: NO_GUARD },
    `${metadata.name}.delete`,
  );
}
