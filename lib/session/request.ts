import type { types } from 'cassandra-driver';
import type { ConsistencyLevel, SerialConsistency } from '../metadata/options';
import type { FrameRows } from './fast-decode/frame-rows';

/** A parameter that is already in Cassandra's binary form; null is a tombstone, `types.unset` leaves the column alone. */
export type Parameter = Buffer | null | typeof types.unset;

/** Options of one request. Leave the argument out when there are none: that is the fast path. */
export interface RequestOptions {
  readonly consistency?: ConsistencyLevel | undefined;
  /** The level at which conditional writes agree. */
  readonly serialConsistency?: SerialConsistency | undefined;
  /** The name of a profile of the data source. */
  readonly profile?: string | undefined;
  /** Milliseconds for the whole operation: queue, all attempts and the pauses between them. */
  readonly timeout?: number | undefined;
  /** Overrides what caspy knows about the statement: only idempotent ones are retried. */
  readonly idempotent?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Rows per page; the driver asks for 5,000. */
  readonly fetchSize?: number | undefined;
  /** Where the page before this one ended. */
  readonly pageState?: Buffer | undefined;
  /** Sends the request to a replica of this token (Murmur3Partitioner), where the statement does not name its partition. */
  readonly routingToken?: bigint | undefined;
  /** Microseconds since 1970: the write time of the cells. */
  readonly timestamp?: bigint | number | undefined;
  /** Asks the server to trace the request into `system_traces`. */
  readonly tracing?: boolean | undefined;
  readonly prepare?: boolean | undefined;
  /** Keyspace for unqualified names in raw CQL; opens one more session. */
  readonly keyspace?: string | undefined;
}

/** One row, by column name. */
export type Row = Record<string, unknown>;

/** One page of a result. Writes answer a page without rows. */
export interface RowPage {
  /** Decoded when first asked for, where fast decode is on. */
  readonly rows: Row[];
  /** The rows as bytes, where fast decode is on. */
  readonly frame?: FrameRows | undefined;
  /** Pass it as `pageState` for the next page; undefined after the last. A page may be empty and yet not the last. */
  readonly pageState: Buffer | undefined;
  /** The `[applied]` column of a lightweight transaction; undefined where the result has none. */
  readonly applied: boolean | undefined;
  readonly columns: readonly string[];
  /** What the server warned of: large batches, tombstones, guardrails. */
  readonly warnings: readonly string[];
  /** Set when `tracing` was asked for: the key into `system_traces.sessions`. */
  readonly traceId: string | undefined;
  /** `address:port` of the node that answered. */
  readonly coordinator: string;
}
