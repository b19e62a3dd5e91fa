import type { ServerResponse } from 'node:http';
import type { ProblemOptions } from '../http/problem-response';
import { createProblem, writeProblem } from '../http/problem-response';

/**
 * Answers with problem details of your own, in the shape of those of caspy's errors.
 *
 * @example
 * ```ts
 * const { applied } = await users.insert(user, { ifNotExists: true });
 * if (!applied) return sendProblem(response, 409, { detail: 'This name is taken.' });
 * ```
 */
export function sendProblem(response: ServerResponse, status: number, options?: ProblemOptions): void {
  writeProblem(response, createProblem(status, options));
}
