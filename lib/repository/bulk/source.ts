import { ConfigurationError } from '../../errors';
import { describeValue } from '../../types/describe-value';

/** What a bulk write reads: a list, a generator, a stream in object mode. */
export type BulkSource<T> = Iterable<T> | AsyncIterable<T>;

/** Items of a source, one at a time. Whoever waits for one may be interrupted. */
export class Source<T> {
  readonly #iterator: Iterator<T, unknown> | AsyncIterator<T, unknown>;
  /** Answers its items at once. */
  readonly isSync: boolean;
  #interrupt: (() => void) | undefined;
  #isDone = false;
  #isInterrupted = false;

  /** @throws ConfigurationError for what cannot be iterated, and for a text. */
  constructor(name: string, source: BulkSource<T>) {
    const given: unknown = source;
    if (typeof given !== 'object' || given === null || !(isAsync(given) || isSync(given))) {
      throw new ConfigurationError(
        `${name} takes a list, a generator or a stream of items, not ${describeValue(given)}.`,
      );
    }
    this.isSync = !isAsync(source);
    this.#iterator = isAsync(source) ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  }

  /** The next item; undefined at the end. */
  nextSync(): IteratorYieldResult<T> | undefined {
    return this.#taken(this.#iterator.next() as IteratorResult<T, unknown>);
  }

  /** The next item; undefined at the end, or once it was interrupted. */
  async next(): Promise<IteratorYieldResult<T> | undefined> {
    if (this.#isInterrupted) return undefined;
    // No race of promises: each would leave its reaction on the promise that never comes.
    const result = await new Promise<IteratorResult<T, unknown> | undefined>((resolve, reject) => {
      this.#interrupt = () => resolve(undefined);
      Promise.resolve(this.#iterator.next()).then(resolve, reject);
    });
    this.#interrupt = undefined;
    return result === undefined ? undefined : this.#taken(result);
  }

  interrupt(): void {
    this.#isInterrupted = true;
    this.#interrupt?.();
  }

  /** Tells a source that was not read to its end that nobody will. */
  close(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    try {
      // A generator that is waiting itself answers only when it is done with that.
      Promise.resolve(this.#iterator.return?.()).catch(() => undefined);
    } catch {
      // What a source does on its way out does not change what was written.
    }
  }

  #taken(result: IteratorResult<T, unknown>): IteratorYieldResult<T> | undefined {
    if (result.done !== true) return result;
    this.#isDone = true;
    return undefined;
  }
}

function isAsync<T>(source: object): source is AsyncIterable<T> {
  return typeof (source as Partial<AsyncIterable<T>>)[Symbol.asyncIterator] === 'function';
}

function isSync<T>(source: object): source is Iterable<T> {
  return typeof (source as Partial<Iterable<T>>)[Symbol.iterator] === 'function';
}
