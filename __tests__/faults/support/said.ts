import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inspect } from 'node:util';
import type { Logger } from 'caspy';

const ROOT = resolve(__dirname, '../../..');
const EVERYTHING = { depth: Infinity, maxArrayLength: Infinity, maxStringLength: Infinity } as const;
const PROGRAM_TIMEOUT = 120_000;

/** Each way in which something that is printed, logged, thrown or sent as JSON may be read. */
export function wordsOf(value: unknown): string {
  const error = value instanceof Error ? [value.message, value.stack, wordsOf(value.cause)] : [];
  return [inspect(value, EVERYTHING), String(value), json(value), ...error].join('\n');
}

function json(value: unknown): string | undefined {
  const seen = new Set<unknown>();
  return JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === 'bigint') return String(each);
    if (typeof each !== 'object' || each === null) return each;
    // The driver's errors lead round in circles.
    if (seen.has(each)) return undefined;
    seen.add(each);
    return each;
  });
}

/** A logger that keeps whatever it is told. */
export function keepingLogger(said: string[]): Logger {
  const keep = (...parts: unknown[]): void => void said.push(...parts.map(wordsOf));
  return { logQuery: keep, logQueryError: keep, logQuerySlow: keep, logSchema: keep, log: keep };
}

/** What a program wrote, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command in an empty folder; beside PATH and HOME it has only these variables. */
export function caspy(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
  return runNode([join(ROOT, 'dist/bin/caspy.js'), ...args], env);
}

/** Runs a program that has the built library as `caspy`. */
export async function runProgram(source: string): Promise<Ended> {
  const folder = await mkdtemp(join(tmpdir(), 'caspy-said-'));
  const file = join(folder, 'main.js');
  await writeFile(file, `const caspy = require(${JSON.stringify(join(ROOT, 'dist/lib/index.js'))});\n${source}`);
  try {
    return await runNode([file], {});
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function runNode(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
  const folder = await mkdtemp(join(tmpdir(), 'caspy-said-'));
  const { PATH = '', HOME = '' } = process.env;
  const options = { cwd: folder, env: { PATH, HOME, ...env }, timeout: PROGRAM_TIMEOUT };
  const ended = await new Promise<Ended>((done) => {
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
  await rm(folder, { recursive: true });
  return ended;
}
