import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median } from '../core/statistics';
import type { Server } from './server';

const run = promisify(execFile);

/** What a process of its own took to load its package, to read a first row and to scan the table. */
export interface ProcessFacts {
  readonly name: string;
  readonly load: number;
  readonly first: number;
  readonly rows: number;
  readonly before: number;
  readonly highest: number;
}

const NAMES = { driver: 'driver', caspy: 'caspy', fast: 'caspy, fast decode' } as const;
export type ProcessKind = keyof typeof NAMES;

/** Loads and reads a first row several times, and scans once. */
export async function measureProcesses(
  server: Server,
  kinds: readonly ProcessKind[],
  runs: number,
): Promise<readonly ProcessFacts[]> {
  const facts: ProcessFacts[] = [];
  for (const kind of kinds) {
    const starts: ProcessFacts[] = [];
    for (let index = 0; index < runs; index += 1) starts.push(await child(server, kind, false));
    const scan = await child(server, kind, true);
    facts.push({
      ...scan,
      name: NAMES[kind],
      load: median(starts.map(({ load }) => load)),
      first: median(starts.map(({ first }) => first)),
    });
  }
  return facts;
}

async function child(server: Server, kind: ProcessKind, scans: boolean): Promise<ProcessFacts> {
  const task = JSON.stringify({ server, kind, scans });
  const { stdout } = await run(process.execPath, [join(__dirname, 'process.js'), task], { timeout: 600_000 });
  return JSON.parse(stdout) as ProcessFacts;
}
