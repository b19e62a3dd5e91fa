import { STATUS_CODES } from 'node:http';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';

/** Nest's own errors as problem details (RFC 9457), so that clients meet one form of error. */
@Catch(HttpException)
export class HttpProblemFilter implements ExceptionFilter<HttpException> {
  catch(error: HttpException, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const status = error.getStatus();
    const content = error.getResponse();
    // What was thrown as problem details stays, and so does the report of a health check.
    const body =
      typeof content === 'object' && ('type' in content || 'info' in content)
        ? content
        : { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail: error.message };
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.status(status).type('application/problem+json').send(JSON.stringify(body));
  }
}
