import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { DataSourceOptions } from 'caspy';

const REGISTER = join(__dirname, '../register-typescript.js');

export interface ManySaves extends Pick<DataSourceOptions, 'contactPoints' | 'port' | 'localDataCenter' | 'keyspace'> {
  readonly count: number;
}

/** What many saves came to that one process began at once. Sizes are in bytes. */
export interface Saved {
  /** Those that waited for their turn once all had begun, and the heap that all held then. */
  readonly queued: number;
  readonly queuedHeap: number;
  /** Most resident memory, without what the process had before. */
  readonly resident: number;
  /** What was left at the end. */
  readonly inFlight: number;
  readonly left: number;
  readonly errors: Readonly<Record<string, number>>;
}

/**
 * In a process of its own on the built package: the memory of Jest's process is that of all the tests it has run, and
 * its collector of garbage takes the more time the more there is.
 */
export async function runManySaves(order: ManySaves): Promise<Saved> {
  const child = fork(join(__dirname, 'many-saves-program.ts'), { execArgv: ['--require', REGISTER] });
  const ended = once(child, 'exit');
  let saved: Saved | undefined;
  child.once('message', (message) => (saved = message as Saved));
  child.send(order);
  const [code] = (await ended) as [number | null];
  if (saved === undefined) throw new Error(`The program ended with ${code} before it answered.`);
  return saved;
}
