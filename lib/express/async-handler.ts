import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** What Express calls the parameters of a path when it is not told more. */
type PathParameters = Request['params'];

/**
 * Makes an async handler safe in Express 4, which does not look at the promise of a handler: a rejection goes to `next`.
 * Express 5 does that by itself; there it changes nothing.
 *
 * @example
 * ```ts
 * app.get('/users/:id', asyncHandler(async (request: Request<{ id: string }>, response) => {
 *   response.json(await users.getOrFail({ id: request.params.id }));
 * }));
 * ```
 */
export function asyncHandler<P = PathParameters>(
  handler: (request: Request<P>, response: Response, next: NextFunction) => unknown,
): RequestHandler<P> {
  return (request, response, next) => {
    // What is thrown at once rejects this promise as well.
    const handled = new Promise((resolve) => {
      resolve(handler(request, response, next));
    });
    handled.catch((error: unknown) => {
      // Express would take a missing error for "go on".
      next(error ?? new TypeError('A handler was rejected without a reason.'));
    });
  };
}
