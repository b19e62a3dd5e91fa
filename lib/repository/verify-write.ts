import { types } from 'cassandra-driver';
import { AbortError, ConfigurationError, ConnectionError, TimeoutError } from '../errors';
import type { ColumnMetadata } from '../metadata/table-metadata';
import type { EntityTable } from './entity-table';
import { decodeColumn } from './hydrator';
import type { WriteOptions, WriteResult } from './options';

/** What a conditional write puts into its row, so that a later read can tell whether it was applied. */
export interface ExpectedRow {
  /** The whole primary key, encoded. */
  readonly key: readonly unknown[];
  /** Values by column, encoded; unset ones say nothing. Undefined when a read cannot tell, as after a change in place. */
  readonly values: readonly (readonly [ColumnMetadata, unknown])[] | undefined;
  /** A row with other values means that this write was not applied: true for an insert. */
  readonly decidesOnOther: boolean;
}

/** @throws ConfigurationError where there is no condition, so that sending again answers the question better. */
export function requireCondition(name: string, kind: string): void {
  if (kind === 'conditional') return;
  throw new ConfigurationError(
    `${name}: 'verify' is for conditional writes. One without a condition may just be sent again.`,
  );
}

/**
 * Sends a conditional write and, when its outcome is unknown, reads the row at serial consistency, which also ends
 * what Paxos has begun: the values of this write mean that it was applied, a row in the way of an insert that it was
 * not. Everything else says nothing, as another writer may have been there since, and the error is thrown as it is.
 */
export async function verified<E extends object>(
  table: EntityTable<E>,
  send: () => Promise<WriteResult<E>>,
  expected: () => ExpectedRow,
  options: WriteOptions,
): Promise<WriteResult<E>> {
  try {
    return await send();
  } catch (error) {
    if (!isUnknown(error)) throw error;
    const answer = await read(table, expected(), options).catch(() => undefined);
    if (answer === undefined) throw error;
    return answer;
  }
}

function isUnknown(error: unknown): boolean {
  if (error instanceof AbortError) return false;
  return (error instanceof TimeoutError || error instanceof ConnectionError) && error.maybeApplied;
}

async function read<E extends object>(
  table: EntityTable<E>,
  { key, values, decidesOnOther }: ExpectedRow,
  { serialConsistency = 'SERIAL', profile, timeout, signal }: WriteOptions,
): Promise<WriteResult<E> | undefined> {
  if (values?.every(([{ selected }]) => selected) !== true) return undefined;
  const options = table.readOptions({ consistency: serialConsistency, profile, timeout, signal });
  const { rows } = await table.executor.execute(table.getByKey, key, options);
  const [row] = rows;
  if (row === undefined) return undefined;
  if (values.every(([column, param]) => holds(table, column, row[column.name], param))) return { applied: true };
  return decidesOnOther ? { applied: false, existing: table.hydrate(row) } : undefined;
}

function holds<E extends object>(
  table: EntityTable<E>,
  column: ColumnMetadata,
  stored: unknown,
  param: unknown,
): boolean {
  if (param === types.unset) return true;
  if (stored === null || stored === undefined) {
    // An empty collection and none are the same to Cassandra.
    const none = column.empty === undefined ? null : table.parameter(column, column.empty());
    return param === null || (Buffer.isBuffer(none) && Buffer.isBuffer(param) && none.equals(param));
  }
  const bytes = table.parameter(column, decodeColumn(column, stored));
  return Buffer.isBuffer(bytes) && Buffer.isBuffer(param) && bytes.equals(param);
}
