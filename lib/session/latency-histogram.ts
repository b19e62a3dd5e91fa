import type { LatencySummary } from './pool-state';

/** Buckets per power of two: no quantile is off by more than an eighth. */
const STEPS = 8;
const STEP_BITS = 3;
const BUCKETS = 32 * STEPS;
const MICROSECONDS = 1000;

/** Counts of latencies in buckets that widen with the value; fixed memory, no sorting, a few nanoseconds a record. */
export class LatencyHistogram {
  readonly #counts = new Uint32Array(BUCKETS);
  #total = 0;
  #max = 0;

  record(milliseconds: number): void {
    const index = bucketOf(Math.max(0, milliseconds * MICROSECONDS));
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#total += 1;
    if (milliseconds > this.#max) this.#max = milliseconds;
  }

  summary(): LatencySummary {
    return { p50: this.#quantile(0.5), p95: this.#quantile(0.95), p99: this.#quantile(0.99), max: this.#max };
  }

  #quantile(share: number): number {
    const rank = Math.ceil(this.#total * share);
    let seen = 0;
    for (let index = 0; rank > 0 && index < BUCKETS; index++) {
      seen += this.#counts[index] ?? 0;
      if (seen >= rank) return Math.min(this.#max, upperEdge(index) / MICROSECONDS);
    }
    return 0;
  }
}

function bucketOf(microseconds: number): number {
  const value = Math.min(microseconds, 2 ** 31 - 1) | 0;
  if (value < STEPS) return value;
  const shift = 31 - Math.clz32(value) - STEP_BITS;
  return (shift + 1) * STEPS + ((value >> shift) & (STEPS - 1));
}

function upperEdge(index: number): number {
  if (index < STEPS) return index + 1;
  const shift = Math.floor(index / STEPS) - 1;
  return (STEPS + (index % STEPS) + 1) * 2 ** shift;
}
