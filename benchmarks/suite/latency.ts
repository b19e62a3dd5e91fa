/** How long requests took that came at a fixed rate, in milliseconds. */
export interface Latency {
  readonly contender: string;
  readonly operation: 'save' | 'get';
  readonly share: number;
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
}

/**
 * Sends requests at a fixed rate whether or not the ones before were answered, and measures from the time at which each
 * was due: a stall counts for all requests that it held up.
 */
export async function openLoop(
  rate: number,
  milliseconds: number,
  send: (index: number) => Promise<unknown>,
): Promise<Pick<Latency, 'rate' | 'p50' | 'p99' | 'p999'>> {
  const total = Math.max(100, Math.floor((rate * milliseconds) / 1_000));
  const latencies: number[] = [];
  const pending: Promise<unknown>[] = [];
  const start = performance.now();
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - start) * rate) / 1_000) + 1);
    for (; sent < due; sent += 1) {
      const at = start + (sent * 1_000) / rate;
      pending.push(send(sent).then(() => latencies.push(performance.now() - at)));
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(pending);
  const sorted = latencies.toSorted((left, right) => left - right);
  const quantile = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return { rate, p50: quantile(0.5), p99: quantile(0.99), p999: quantile(0.999) };
}
