/**
 * What a statement does to the cluster, as far as retries care: `conditional` is a lightweight transaction, `counter`
 * changes a counter, `raw` is CQL that a user wrote and that the session classifies by itself.
 */
export type StatementKind = 'read' | 'write' | 'conditional' | 'counter' | 'schema' | 'raw';

/** One statement text, with everything about it that does not change from call to call. */
export interface Statement {
  readonly cql: string;
  readonly kind: StatementKind;
  /** Sending it twice leaves the same state as sending it once, so it may be retried. */
  readonly idempotent: boolean;
  /** `User.save`; for errors, logs and spans. */
  readonly operation: string;
  /** CQL types of the parameters, for errors and logs. */
  readonly parameterTypes: readonly string[];
}
