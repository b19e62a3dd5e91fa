import type { Client } from 'cassandra-driver';

interface PreparedInfo {
  /** Undefined until the server has prepared it. */
  readonly queryId?: unknown;
  readonly preparing?: boolean;
}

interface PreparedQueries {
  length: number;
  readonly _maxPrepared: number;
  readonly _mapByKey: Map<string, PreparedInfo>;
  _validateOverflow(): void;
}

/**
 * Lets go of statements that the server would not prepare. The driver keeps `maxPrepared` statements and drops the oldest
 * ones for new ones, but of those without an id it drops none: each text that failed, as a wrong one does, stays in
 * memory for ever.
 *
 * It stands in for the one inner method that makes room. With another version of the driver only this bound is lost.
 */
export function forgetFailedPreparations(client: Client): void {
  const prepared: unknown = Reflect.get(Object(client.metadata), '_preparedQueries');
  if (!isPreparedQueries(prepared)) return;
  const makeRoom = prepared._validateOverflow.bind(prepared);
  prepared._validateOverflow = () => {
    if (prepared.length >= prepared._maxPrepared) dropFailed(prepared);
    makeRoom();
  };
}

function dropFailed(prepared: PreparedQueries): void {
  for (const [key, { queryId, preparing }] of prepared._mapByKey) {
    if (queryId !== undefined || preparing !== false) continue;
    prepared._mapByKey.delete(key);
    prepared.length -= 1;
  }
}

function isPreparedQueries(prepared: unknown): prepared is PreparedQueries {
  const { length, _maxPrepared, _mapByKey, _validateOverflow } = (prepared ?? {}) as Partial<PreparedQueries>;
  return (
    typeof length === 'number' &&
    typeof _maxPrepared === 'number' &&
    _mapByKey instanceof Map &&
    typeof _validateOverflow === 'function'
  );
}
