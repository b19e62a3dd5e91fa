import { setTimeout as sleep } from 'node:timers/promises';
import { PATIENT } from './cluster';
import { Entry, Journal } from './tables';
import type { DataSource } from 'caspy';
import { Append, RequestError } from 'caspy';

/** What became of a load of writes. */
export interface Load {
  readonly acknowledged: string[];
  readonly failures: unknown[];
  /** The longest time without one acknowledged write. */
  longestGap: number;
  slowest: number;
}

interface Running {
  readonly load: Load;
  readonly stop: () => Promise<Load>;
}

type Write = (id: string, worker: number) => Promise<unknown>;

const WORKERS = 16;

/** Idempotent writes, sixteen at a time, until it is stopped. */
export function startLoad(dataSource: DataSource, prefix: string): Running {
  const entries = dataSource.getRepository(Entry);
  return start(prefix, WORKERS, (id) => entries.save(entries.create({ id, body: 'x' })));
}

/** Appends to lists, which may not be repeated: one list for each of four workers. */
export function startAppends(dataSource: DataSource, prefix: string): Running {
  const journals = dataSource.getRepository(Journal);
  return start(prefix, 4, (line, worker) => journals.update({ id: `${prefix} ${worker}` }, { lines: Append(line) }));
}

function start(prefix: string, count: number, write: Write): Running {
  const load: Load = { acknowledged: [], failures: [], longestGap: 0, slowest: 0 };
  let isOver = false;
  let lastAt = performance.now();
  const once = async (id: string, number: number): Promise<void> => {
    const startedAt = performance.now();
    try {
      await write(id, number);
      load.acknowledged.push(id);
      load.longestGap = Math.max(load.longestGap, performance.now() - lastAt);
      lastAt = performance.now();
    } catch (error) {
      load.failures.push(error);
    }
    load.slowest = Math.max(load.slowest, performance.now() - startedAt);
  };
  const worker = async (number: number): Promise<void> => {
    for (let turn = 0; !isOver; turn++) {
      await once(`${prefix} ${number} ${turn}`, number);
      await sleep(5);
    }
  };
  const workers = Promise.all(Array.from({ length: count }, (_, number) => worker(number)));
  const stop = async (): Promise<Load> => {
    isOver = true;
    await workers;
    return load;
  };
  return { load, stop };
}

/** How many of these are not there. */
export async function lostOf(dataSource: DataSource, ids: readonly string[]): Promise<number> {
  const entries = dataSource.getRepository(Entry);
  let lost = 0;
  for (let at = 0; at < ids.length; at += 50) {
    const found = await Promise.all(ids.slice(at, at + 50).map((id) => entries.get({ id }, PATIENT)));
    lost += found.filter((entry) => entry === null).length;
  }
  return lost;
}

/** The lines of all lists of `startAppends`. */
export async function linesOf(dataSource: DataSource, prefix: string): Promise<string[]> {
  const journals = dataSource.getRepository(Journal);
  const ids = Array.from({ length: 4 }, (_, worker) => `${prefix} ${worker}`);
  const found = await Promise.all(ids.map((id) => journals.get({ id }, PATIENT)));
  return found.flatMap((journal) => journal?.lines ?? []);
}

/** The failures of which nobody knows whether they were applied. */
export function unknownOf(failures: readonly unknown[]): RequestError[] {
  return failures.filter((error) => error instanceof RequestError).filter(({ maybeApplied }) => maybeApplied);
}

export function codesOf(failures: readonly unknown[]): string[] {
  return [...new Set(failures.map((error) => String(Reflect.get(Object(error), 'code'))))];
}
