import { setTimeout as sleep } from 'node:timers/promises';
import { AbortError } from '../../errors';
import { backoff } from '../../session/is-worth-retrying';
import type { PartState, Position } from './part';
import { AT_START, Part } from './part';
import { isPassing, isTooMuch } from './read-error';
import type { DigestAt } from './row-digest';
import type { Throttle } from './throttle';
import { widthOf } from './token-ranges';

/** What one request for rows of a range answers. */
export interface PartPage<R> {
  /** The run empties it when all of them are done with. */
  readonly items: R[];
  /** Tells the row of an item by its key. */
  readonly digestAt: DigestAt;
  readonly pageState: Buffer | undefined;
  /** What a throttle counts, where it is not these rows. */
  readonly cost?: number;
}

/** Reads one page of a range. */
export type PartReader<R> = (part: Part, position: Position, signal: AbortSignal) => Promise<PartPage<R>>;

/** A page that waits for the consumer, or is in its hands. */
export interface ScanPage<R> {
  readonly part: Part;
  readonly items: R[];
  readonly digestAt: DigestAt;
  readonly position: Position;
  /** The page after it; undefined behind the last. */
  readonly next: Position | undefined;
  /** Rows that are done with. */
  done: number;
}

/** How a scan runs. */
export interface RunOptions {
  /** `User.scan`, for errors. */
  readonly operation: string;
  readonly parallelism: number;
  readonly pageSize: number;
  readonly throttle: Throttle;
  readonly signal: AbortSignal | undefined;
}

/** Attempts for one page, each of which is repeated by the session already. */
const ATTEMPTS = 4;
/** How often one range is cut in two: a 256th of it is left then. */
const HALVINGS = 8;
const BASE_DELAY = 100;
const MAX_DELAY = 5_000;
const SMALLEST_PAGE = 10;

/**
 * Reads ranges side by side. Each range has at most one page that is read ahead of the consumer, so there are never more
 * pages in memory than readers, and a consumer that stops stops the readers.
 */
export class ScanRun<R> {
  /** Ranges that are not done with, whether begun or not. */
  readonly outstanding: Set<Part>;
  readonly #read: PartReader<R>;
  readonly #parallelism: number;
  readonly #pageSize: number;
  readonly #throttle: Throttle;
  readonly #controller = new AbortController();
  readonly #pending: Part[];
  readonly #ready: ScanPage<R>[] = [];
  #reading = 0;
  #rowsDone = 0;
  #isClosed = false;
  #failure: { readonly error: unknown } | undefined;
  #wake: (() => void) | undefined;
  #onAbort: (() => void) | undefined;
  readonly #signal: AbortSignal | undefined;
  readonly #operation: string;

  constructor(parts: readonly PartState[], read: PartReader<R>, options: RunOptions) {
    this.#operation = options.operation;
    this.#pending = parts.map((state) => new Part(state));
    this.outstanding = new Set(this.#pending);
    this.#read = read;
    this.#parallelism = options.parallelism;
    this.#pageSize = options.pageSize;
    this.#throttle = options.throttle;
    this.#signal = options.signal;
    this.#listen();
  }

  #listen(): void {
    const signal = this.#signal;
    if (signal === undefined) return;
    this.#onAbort = () => {
      this.#failure ??= { error: scanAborted(this.#operation, signal) };
      this.#controller.abort(signal.reason);
      this.#wakeUp();
    };
    if (signal.aborted) this.#onAbort();
    else signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** The next page with rows, in the order in which they came; undefined when there are no more. One call at a time. */
  async take(): Promise<ScanPage<R> | undefined> {
    for (;;) {
      if (this.#isClosed) return undefined;
      if (this.#failure !== undefined) throw this.#failure.error;
      const page = this.#ready.shift();
      if (page?.next !== undefined) this.#begin(page.part);
      this.#fill();
      if (page !== undefined || this.#reading === 0) return page;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** The signal of the caller has ended it, or a request has failed for good. */
  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  /** Rows of a page are done with, up to this one, exclusive. */
  finish(page: ScanPage<R>, to: number): void {
    const { part, position, items, digestAt, next } = page;
    if (to <= page.done || to > items.length) return;
    this.#rowsDone += to - page.done;
    page.done = to;
    if (to < items.length) {
      part.position = { ...position, after: digestAt(to - 1) };
      return;
    }
    // Promises that have grown old still reach it, and what it holds would live until the next full collection.
    items.length = 0;
    part.unfinished -= 1;
    // Empty pages may have been passed over meanwhile.
    this.#moveTo(part, part.unfinished === 0 ? part.next : next);
  }

  /** Rows that are done with. */
  get rowsDone(): number {
    return this.#rowsDone;
  }

  #moveTo(part: Part, position: Position | undefined): void {
    if (position === undefined) this.outstanding.delete(part);
    else part.position = position;
  }

  /** Ends all requests. What is outstanding stays known. */
  close(): void {
    if (this.#onAbort !== undefined) this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#isClosed = true;
    this.#controller.abort();
    this.#pending.length = 0;
    this.#ready.length = 0;
  }

  /** Starts further ranges; those with a page that waits for the consumer count as being read. */
  #fill(): void {
    while (this.#reading + this.#ready.length < this.#parallelism) {
      const part = this.#pending.shift();
      if (part === undefined) return;
      this.#begin(part);
    }
  }

  #begin(part: Part): void {
    this.#reading += 1;
    this.#readOn(part).then(
      () => this.#stopped(),
      (error: unknown) => {
        this.#failure ??= { error };
        this.#stopped();
      },
    );
  }

  #stopped(): void {
    this.#reading -= 1;
    if (!this.#isClosed && this.#failure === undefined) this.#fill();
    this.#wakeUp();
  }

  #wakeUp(): void {
    this.#wake?.();
    this.#wake = undefined;
  }

  /** Reads until there is a page with rows, or the range ends. */
  async #readOn(part: Part): Promise<void> {
    for (let position = part.next; position !== undefined; position = part.next) {
      const page = await this.#readPage(part, position);
      if (page === undefined) continue;
      part.next =
        page.pageState === undefined
          ? undefined
          : { pageState: page.pageState, fetchSize: this.#sizeOf(part), after: undefined };
      if (page.items.length > 0) {
        part.unfinished += 1;
        this.#ready.push({ part, items: page.items, digestAt: page.digestAt, position, next: part.next, done: 0 });
        return;
      }
      if (part.unfinished === 0) this.#moveTo(part, part.next);
    }
  }

  #sizeOf(part: Part): number {
    return part.fetchSize ?? this.#pageSize;
  }

  async #readPage(part: Part, position: Position): Promise<PartPage<R> | undefined> {
    const { signal } = this.#controller;
    await this.#throttle.wait(signal);
    try {
      const page = await this.#read(part, position, signal);
      part.failures = 0;
      this.#throttle.spend(page.cost ?? page.items.length);
      return page;
    } catch (error) {
      if (signal.aborted || !this.#easeOff(part, error)) throw error;
      await sleep(backoff(part.failures, BASE_DELAY, MAX_DELAY), undefined, { signal });
      return undefined;
    }
  }

  /** Asks for less the next time. False when that will not help. */
  #easeOff(part: Part, error: unknown): boolean {
    const isMuch = isTooMuch(error);
    if (!isMuch && !isPassing(error)) return false;
    if (isMuch && this.#halve(part)) return true;
    part.failures += 1;
    if (isMuch) part.fetchSize = Math.max(SMALLEST_PAGE, this.#sizeOf(part) >> 1);
    return part.failures < ATTEMPTS;
  }

  /** A range of which nothing was read yet becomes two. */
  #halve(part: Part): boolean {
    const { range, next } = part;
    if (range === undefined || next?.pageState !== undefined || next?.after !== undefined) return false;
    if (part.halvings >= HALVINGS || widthOf(range) < 2n) return false;
    part.halvings += 1;
    const middle = range.start + widthOf(range) / 2n;
    const other = new Part({ range: { start: middle, end: range.end }, position: AT_START });
    other.halvings = part.halvings;
    part.range = { start: range.start, end: middle };
    this.#pending.unshift(other);
    this.outstanding.add(other);
    return true;
  }
}

function scanAborted(operation: string, signal: AbortSignal): AbortError {
  return new AbortError(`${operation}: the caller's signal ended it.`, {
    maybeApplied: false,
    cause: signal.reason,
    details: { operation },
  });
}
