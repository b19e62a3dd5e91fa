import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Spreads rows over time: who has read rows waits until they are paid for before the next request. A pause is not saved
 * up, so a slow consumer is not followed by a burst.
 */
export class Throttle {
  readonly #rowsPerSecond: number | undefined;
  #freeAt = 0;

  constructor(rowsPerSecond: number | undefined) {
    this.#rowsPerSecond = rowsPerSecond;
  }

  spend(rows: number): void {
    if (this.#rowsPerSecond === undefined) return;
    this.#freeAt = Math.max(this.#freeAt, performance.now()) + (rows * 1000) / this.#rowsPerSecond;
  }

  /** @throws the abort error of Node when the signal ends the pause */
  async wait(signal: AbortSignal): Promise<void> {
    if (this.#rowsPerSecond === undefined) return;
    for (let left = this.#freeAt - performance.now(); left > 0; left = this.#freeAt - performance.now()) {
      await sleep(left, undefined, { signal });
    }
  }
}
