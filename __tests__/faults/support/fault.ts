import { setTimeout as sleep } from 'node:timers/promises';
import { type Figures, keepFigures, type Tool } from './figures';

/** What a fault is, in the words of docs/reliability.md. */
export interface Fault {
  readonly number: number;
  /** What is broken. */
  readonly title: string;
  /** What caspy is to make of it. */
  readonly expected: string;
  readonly tool: Tool;
  /** Milliseconds for the whole test; 60,000 unless set. */
  readonly timeout?: number;
  /** A shorter run than the one that docs/reliability.md tells of: its figures are not kept. */
  readonly isShortened?: boolean;
}

const TEST_TIMEOUT = 60_000;
/** Sockets that were closed just now are still counted for a moment. */
const SETTLE = 3000;

/**
 * A numbered fault as a test. Beside what `run` asserts, it holds that no socket outlives the fault: `run` closes what
 * it opened. The figures that `run` answers go to docs/reliability.md, through `npm run docs:faults`.
 */
export function testFault(fault: Fault, run: () => Promise<Figures>): void {
  const { number, title, timeout = TEST_TIMEOUT } = fault;
  test(
    `fault ${number}: ${title}`,
    async () => {
      const before = openSockets();
      const figures = await run();
      await until(() => openSockets() <= before, SETTLE).catch(() => undefined);
      const socketsLeft = openSockets() - before;
      expect(socketsLeft).toBeLessThanOrEqual(0);
      if (fault.isShortened !== true) keepFigures(fault, { ...figures, socketsLeft: Math.max(0, socketsLeft) });
    },
    timeout,
  );
}

/** TCP connections of this process. */
export function openSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
}

/** Waits for something that will be so; fails when it is not within `limit` milliseconds. Answers how long it took. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  limit: number,
  what = 'what was waited for',
): Promise<number> {
  const startedAt = performance.now();
  while (!(await holds())) {
    if (performance.now() - startedAt > limit) throw new Error(`After ${limit} ms ${what} has not come.`);
    await sleep(10);
  }
  return performance.now() - startedAt;
}

/** The error of a promise that must fail, and the milliseconds until then. */
export async function failureOf(promise: Promise<unknown>): Promise<{ error: Error; took: number }> {
  const startedAt = performance.now();
  try {
    await promise;
  } catch (error) {
    return { error: error as Error, took: performance.now() - startedAt };
  }
  throw new Error('It was to fail, and did not.');
}

/** The milliseconds that something took. */
export async function timed<T>(work: () => Promise<T>): Promise<{ value: T; took: number }> {
  const startedAt = performance.now();
  const value = await work();
  return { value, took: performance.now() - startedAt };
}
