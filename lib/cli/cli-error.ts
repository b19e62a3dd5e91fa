import { CaspyError } from '../errors';
import type { ExitCode } from './exit-code';
import { EXIT } from './exit-code';

/** An error of the command itself: one line what, `hint` one line what to do. */
export class CliError extends CaspyError {
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;

  constructor(
    code: string,
    message: string,
    options: { readonly hint?: string | undefined; readonly exitCode?: ExitCode; readonly cause?: unknown } = {},
  ) {
    super(code, message, { cause: options.cause });
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? EXIT.failed;
  }
}

/** The command line or the configuration is wrong. */
export function usageError(message: string, hint?: string, cause?: unknown): CliError {
  return new CliError('CASPY_USAGE', message, { hint, cause, exitCode: EXIT.usage });
}

/** The user did not consent, or could not be asked. */
export function declinedError(message: string, hint?: string): CliError {
  return new CliError('CASPY_DECLINED', message, { hint, exitCode: EXIT.declined });
}

/** Whoever read stdout has gone away (`| head`). Not a failure. */
export class PipeClosedError extends Error {
  constructor() {
    super('The reader of stdout has closed it.');
    this.name = 'PipeClosedError';
  }
}
