import { execFile } from 'node:child_process';

export interface CommandOptions {
  readonly timeout: number;
  readonly env?: NodeJS.ProcessEnv;
}

export interface CommandResult {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
  /** Why it failed, in one line; empty when it did not. */
  readonly reason: string;
}

function failure(
  error: Error & { readonly code?: unknown; readonly killed?: boolean },
  options: CommandOptions,
): string {
  if (error.code === 'ENOENT') return 'not found';
  if (error.killed === true) return `no answer within ${options.timeout / 1000} s`;
  return `exit code ${String(error.code)}`;
}

/** Runs a program to its end. Never rejects: a program that is missing, fails or hangs is an answer too. */
export function runCommand(command: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  return new Promise((resolve) => {
    const settings = {
      timeout: options.timeout,
      killSignal: 'SIGKILL' as const,
      maxBuffer: 16 * 1024 * 1024,
      env: options.env ?? process.env,
    };
    execFile(command, [...args], settings, (error, stdout, stderr) => {
      if (error === null) {
        resolve({ ok: true, stdout, stderr, reason: '' });
        return;
      }
      const detail = stderr.trim().split('\n').at(-1) ?? '';
      const reason = [failure(error, options), detail].filter((part) => part !== '').join(': ');
      resolve({ ok: false, stdout, stderr, reason });
    });
  });
}
