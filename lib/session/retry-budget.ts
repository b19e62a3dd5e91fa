/** So many retries are free, whatever the traffic was. */
const FLOOR = 10;
/** Retries that quiet times can save up. */
const CEILING = 100;
const REFILL_PER_MILLISECOND = 1 / 1000;

/**
 * A token bucket over all requests: each request pays in a fraction of a retry, each retry takes one out. While a
 * cluster is down the retries then stay a fraction of the traffic instead of multiplying it.
 */
export class RetryBudget {
  readonly #ratio: number;
  readonly #now: () => number;
  #tokens = FLOOR;
  #refilledAt: number;

  constructor(ratio: number, now: () => number = () => performance.now()) {
    this.#ratio = ratio;
    this.#now = now;
    this.#refilledAt = now();
  }

  /** One request was made. */
  deposit(): void {
    if (this.#tokens < CEILING) this.#tokens += this.#ratio;
  }

  /** Whether one more retry may be made now. */
  tryWithdraw(): boolean {
    this.#refill();
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Time alone refills up to the floor, so that a quiet program still retries. */
  #refill(): void {
    const now = this.#now();
    if (this.#tokens < FLOOR) {
      this.#tokens = Math.min(FLOOR, this.#tokens + (now - this.#refilledAt) * REFILL_PER_MILLISECOND);
    }
    this.#refilledAt = now;
  }
}
