import { exitCodeOf, type ExitCode } from './exit-code';
import { escapeControls, escapeJson } from './output/escape';
import type { Io } from './output/io';
import { describePlanError } from './queries/describe-plan-error';

/** What is said about an error: one line what, then lines what to do. */
export interface ErrorReport {
  readonly code: string;
  readonly message: string;
  readonly hints: readonly string[];
}

/** What to do about errors that the library words for programs. */
const HINTS: ReadonlyMap<string, string> = new Map([
  ['CASPY_AUTHENTICATION', 'Set CASPY_USERNAME (or --username) and CASPY_PASSWORD.'],
  ['CASPY_CONNECTION', 'Name the nodes by --contact-points and --port.'],
  ['CASPY_CONNECT_TIMEOUT', 'Name the nodes by --contact-points and --port.'],
  ['CASPY_KEYSPACE_NOT_FOUND', 'Name another one by --keyspace.'],
  ['CASPY_PAGE_TOKEN', 'Repeat the query that printed the token, with the same filters, select and order.'],
]);

/** The parts of an error that are shown. */
export function reportOf(error: unknown): ErrorReport {
  if (!(error instanceof Error)) return { code: 'CASPY_UNEXPECTED', message: String(error), hints: [] };
  const code: unknown = Reflect.get(error, 'code');
  const hint: unknown = Reflect.get(error, 'hint');
  const plan = describePlanError(error);
  if (plan !== undefined) return { code: 'CASPY_QUERY_PLAN', ...plan };
  const known = typeof code === 'string' && code.startsWith('CASPY_') ? code : 'CASPY_UNEXPECTED';
  const advice = typeof hint === 'string' ? hint : HINTS.get(known);
  return { code: known, message: error.message, hints: advice === undefined ? [] : [advice] };
}

/** Writes an error to stderr and answers the exit code. */
export function reportError(io: Io, error: unknown): ExitCode {
  const { code, message, hints } = reportOf(error);
  if (io.json) {
    const report = { ok: false, error: { code, message, ...(hints.length === 0 ? {} : { hints }) } };
    io.error(escapeJson(JSON.stringify(report)));
    return exitCodeOf(error);
  }
  const { bold, dim, red } = io.errorColors;
  io.error(`${bold(red('Error:'))} ${escapeControls(message, '\n')}`);
  for (const hint of hints) io.error(`  ${escapeControls(hint)}`);
  if (io.verbose) io.error(dim(escapeControls(stackOf(error), '\n')));
  return exitCodeOf(error);
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const stack = error.stack ?? error.message;
  return error.cause instanceof Error ? `${stack}\nCaused by: ${stackOf(error.cause)}` : stack;
}
