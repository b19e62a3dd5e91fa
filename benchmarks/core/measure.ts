/** What a piece of work took, in milliseconds: on the clock, and on the client's processors. */
export interface Measurement {
  readonly wall: number;
  readonly cpu: number;
}

/** Runs `work` for every index below `count`, `concurrency` at a time, and measures it. */
export async function measure(
  count: number,
  concurrency: number,
  work: (index: number) => Promise<unknown>,
  collect: () => void = collectAll,
): Promise<Measurement> {
  // Otherwise one side pays for the garbage of the other.
  collect();
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) await work(index);
  };
  const cpuStart = process.cpuUsage();
  const start = performance.now();
  await Promise.all(Array.from({ length: concurrency }, worker));
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpuStart);
  return { wall, cpu: (user + system) / 1_000 };
}

function collectAll(): void {
  globalThis.gc?.();
}

/** For samples of a few milliseconds, beside which collecting all would take longer than the work. */
export function collectYoung(): void {
  globalThis.gc?.({ type: 'minor' });
}
