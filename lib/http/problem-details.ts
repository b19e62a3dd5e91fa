import { CaspyError } from '../errors';

/** One value of a request that does not fit. */
export interface FieldError {
  /** The property, without the name of its class, with its place inside a collection; empty for the whole body. */
  readonly field: string;
  /** What is wrong, one sentence per rule. */
  readonly messages: readonly string[];
}

/** The body of an answer about an error: problem details as RFC 9457 describes them. */
export interface ProblemDetails {
  readonly type: 'about:blank';
  /** The phrase of the status. */
  readonly title: string;
  readonly status: number;
  /** What the client can do about it. */
  readonly detail?: string;
  /** The code of caspy's error, for answers about what the client sent. */
  readonly code?: string;
  /** The values that do not fit, for `CASPY_VALIDATION`. */
  readonly errors?: readonly FieldError[];
}

/** What to answer to the client for an error. */
export interface HttpProblem {
  readonly body: ProblemDetails;
  /** Seconds for the header `Retry-After`; undefined where sending the request again may do its work twice. */
  readonly retryAfter: number | undefined;
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  409: 'Conflict',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

const RETRY_AFTER = 1;

const INVALID_TOKEN = 'The page token does not belong to this request. Start from the first page.';
const NOT_FOUND = 'There is nothing under this key.';
const CONFLICT = 'Somebody else changed it in the meantime. Read it again and repeat the change.';
const BUSY = 'Too many requests are waiting. Try again later.';
const UNAVAILABLE = 'The service cannot do this at present. Try again later.';

type Answer = readonly [status: number, detail: string];

const answers = (answer: Answer, ...codes: readonly string[]): (readonly [string, Answer])[] =>
  codes.map((code) => [code, answer]);

const STATUS: ReadonlyMap<string, Answer> = new Map([
  ...answers([400, 'A value does not fit.'], 'CASPY_VALIDATION'),
  ...answers([400, INVALID_TOKEN], 'CASPY_PAGE_TOKEN'),
  ...answers([404, NOT_FOUND], 'CASPY_ENTITY_NOT_FOUND'),
  ...answers([409, CONFLICT], 'CASPY_OPTIMISTIC_LOCK'),
  // The process itself has more to do than it may send: the client is asked to slow down.
  ...answers([429, BUSY], 'CASPY_POOL_TIMEOUT', 'CASPY_QUEUE_FULL', 'CASPY_BUSY'),
  ...answers([503, UNAVAILABLE], 'CASPY_CONNECTION', 'CASPY_CONNECT_TIMEOUT', 'CASPY_NO_HOST', 'CASPY_CONNECTION_LOST'),
  ...answers([503, UNAVAILABLE], 'CASPY_UNAVAILABLE', 'CASPY_OVERLOADED', 'CASPY_BOOTSTRAPPING', 'CASPY_ABORTED'),
  ...answers([503, UNAVAILABLE], 'CASPY_TIMEOUT', 'CASPY_READ_TIMEOUT', 'CASPY_WRITE_TIMEOUT'),
  ...answers([503, UNAVAILABLE], 'CASPY_NOT_INITIALIZED', 'CASPY_CLOSED'),
]);

/** True for errors of caspy, also of a second copy of it: by the code, which is stable, and not by the class. */
export function isCaspyError(error: unknown): error is CaspyError {
  if (error instanceof CaspyError) return true;
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('CASPY_');
}

/**
 * What an error of caspy means to the client of an HTTP server; undefined for every other error.
 *
 * 400 with the fields for values that do not fit, 400 for a page token of another query, 404 for what is not there, 409
 * for a lost race, 429 when the pool is full, 503 when Cassandra cannot be reached or does not answer; both with
 * `Retry-After`, unless the write may have happened. Everything else is a fault of the server: 500 without a word about
 * it. Names of classes, tables, CQL and addresses never leave the server.
 *
 * @example
 * ```ts
 * const problem = problemOf(error);
 * if (problem === undefined) throw error;
 * response.status(problem.body.status).type('application/problem+json').send(JSON.stringify(problem.body));
 * ```
 */
export function problemOf(error: unknown): HttpProblem | undefined {
  if (!isCaspyError(error)) return undefined;
  const [status, detail] = STATUS.get(error.code) ?? [500, undefined];
  const body: ProblemDetails = {
    type: 'about:blank',
    title: TITLES[status] ?? 'Error',
    status,
    ...(detail === undefined ? {} : { detail }),
    ...(status < 429 ? { code: error.code } : {}),
    ...(error.code === 'CASPY_VALIDATION' ? { errors: fieldErrors(error) } : {}),
  };
  const mayRepeat = (status === 429 || status === 503) && Reflect.get(error, 'maybeApplied') !== true;
  return { body, retryAfter: mayRepeat ? RETRY_AFTER : undefined };
}

/** `User.address.street` is `address.street` to the client: what classes are called is none of its business. */
function fieldErrors(error: CaspyError): FieldError[] {
  const faults: unknown = Reflect.get(error, 'errors');
  if (!Array.isArray(faults)) return [];
  return faults.flatMap((fault: { readonly path?: unknown; readonly constraints?: unknown }) => {
    if (typeof fault.path !== 'string') return [];
    const { path } = fault;
    const field = path.includes('.') ? path.slice(path.indexOf('.') + 1) : '';
    const messages = Object.values(fault.constraints ?? {}).map((message) =>
      String(message).replaceAll(path, field || 'body'),
    );
    return [{ field, messages }];
  });
}
