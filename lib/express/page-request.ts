import { ConfigurationError, PageTokenError, ValidationError } from '../errors';
import type { RequestUrl } from './handler-types';

/** Options of `pageRequest`. */
export interface PageRequestOptions {
  /** Rows of a page where the client names no number; 20 unless set. */
  readonly limit?: number;
  /** The most that a client may ask for; more is answered with as many. 100 unless set. */
  readonly maxLimit?: number;
}

/** Which page the client wants; spread it into `findPage()` or pass it to `page()`. */
export interface RequestedPage {
  readonly size: number;
  readonly after: string | undefined;
}

const LIMIT = 20;
const MAX_LIMIT = 100;
const WHOLE_NUMBER = /^[1-9]\d{0,8}$/;

/**
 * Reads `?limit=&after=` off the address of a request. A limit above `maxLimit` becomes `maxLimit`.
 *
 * @throws ValidationError (400) when `limit` is no whole number from 1 on, or one of them is given twice
 * @throws PageTokenError (400) when `after` is there and empty: taken for the first page, a client that forgets the token
 *   would read that page for ever. What else is wrong with a token is found by `findPage()`.
 * @example
 * ```ts
 * const page = await posts.findPage({ where: { authorId }, ...pageRequest(request) });
 * setNextLink(request, response, page);
 * response.json(page);
 * ```
 */
export function pageRequest(request: RequestUrl, options: PageRequestOptions = {}): RequestedPage {
  const { maxLimit = MAX_LIMIT } = options;
  const { limit = Math.min(LIMIT, maxLimit) } = options;
  if (!isSize(limit) || !isSize(maxLimit) || limit > maxLimit) {
    throw new ConfigurationError("pageRequest: 'limit' and 'maxLimit' are whole numbers from 1 on, limit the smaller.");
  }
  const query = queryOf(request);
  const size = single(query, 'limit');
  const after = single(query, 'after');
  if (size !== undefined && !WHOLE_NUMBER.test(size)) throw fault('limit', 'is a whole number from 1 on');
  if (after === '') throw new PageTokenError("The page token in 'after' is empty: leave it out for the first page.");
  return { size: size === undefined ? limit : Math.min(Number(size), maxLimit), after };
}

/** The parameters of a request, whatever parser the application has set. */
export function queryOf({ originalUrl, url = '' }: RequestUrl): URLSearchParams {
  const address = originalUrl ?? url;
  const start = address.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : address.slice(start + 1));
}

function single(query: URLSearchParams, name: string): string | undefined {
  const values = query.getAll(name);
  if (values.length > 1) throw fault(name, 'is given more than once');
  return values[0];
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}

function fault(name: string, message: string): ValidationError {
  const path = `query.${name}`;
  return new ValidationError(`${path} ${message}.`, { errors: [{ path, constraints: { query: message } }] });
}
