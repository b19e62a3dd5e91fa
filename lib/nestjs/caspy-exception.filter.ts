import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { Catch, HttpException, Logger } from '@nestjs/common';
import { throwError } from 'rxjs';
import { CaspyError } from '../errors';
import type { HttpProblem } from '../http/problem-details';
import { problemOf } from '../http/problem-details';

/** What the responses of Express and the replies of Fastify have in common. */
interface HttpResponse {
  readonly headersSent?: boolean;
  readonly sent?: boolean;
  readonly raw?: { destroy(): unknown };
  destroy?(): unknown;
  status(code: number): unknown;
  header(name: string, value: string): unknown;
  send(body: string): unknown;
}

interface Emitter {
  emit(event: string, body: unknown): unknown;
}

/**
 * Answers errors of caspy with problem details (RFC 9457): 400 with the fields for values that do not fit, 404 for what
 * `…OrFail` did not find, 409 for a lost race, 429 and 503 with `Retry-After` where Cassandra or the pool has no room.
 * What is a fault of the server becomes a plain 500, and the whole error goes to the log. See `problemOf`.
 *
 * @example
 * ```ts
 * app.useGlobalFilters(new CaspyExceptionFilter());
 * // or, in a module: { provide: APP_FILTER, useClass: CaspyExceptionFilter }
 * ```
 */
@Catch(CaspyError)
export class CaspyExceptionFilter implements ExceptionFilter<CaspyError> {
  readonly #log = new Logger('CaspyExceptionFilter');

  catch(error: CaspyError, host: ArgumentsHost): unknown {
    const problem = problemOf(error);
    // Nest asks this filter for errors of caspy only, and each of them is some problem.
    if (problem === undefined) throw error;
    if (problem.body.status >= 500) this.#log.error(`${error.code}: ${error.message}`, error.stack);
    switch (host.getType<string>()) {
      case 'http': {
        respond(host.switchToHttp().getResponse<HttpResponse>(), problem);
        return;
      }
      case 'rpc':
        return throwError(() => problem.body);
      case 'ws':
        return host.switchToWs().getClient<Emitter>().emit('exception', problem.body);
      default:
        // GraphQL and others answer by what is thrown.
        throw new HttpException(problem.body, problem.body.status);
    }
  }
}

function respond(response: HttpResponse, { body, retryAfter }: HttpProblem): void {
  if (response.headersSent === true || response.sent === true) {
    // The status has left already: an answer that ends in the middle is the only sign of failure.
    if (response.raw === undefined) response.destroy?.();
    else response.raw.destroy();
    return;
  }
  response.status(body.status);
  response.header('Content-Type', 'application/problem+json');
  if (retryAfter !== undefined) response.header('Retry-After', String(retryAfter));
  response.send(JSON.stringify(body));
}
