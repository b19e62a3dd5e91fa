import { types } from 'cassandra-driver';
import type { ColumnMetadata } from '../metadata/table-metadata';
import type { Assignment } from '../query/assignments';
import { changeAssignment, plainAssignment } from '../query/assignments';
import { Add, Put, Remove, RemoveKey } from '../query/changes';
import type { Change } from '../query/changes';
import { isMultiCell } from '../query/collection-parts';
import type { EntityTable } from './entity-table';
import type { KnownRow } from './loaded-row';
import { isComparable, isUnchanged } from './unchanged';

/**
 * What of a loaded entity has changed since, as terms of an `UPDATE`: sets and maps by what was added and removed, so
 * that elements which others added stay; everything else by its new value.
 */
export function trackedAssignments<E extends object>(
  table: EntityTable<E>,
  entity: object,
  known: KnownRow,
  params: readonly unknown[],
): readonly Assignment[] {
  const { columns, primaryKey } = table.metadata;
  return columns.flatMap((column, index) => {
    const param = params[index];
    if (index < primaryKey.length || param === types.unset || isUnchanged(table, column, known, index, param, entity))
      return [];
    const changes = collectionChanges(
      column,
      originalValue(known, column, index),
      Reflect.get(entity, column.property),
    );
    return changes?.map((change) => changeAssignment(column, change)) ?? [plainAssignment(column, param)];
  });
}

/** The changes that make one set or map out of the other; undefined where only the whole value will do. */
function collectionChanges(column: ColumnMetadata, loaded: unknown, current: unknown): readonly Change[] | undefined {
  const { type, transformer } = column;
  if (!isMultiCell(type) || !isComparable(type) || transformer !== undefined || type.kind === 'list') return undefined;
  if (loaded === undefined) return undefined;
  const original = loaded ?? column.empty?.();
  if (original instanceof Set && current instanceof Set) return setChanges(original, current);
  if (original instanceof Map && current instanceof Map) return mapChanges(original, current);
  return undefined;
}

/** What it was loaded with; undefined where the column was written since, as then only its bytes are known. */
function originalValue({ row, params }: KnownRow, column: ColumnMetadata, index: number): unknown {
  const written = params?.[index];
  return written === undefined || written === types.unset ? row?.original(column) : undefined;
}

function setChanges(original: ReadonlySet<unknown>, current: ReadonlySet<unknown>): readonly Change[] {
  const added = [...current].filter((element) => !original.has(element));
  const removed = [...original].filter((element) => !current.has(element));
  return [...(added.length > 0 ? [Add(...added)] : []), ...(removed.length > 0 ? [Remove(...removed)] : [])];
}

function mapChanges(
  original: ReadonlyMap<unknown, unknown>,
  current: ReadonlyMap<unknown, unknown>,
): readonly Change[] {
  const put = new Map([...current].filter(([key, value]) => original.get(key) !== value));
  const removed = [...original.keys()].filter((key) => !current.has(key));
  return [...(put.size > 0 ? [Put(put)] : []), ...(removed.length > 0 ? [RemoveKey(...removed)] : [])];
}
