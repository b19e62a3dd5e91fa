import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median } from '../core/statistics';
import type { ScanTable } from './contender';
import type { Server } from './server';

const run = promisify(execFile);

interface Start {
  readonly load: number;
  readonly first: number;
}

interface Scan {
  readonly rows: number;
  readonly before: number;
  readonly highest: number;
  /** Megabytes that resident memory grows by for a million rows, in the second half. */
  readonly slope: number;
}

/** What processes of their own took: to load the package, to read a first row, to hold entities, to scan the table. */
export interface ProcessFacts extends Start, Scan {
  readonly name: string;
  readonly bytesEach: number;
}

const NAMES = { driver: 'driver', caspy: 'caspy', fast: 'caspy, fast decode' } as const;
export type ProcessKind = keyof typeof NAMES;

export interface ProcessPlan {
  readonly server: Server;
  readonly kinds: readonly ProcessKind[];
  readonly starts: number;
  readonly table: ScanTable;
}

/** Loads and reads a first row several times; holds entities and scans once. */
export async function measureProcesses({
  server,
  kinds,
  starts,
  table,
}: ProcessPlan): Promise<readonly ProcessFacts[]> {
  const facts: ProcessFacts[] = [];
  const all = new Map<ProcessKind, Start[]>(kinds.map((kind) => [kind, []]));
  // In turn, so that a slow minute of the machine hits all.
  for (let index = 0; index < starts; index += 1) {
    for (const kind of kinds) all.get(kind)!.push(await child<Start>({ server, kind, what: 'start', table }));
  }
  for (const kind of kinds) {
    const scan = await child<Scan>({ server, kind, what: 'scan', table });
    const { bytesEach } = await child<{ readonly bytesEach: number }>({ server, kind, what: 'heap', table });
    const own = all.get(kind)!;
    const load = median(own.map((start) => start.load));
    facts.push({ ...scan, bytesEach, name: NAMES[kind], load, first: median(own.map(({ first }) => first)) });
  }
  return facts;
}

async function child<T>(task: object): Promise<T> {
  const script = join(__dirname, 'process.js');
  const { stdout } = await run(process.execPath, ['--expose-gc', script, JSON.stringify(task)], { timeout: 600_000 });
  return JSON.parse(stdout) as T;
}
