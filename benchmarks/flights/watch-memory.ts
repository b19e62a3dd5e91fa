import { slopeOf } from '../core/slope';

/** Resident memory of the process in megabytes. */
export interface Watched {
  readonly milliseconds: number;
  readonly before: number;
  readonly highest: number;
  /** How much it grew for a million rows, in the second half of the rows. */
  readonly slope: number;
  /** What it was at each tenth of the rows. */
  readonly tenths: readonly number[];
}

interface Seen {
  readonly rows: number;
  readonly megabytes: number;
}

const TENTHS = 10;

/** Runs the work and looks at the memory of the process all the while. `rows` tells how many are done. */
export async function watchMemory(rows: () => number, work: () => Promise<unknown>): Promise<Watched> {
  globalThis.gc?.();
  const before = megabytes();
  const seen: Seen[] = [];
  const look = (): void => {
    seen.push({ rows: rows(), megabytes: megabytes() });
  };
  const timer = setInterval(look, 100);
  const start = performance.now();
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  const milliseconds = performance.now() - start;
  look();
  const total = rows();
  const half = seen.filter((one) => one.rows >= total / 2);
  return {
    milliseconds,
    before: Math.round(before),
    highest: Math.round(Math.max(...seen.map((one) => one.megabytes))),
    slope: slopeOf(half.map((one) => ({ x: one.rows / 1e6, y: one.megabytes }))),
    tenths: Array.from({ length: TENTHS }, (_, index) => at(seen, (total * (index + 1)) / TENTHS)),
  };
}

function at(seen: readonly Seen[], rows: number): number {
  return Math.round((seen.find((one) => one.rows >= rows) ?? seen.at(-1)!).megabytes);
}

function megabytes(): number {
  return process.memoryUsage.rss() / 2 ** 20;
}
