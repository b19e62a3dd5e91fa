import type { RowStream } from './row-stream';

/** Streams that are open at the same time: each holds at most two pages in memory. */
export const STREAMS_IN_FLIGHT = 16;

/**
 * The rows of many streams, one stream after the other in the order of their sources. The first pages of the next few
 * streams are on their way while one is being consumed; no more are begun until the consumer gets there.
 */
export class OrderedStreams<S, R> implements AsyncIterableIterator<R> {
  readonly #sources: Iterator<S>;
  readonly #open: (source: S) => RowStream<R>;
  readonly #running: RowStream<R>[] = [];
  #left: number;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  /** @param limit rows over all streams; undefined for all of them */
  constructor(sources: Iterable<S>, open: (source: S) => RowStream<R>, limit: number | undefined) {
    this.#sources = sources[Symbol.iterator]();
    this.#open = open;
    this.#left = limit ?? Infinity;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Callers may ask for several rows before the first has come: each waits for the one before. */
  next(): Promise<IteratorResult<R, undefined>> {
    const turn = this.#last.then(() => this.#advance());
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async return(): Promise<IteratorResult<R, undefined>> {
    await this.#close();
    return { value: undefined, done: true };
  }

  async #advance(): Promise<IteratorResult<R, undefined>> {
    try {
      while (!this.#closed) {
        this.#fill();
        const [head] = this.#running;
        if (head === undefined) break;
        const result = await head.next();
        if (result.done !== true) {
          this.#left -= 1;
          if (this.#left <= 0) await this.#close();
          return result;
        }
        this.#running.shift();
      }
      await this.#close();
      return { value: undefined, done: true };
    } catch (error) {
      await this.#close();
      throw error;
    }
  }

  #fill(): void {
    while (this.#running.length < STREAMS_IN_FLIGHT) {
      const next = this.#sources.next();
      if (next.done === true) return;
      const stream = this.#open(next.value);
      stream.begin();
      this.#running.push(stream);
    }
  }

  async #close(): Promise<void> {
    this.#closed = true;
    for (const stream of this.#running.splice(0)) await stream.return();
  }
}
