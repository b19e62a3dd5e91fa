export interface Watched {
  readonly milliseconds: number;
  /** Resident memory of the process in megabytes. */
  readonly before: number;
  readonly highest: number;
}

/** Runs the work and looks at the memory of the process all the while. */
export async function watchMemory(work: () => Promise<unknown>): Promise<Watched> {
  globalThis.gc?.();
  const before = megabytes();
  let highest = before;
  const timer = setInterval(() => {
    highest = Math.max(highest, megabytes());
  }, 100);
  const start = performance.now();
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return { milliseconds: performance.now() - start, before, highest: Math.max(highest, megabytes()) };
}

function megabytes(): number {
  return Math.round(process.memoryUsage.rss() / 2 ** 20);
}
