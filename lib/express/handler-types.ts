import type { IncomingMessage, ServerResponse } from 'node:http';

/** Goes on with the next handler, or with the next handler of errors. */
export type Next = (error?: unknown) => void;

/** A middleware, in the types of Node: it fits Express 4, Express 5 and Connect. */
export type Middleware = (request: IncomingMessage, response: ServerResponse, next: Next) => void;

/** A middleware for errors. Express tells it by its four parameters. */
export type ErrorMiddleware = (error: unknown, request: IncomingMessage, response: ServerResponse, next: Next) => void;

/** What Express adds to a request that these helpers look at. */
export interface RequestUrl {
  readonly url?: string | undefined;
  /** The whole path, also within a router that was mounted below one. */
  readonly originalUrl?: string | undefined;
}
