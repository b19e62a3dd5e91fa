import type { NextFunction, Request, Response } from 'express';
import { sendProblem } from 'caspy/express';

/** Everything that is no error of caspy: what Express found wrong with a request, and faults of this program. */
export function otherErrors(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (response.headersSent) {
    next(error);
    return;
  }
  const status = statusOf(error);
  if (status >= 500) console.error(error);
  sendProblem(response, status);
}

export function notFound(_request: Request, response: Response): void {
  sendProblem(response, 404, { detail: 'There is nothing here. See /docs.' });
}

/** A body that is no JSON, or too large a one, carries its status. */
function statusOf(error: unknown): number {
  const status: unknown = error instanceof Error ? Reflect.get(error, 'status') : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}
