import { LatencyHistogram } from './latency-histogram';

/** What the pool counts. */
export class PoolCounters {
  readonly latency = new LatencyHistogram();
  readonly #errors = new Map<string, number>();
  executed = 0;
  retries = 0;
  timeouts = 0;

  succeeded(milliseconds: number): void {
    this.executed += 1;
    this.latency.record(milliseconds);
  }

  failed(code: string): void {
    this.#errors.set(code, (this.#errors.get(code) ?? 0) + 1);
    if (code === 'CASPY_TIMEOUT' || code === 'CASPY_POOL_TIMEOUT') this.timeouts += 1;
  }

  get errors(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#errors);
  }
}
