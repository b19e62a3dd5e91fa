import type { ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { FieldError, HttpProblem, ProblemDetails } from './problem-details';

/** Headers about the answer that was meant to be sent; they would be wrong for the one about the problem. */
const OF_THE_OTHER_ANSWER = [
  ...['Cache-Control', 'Content-Disposition', 'Content-Encoding', 'Content-Language', 'Content-Length'],
  ...['Content-Range', 'ETag', 'Last-Modified', 'Link', 'Transfer-Encoding'],
];

/** What the body of a problem may say beside its status. */
export interface ProblemOptions {
  readonly detail?: string | undefined;
  readonly errors?: readonly FieldError[] | undefined;
  /** Seconds for the header `Retry-After`. */
  readonly retryAfter?: number | undefined;
}

/** Problem details of an application's own, for `sendProblem`. */
export function createProblem(status: number, { detail, errors, retryAfter }: ProblemOptions = {}): HttpProblem {
  const body: ProblemDetails = {
    ...{ type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status },
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors }),
  };
  return { body, retryAfter };
}

/** Answers with problem details (RFC 9457). The headers must not have left yet. */
export function writeProblem(response: ServerResponse, { body, retryAfter }: HttpProblem): void {
  for (const name of OF_THE_OTHER_ANSWER) response.removeHeader(name);
  const text = JSON.stringify(body);
  response.statusCode = body.status;
  // The phrase of a status that was set before would stay.
  response.statusMessage = body.title;
  response.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.setHeader('Cache-Control', 'no-store');
  if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter));
  response.end(text);
}
