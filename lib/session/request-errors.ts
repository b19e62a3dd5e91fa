import { AbortError, ConnectionError, PoolTimeoutError, SchemaError, TimeoutError } from '../errors';
import type { Statement } from '../query/statement';
import { mayWrite, outcomeOf } from './error-context';
import { hidePasswords } from './hide-passwords';

/** The queue is full: nothing was sent. */
export function queueFull({ operation }: Statement, queueLimit: number): PoolTimeoutError {
  return new PoolTimeoutError(
    `${operation}: ${queueLimit} requests wait already, so this one was not sent. ` +
      'Send less at a time, or raise pool.queueLimit.',
    { code: 'CASPY_QUEUE_FULL', details: { operation, queueLimit } },
  );
}

/** The queue was too slow: nothing was sent. */
export function queueTimeout({ operation }: Statement, waited: number, maxInFlight: number): PoolTimeoutError {
  const milliseconds = Math.round(waited);
  return new PoolTimeoutError(
    `${operation}: no place within ${milliseconds} ms, as ${maxInFlight} requests were on their way all the time. ` +
      'Send less at a time, or raise pool.queueTimeout or pool.maxInFlight.',
    { details: { operation, waited: milliseconds, maxInFlight } },
  );
}

/** The deadline of the operation. */
export function deadlineExceeded(
  statement: Statement,
  timeout: number,
  attempts: number,
  cause: unknown,
): TimeoutError {
  const { operation } = statement;
  const maybeApplied = mayWrite(statement);
  const tail = outcomeOf(statement);
  const tries = attempts === 1 ? '' : ` and ${attempts} attempts`;
  return new TimeoutError(
    `${operation}: no answer within ${Math.round(timeout)} ms${tries}.${tail} Raise the timeout, or look at the cluster.`,
    { maybeApplied, cause, details: { operation, timeout, attempts } },
  );
}

/** The caller's signal. */
export function aborted(statement: Statement, signal: AbortSignal, wasSent: boolean): AbortError {
  const maybeApplied = wasSent && mayWrite(statement);
  const tail = maybeApplied ? outcomeOf(statement) : '';
  const message = `${statement.operation}: the caller's signal ended the request.${tail}`;
  return new AbortError(message, { maybeApplied, cause: signal.reason, details: { operation: statement.operation } });
}

/** The pool was closed before the request could be sent. */
export function poolClosed(operation: string): ConnectionError {
  const message = `${operation}: the data source is closed, so nothing was sent. Open a new one.`;
  return new ConnectionError(message, { code: 'CASPY_CLOSED', retryable: false, details: { operation } });
}

/** The statement was done, but not every node knows it. */
export function noSchemaAgreement({ operation, cql }: Statement): SchemaError {
  return new SchemaError(
    `${operation}: the statement was done, but the nodes did not agree on the schema in time. ` +
      'Look for nodes that are down (nodetool describecluster) before the next schema change.',
    { details: { operation, cql: hidePasswords(cql) } },
  );
}
