import type { ScanPage, ScanRun } from './scan-run';

/** Rows of a page that are in the hands of a batch. */
interface Segment<R> {
  readonly page: ScanPage<R>;
  /** Up to this row, exclusive. */
  readonly to: number;
}

/** Hands out the rows of a run, and keeps book of those that are done with. */
export class ScanRows<R> implements AsyncIterableIterator<R> {
  #isOpen = true;
  readonly #start: () => Promise<ScanRun<R>>;
  readonly #countsHanded: boolean;
  #starting: Promise<ScanRun<R>> | undefined;
  #run: ScanRun<R> | undefined;
  #page: ScanPage<R> | undefined;
  #items: readonly R[] = [];
  #position = 0;
  #segments: Segment<R>[] = [];
  #turning: Promise<unknown> = Promise.resolve();

  /** @param countsHanded whether a row is done with once it was handed out */
  constructor(start: () => Promise<ScanRun<R>>, countsHanded: boolean) {
    this.#start = start;
    this.#countsHanded = countsHanded;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Rows that are done with, but that the run does not know yet. */
  get unsettled(): number {
    return this.#countsHanded && this.#page !== undefined ? this.#position - this.#page.done : 0;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<R, undefined>> {
    const item = this.#items[this.#position];
    // Rows are objects, so undefined can only mean that the page is used up.
    if (item === undefined || this.#run?.hasFailed === true) return this.#turn();
    this.#position += 1;
    return Promise.resolve({ value: item, done: false });
  }

  /** Callers may ask for several rows before the first has come: one after another. */
  #turn(): Promise<IteratorResult<R, undefined>> {
    const turned = this.#turning.then(() => this.#nextOfPage());
    this.#turning = turned.catch(() => undefined);
    return turned;
  }

  async #nextOfPage(): Promise<IteratorResult<R, undefined>> {
    if (this.#items[this.#position] === undefined || this.#run?.hasFailed === true) await this.#turnPage();
    const item = this.#items[this.#position];
    if (item === undefined) return { value: undefined, done: true };
    this.#position += 1;
    return { value: item, done: false };
  }

  async #turnPage(): Promise<void> {
    try {
      if (!this.#isOpen) return;
      const run = await (this.#starting ??= this.#begin());
      this.settle();
      // Of a run that was closed meanwhile nothing comes any more.
      const page = await run.take();
      if (page === undefined) this.#close();
      else this.#open(page);
    } catch (error) {
      this.#close();
      throw error;
    }
  }

  async #begin(): Promise<ScanRun<R>> {
    const run = await this.#start();
    this.#run = run;
    if (!this.#isOpen) run.close();
    return run;
  }

  #open(page: ScanPage<R>): void {
    this.#page = page;
    this.#items = page.items;
    this.#position = 0;
  }

  /** The next rows, at most so many; none at the end. They are done with once they are acknowledged. */
  async batch(size: number): Promise<R[]> {
    const rows: R[] = [];
    while (rows.length < size) {
      if (this.#position >= this.#items.length) {
        await this.#turnPage();
        if (this.#items.length === 0) break;
      }
      const from = this.#position;
      this.#position = Math.min(this.#items.length, from + size - rows.length);
      for (const item of this.#items.slice(from, this.#position)) rows.push(item);
      if (this.#page !== undefined) this.#segments.push({ page: this.#page, to: this.#position });
    }
    return rows;
  }

  acknowledge(): void {
    for (const { page, to } of this.#segments) this.#run?.finish(page, to);
    this.#segments = [];
  }

  /** Tells the run what is done with, where that is what was handed out. */
  settle(): void {
    if (this.#countsHanded && this.#page !== undefined) this.#run?.finish(this.#page, this.#position);
  }

  return(): Promise<IteratorResult<R, undefined>> {
    this.#close();
    return Promise.resolve({ value: undefined, done: true });
  }

  #close(): void {
    if (!this.#isOpen) return;
    this.settle();
    this.#isOpen = false;
    this.#page = undefined;
    this.#items = [];
    this.#run?.close();
  }
}
