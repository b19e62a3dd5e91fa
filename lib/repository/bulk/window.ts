/** Requests that a load starts with; it finds out by itself how many more the cluster takes. */
const START = 32;

/**
 * How many requests may be on their way: one more for each that succeeds until something is too much, then half, then
 * one more for each round. This is how TCP finds out what a network takes.
 */
export class Window {
  readonly #max: number;
  #limit: number;
  #isGrowingFast = true;
  #sent = 0;
  /** Requests that were sent before the last cut say nothing about the window after it. */
  #cutAt = 0;
  #inFlight = 0;

  constructor(max: number) {
    this.#max = max;
    this.#limit = Math.min(START, max);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get limit(): number {
    return this.#limit;
  }

  get hasRoom(): boolean {
    return this.#inFlight < Math.floor(this.#limit);
  }

  /** A request leaves. Answers its number, which `leave` and `shrink` take. */
  enter(): number {
    this.#inFlight += 1;
    this.#sent += 1;
    return this.#sent;
  }

  leave(): void {
    this.#inFlight -= 1;
  }

  grow(): void {
    if (this.#limit >= this.#max) return;
    this.#limit = Math.min(this.#max, this.#limit + (this.#isGrowingFast ? 1 : 1 / this.#limit));
  }

  /** Request `number` was too much. */
  shrink(number: number): void {
    if (number <= this.#cutAt) return;
    this.#cutAt = this.#sent;
    this.#isGrowingFast = false;
    this.#limit = Math.max(1, this.#limit / 2);
  }
}
