/** What a statement does, as far as retries and error reports need to know. */
export type StatementKind = 'read' | 'write' | 'conditional' | 'counter' | 'schema' | 'raw';

/** One statement text, with everything about it that does not change from call to call. */
export interface Statement {
  readonly cql: string;
  readonly kind: StatementKind;
  /** Sending it twice does no harm, so it may be retried and run speculatively. */
  readonly idempotent: boolean;
  /** `User.save`; for errors, logs and spans. */
  readonly operation: string;
  /** CQL types of the parameters, for errors and logs. */
  readonly parameterTypes: readonly string[];
}
