import type { IncomingMessage } from 'node:http';
import type { DataSource } from '../data-source/data-source';
import { createProblem, writeProblem } from '../http/problem-response';
import type { Middleware } from './handler-types';

/** Options of `requireDataSource`. */
export interface RequireDataSourceOptions {
  /** Requests that need no Cassandra, such as those of a liveness probe. */
  readonly except?: (request: IncomingMessage) => boolean;
  /** Seconds for `Retry-After`; 1 unless set. */
  readonly retryAfter?: number;
}

const DETAIL = 'The service is not ready yet. Try again later.';

/**
 * A middleware that answers 503 with `Retry-After` while the data source is not connected. `withDataSource` does this
 * for a whole server; use this one for a part of an application.
 *
 * @example
 * ```ts
 * app.use('/api', requireDataSource(dataSource));
 * ```
 */
export function requireDataSource(
  dataSource: Pick<DataSource, 'isInitialized'>,
  { except = () => false, retryAfter = 1 }: RequireDataSourceOptions = {},
): Middleware {
  return (request, response, next) => {
    if (dataSource.isInitialized || except(request)) next();
    else writeProblem(response, createProblem(503, { detail: DETAIL, retryAfter }));
  };
}
