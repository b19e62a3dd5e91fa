import type { ColumnMetadata } from '../metadata/table-metadata';
import type { EntityTable } from './entity-table';
import type { Expectation } from './expectation';
import type { WriteRequest } from './write-request';
import type { Writer } from './writer';

/** One call of a batch: what it sends, and what its success means. */
export interface BatchEntry {
  readonly writer: Writer<object>;
  /** None when a tracked entity has no changes; several when columns have TTLs of their own. */
  readonly requests: readonly WriteRequest[];
  /** The version that must not have changed; undefined for a write without optimistic locking. */
  readonly version: ColumnMetadata | undefined;
  /** What its rows show afterwards; undefined for a write of which they show nothing. */
  readonly expected: () => Expectation<object> | undefined;
  /** Called once the server has written the batch. */
  readonly written: () => void;
  /** Runs the hooks after the write, where there are some. */
  readonly after?: () => Promise<void>;
}

/** An entry that is made once its hooks have run. */
export type DeferredEntry = () => Promise<BatchEntry>;

/** One statement of a batch, with the table that it writes. */
export interface BatchPart {
  readonly table: EntityTable<object>;
  readonly request: WriteRequest;
}

export function partsOf(entries: readonly BatchEntry[]): BatchPart[] {
  return entries.flatMap(({ writer, requests }) => requests.map((request) => ({ table: writer.table, request })));
}

/**
 * The partition that a statement writes, as a text to compare; undefined when it is not known or not one.
 *
 * Cassandra makes one mutation of all statements with the same key in a keyspace, whatever their tables are.
 */
export function partitionOf({ table, request }: BatchPart): string | undefined {
  const { partitionAt, params } = request;
  if (partitionAt === undefined) return undefined;
  const key = params.slice(partitionAt, partitionAt + table.metadata.partitionKey.length);
  const bytes = key.map((part) => (Buffer.isBuffer(part) ? part.toString('base64') : ''));
  return `${table.keyspace}:${bytes.join(':')}`;
}
