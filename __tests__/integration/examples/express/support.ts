import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(__dirname, '../../../..');
const example = join(root, 'examples/express');

/** Compiles the example as `npm run example:express` does; it imports caspy from `dist`, as every user does. */
export async function compileExample(): Promise<void> {
  await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', example]);
}

/** A script of the example that runs in a process of its own. */
export interface Running {
  readonly child: ChildProcess;
  readonly lines: readonly string[];
  /** Exit code and signal. */
  readonly ended: Promise<readonly [number | null, string | null]>;
}

export function start(script: string, env: Record<string, string>): Running {
  const { CASPY_TEST_CONTACT_POINTS, CASPY_TEST_PORT, CASPY_TEST_LOCAL_DC, ...rest } = process.env;
  const child = spawn(process.execPath, [join(example, 'dist', script)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...rest,
      ...{ CASPY_CONTACT_POINTS: CASPY_TEST_CONTACT_POINTS, CASPY_PORT: CASPY_TEST_PORT },
      ...{ CASPY_LOCAL_DC: CASPY_TEST_LOCAL_DC, PORT: '0', ...env },
    },
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) createInterface(stream).on('line', (line) => lines.push(line));
  // The tuple that Node documents for 'close'.
  const ended = once(child, 'close') as Promise<[number | null, string | null]>;
  return { child, lines, ended };
}

/** Waits until the server says where it listens. */
export async function addressOf({ child, lines }: Running): Promise<{ host: string; port: number }> {
  for (;;) {
    const found = lines.flatMap((line) => /^Listening on http:\/\/([\d.]+):(\d+)/.exec(line) ?? []);
    if (found.length > 0) return { host: found[1]!, port: Number(found[2]) };
    if (child.exitCode !== null) throw new Error(`The example ended:\n${lines.join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
