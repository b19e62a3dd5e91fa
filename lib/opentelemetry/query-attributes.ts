import type { Attributes } from '@opentelemetry/api';
import type { QueryMessage } from '../session/request-observer';
import { queryFacts } from './query-facts';

/** What spans and metrics say of a request: few values each, so that they can be grouped by. */
export function commonAttributes({ cql, coordinator, error }: QueryMessage): Attributes {
  const { operation, keyspace, table } = queryFacts(cql);
  return {
    'db.system.name': 'cassandra',
    ...(operation === undefined ? {} : { 'db.operation.name': operation }),
    ...(keyspace === undefined ? {} : { 'db.namespace': keyspace }),
    ...(table === undefined ? {} : { 'db.collection.name': table }),
    ...serverAttributes(coordinator),
    ...(error === undefined ? {} : { 'error.type': error.code }),
  };
}

/** What only a span says. */
export function spanAttributes(message: QueryMessage, withText: boolean): Attributes {
  const { cql, operation, attempts, queued, kind, rows } = message;
  return {
    'db.query.summary': summaryOf(cql),
    ...(withText ? { 'db.query.text': queryFacts(cql).text } : {}),
    ...(kind === 'read' ? { 'db.response.returned_rows': rows } : {}),
    'caspy.operation': operation,
    'caspy.attempts': attempts,
    'caspy.queue.duration': queued / 1000,
  };
}

/** `SELECT users`: the name of a span. */
export function summaryOf(cql: string): string {
  const { operation = 'cassandra', table } = queryFacts(cql);
  return table === undefined ? operation : `${operation} ${table}`;
}

/** `10.0.0.1:9042`, and `[::1]:9042` or `::1:9042` for IPv6. */
function serverAttributes(coordinator: string | undefined): Attributes {
  const at = coordinator?.lastIndexOf(':') ?? -1;
  if (coordinator === undefined || at < 0) return {};
  const address = coordinator.slice(0, at).replace(/^\[(.*)\]$/, '$1');
  return { 'server.address': address, 'server.port': Number(coordinator.slice(at + 1)) };
}
