/** How long requests took that came at a fixed rate, in milliseconds. */
export interface Quantiles {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
}

export interface Latency {
  readonly contender: string;
  readonly operation: 'save' | 'get';
  readonly share: number;
  readonly rate: number;
  /** None where the contender could not keep up with the rate. */
  readonly quantiles: Quantiles | undefined;
}

/**
 * Sends requests at a fixed rate whether or not the ones before were answered, and measures from the time at which each
 * was due: a stall counts for all requests that it held up.
 *
 * @throws what the first request that failed threw, after the last has ended.
 */
export async function openLoop(
  rate: number,
  milliseconds: number,
  send: (index: number) => Promise<unknown>,
): Promise<Quantiles> {
  const total = Math.max(100, Math.floor((rate * milliseconds) / 1_000));
  const latencies: number[] = [];
  const pending: Promise<unknown>[] = [];
  const failures: unknown[] = [];
  const start = performance.now();
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - start) * rate) / 1_000) + 1);
    for (; sent < due; sent += 1) {
      const at = start + (sent * 1_000) / rate;
      const note = (): unknown => latencies.push(performance.now() - at);
      pending.push(send(sent).then(note, (error: unknown) => failures.push(error)));
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(pending);
  if (failures.length > 0) throw failures[0];
  const sorted = latencies.toSorted((left, right) => left - right);
  const quantile = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return { p50: quantile(0.5), p99: quantile(0.99), p999: quantile(0.999) };
}
