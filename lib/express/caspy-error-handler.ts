import type { IncomingMessage } from 'node:http';
import type { CaspyError } from '../errors';
import { isCaspyError, problemOf } from '../http/problem-details';
import { writeProblem } from '../http/problem-response';
import type { ErrorMiddleware } from './handler-types';

/** Options of `caspyErrorHandler`. */
export interface CaspyErrorHandlerOptions {
  /** Called with errors that are answered with 500 or more; by default they are written to stderr. */
  readonly log?: (error: CaspyError, request: IncomingMessage) => void;
}

/**
 * Answers errors of caspy with problem details (RFC 9457): 400 with the fields for values that do not fit, 404 for what
 * `…OrFail` did not find, 409 for a lost race, 429 and 503 with `Retry-After` where Cassandra or the pool has no room.
 * What is a fault of the server becomes a plain 500, and the whole error goes to the log.
 *
 * Errors of others go to the next handler, and so does every error after the headers have left: Express then ends the
 * connection, which is the only sign of failure left. Use it after all routes.
 *
 * @example
 * ```ts
 * app.use(caspyErrorHandler());
 * app.use(caspyErrorHandler({ log: (error) => pino.error({ error }) }));
 * ```
 */
export function caspyErrorHandler({ log = writeToStderr }: CaspyErrorHandlerOptions = {}): ErrorMiddleware {
  return (error, request, response, next) => {
    const problem = problemOf(error);
    if (problem === undefined || !isCaspyError(error)) {
      next(error);
      return;
    }
    if (problem.body.status >= 500) log(error, request);
    if (response.headersSent) next(error);
    else writeProblem(response, problem);
  };
}

function writeToStderr(error: CaspyError): void {
  console.error(error);
}
