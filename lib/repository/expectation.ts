import { types } from 'cassandra-driver';
import type { ColumnMetadata } from '../metadata/table-metadata';
import type { Assignment } from '../query/assignments';
import { readConditions } from '../query/conditions';
import type { Row } from '../session/request';
import { holdsValue, isVisible, showsChange } from './cell-state';
import type { DeletedParts } from './delete-request';
import type { EntityTable } from './entity-table';
import { keyParameters } from './entity-values';
import type { WriteRequest } from './write-request';

/** What a row says about a write: it shows the write, it shows that another one was there instead, or neither. */
export type Verdict = 'applied' | 'refused' | 'unknown';

/** What a write leaves in its row, so that a later read can tell whether it was applied. */
export interface Expectation<E extends object> {
  readonly table: EntityTable<E>;
  /** The whole primary key, or the partition key for static columns; encoded. */
  readonly key: readonly unknown[];
  /** What the row says; undefined when there is no row. */
  readonly judge: (row: Row | undefined) => Verdict;
}

/** Whether a column shows what was written to it. */
type Check = (row: Row) => boolean;

/** Whether all checks hold; undefined without any, for then nothing tells this write from another. */
function together(checks: readonly Check[], row: Row): boolean | undefined {
  return checks.length === 0 ? undefined : checks.every((check) => check(row));
}

function plainChecks<E extends object>(table: EntityTable<E>, params: readonly unknown[]): Check[] {
  const { columns, primaryKey } = table.metadata;
  return columns.flatMap((column, index): Check[] => {
    if (index < primaryKey.length || column === table.version || params[index] === types.unset) return [];
    return [(row) => holdsValue(table, column, row[column.name], params[index])];
  });
}

/**
 * What an insert leaves. With a condition, a row with other values is in its way. A row that has nothing but its key,
 * or nulls, looks the same whoever made it.
 *
 * @param params of all columns in their order; undefined when the server makes some
 */
export function insertExpectation<E extends object>(
  table: EntityTable<E>,
  { statement }: WriteRequest,
  params: readonly unknown[] | undefined,
): Expectation<E> | undefined {
  const { columns, primaryKey } = table.metadata;
  if (params?.length !== columns.length) return undefined;
  const { version } = table;
  const checks = plainChecks(table, params);
  const isTelling = params.some(
    (param, index) => index >= primaryKey.length && columns[index] !== version && Buffer.isBuffer(param),
  );
  const judge = (row: Row | undefined): Verdict => {
    if (row === undefined || !isTelling) return 'unknown';
    const written = version === undefined ? undefined : params[columns.indexOf(version)];
    // Another version is that of a later write, whoever made the row.
    if (version !== undefined && !holdsValue(table, version, row[version.name], written)) return 'unknown';
    const held = together(checks, row);
    if (held === true) return 'applied';
    return held === false && statement.kind === 'conditional' ? 'refused' : 'unknown';
  };
  return { table, key: params.slice(0, primaryKey.length), judge };
}

/**
 * What a save under a version leaves: the next version, and the values of the entity. With that version and other
 * values, another writer was first.
 *
 * @param params of all columns in their order
 * @param sent those of them that were sent, the others unset
 */
export function versionedSaveExpectation<E extends object>(
  table: EntityTable<E>,
  version: ColumnMetadata,
  params: readonly unknown[],
  sent: readonly unknown[],
): Expectation<E> {
  const { columns, primaryKey } = table.metadata;
  const whole = plainChecks(table, params);
  const own = plainChecks(table, sent);
  const judge = (row: Row | undefined): Verdict => {
    if (row === undefined || !holdsValue(table, version, row[version.name], params[columns.indexOf(version)])) {
      return 'unknown';
    }
    // Nothing else writes that version, so a row like the entity in all its columns is what this save would leave.
    if (together(whole, row) === true) return 'applied';
    return together(own, row) === false ? 'refused' : 'unknown';
  };
  return { table, key: params.slice(0, primaryKey.length), judge };
}

/**
 * What an update leaves; undefined where a row does not show it. Values that it does not have say nothing, unless a
 * version says whose they are.
 */
export function updateExpectation<E extends object>(
  table: EntityTable<E>,
  key: unknown,
  assignments: readonly Assignment[],
): Expectation<E> | undefined {
  const { metadata, version } = table;
  if (assignments.some(({ column, change }) => change !== undefined && !isVisible(column, change))) return undefined;
  const isStatic = assignments.every(({ column }) => column.kind === 'static');
  const next = assignments.find(({ column }) => column === version);
  const checks = assignments
    .filter((assignment) => assignment !== next)
    .map(({ column, change, params: [param] }): Check => {
      return ({ [column.name]: stored }) =>
        change === undefined ? holdsValue(table, column, stored, param) : showsChange(table, column, stored, change);
    });
  const judge = (row: Row | undefined): Verdict => {
    if (row === undefined) return 'unknown';
    const isNext = next !== undefined && holdsValue(table, next.column, row[next.column.name], next.params[0]);
    if (next !== undefined && !isNext) return 'unknown';
    const held = together(checks, row);
    if (held === true) return 'applied';
    return held === false && isNext ? 'refused' : 'unknown';
  };
  return { table, key: keyParameters(table, isStatic ? metadata.partitionKey : metadata.primaryKey, key), judge };
}

/** What a delete leaves: no row, or columns without values. A row that is there may have been written since. */
export function deleteExpectation<E extends object>(
  table: EntityTable<E>,
  criteria: unknown,
  { columns, elements }: DeletedParts,
): Expectation<E> | undefined {
  const { metadata } = table;
  const conditions = readConditions(metadata, criteria);
  const isWhole = conditions.length === metadata.primaryKey.length;
  const names = columns ?? [];
  const isStatic =
    names.length > 0 && metadata.columns.every(({ property, kind }) => !names.includes(property) || kind === 'static');
  // Deleted elements look like elements that never were there.
  if (elements !== undefined || !(isWhole || isStatic)) return undefined;
  const judge = (row: Row | undefined): Verdict => {
    if (columns === undefined && row === undefined) return 'applied';
    if (row === undefined) return 'unknown';
    const gone = metadata.columns.filter(({ property }) => names.includes(property));
    const held = gone.every((column) => holdsValue(table, column, row[column.name], null));
    return columns !== undefined && held ? 'applied' : 'unknown';
  };
  const own = isStatic ? conditions.slice(0, metadata.partitionKey.length) : conditions;
  return { table, key: own.flatMap(({ params }) => params), judge };
}
