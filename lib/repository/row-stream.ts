/** One page of results, hydrated. */
export interface ResultPage<R> {
  readonly items: R[];
  readonly pageState: Buffer | undefined;
}

/** Reads one page; without a page state the first. */
export type PageReader<R> = (pageState: Buffer | undefined) => Promise<ResultPage<R>>;

/**
 * Rows over all pages, one page ahead of the consumer and never more: while a page is being consumed the next one is
 * on its way, and the one after it is asked for only when that page is begun. Empty pages in the middle are passed
 * over; the driver's own iterator stops at them and loses the rest.
 */
export class RowStream<R> implements AsyncIterableIterator<R> {
  readonly #read: PageReader<R>;
  #items: readonly R[] = [];
  #position = 0;
  #next: Promise<ResultPage<R>> | undefined;
  #turning: Promise<boolean> | undefined;
  #started = false;
  #closed = false;

  constructor(read: PageReader<R>) {
    this.#read = read;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Asks for the first page before anybody waits for it. */
  begin(): void {
    if (this.#started) return;
    this.#started = true;
    this.#ask(undefined);
  }

  async next(): Promise<IteratorResult<R, undefined>> {
    while (!this.#closed) {
      const item = this.#items[this.#position];
      // Rows are objects, so undefined can only mean that the page is used up.
      if (item !== undefined) {
        this.#position += 1;
        return { value: item, done: false };
      }
      if (!(await this.#turnPage())) break;
    }
    return { value: undefined, done: true };
  }

  /** All rows that are left, page by page: a promise for each row would cost as much as the row. */
  async rest(): Promise<R[]> {
    let rows = this.#items.slice(this.#position);
    this.#items = [];
    while (!this.#closed && (await this.#turnPage())) {
      // Pages belong to whoever reads them, so the first may be the result.
      if (rows.length === 0) rows = this.#items as R[];
      else for (const item of this.#items) rows.push(item);
      this.#items = [];
    }
    return rows;
  }

  /** Ends the stream early, as `break` does: no further page is asked for, one that is on its way is dropped. */
  return(): Promise<IteratorResult<R, undefined>> {
    this.#close();
    return Promise.resolve({ value: undefined, done: true });
  }

  /** One turn for all that wait for it: a caller may ask for several rows before the first has come. */
  #turnPage(): Promise<boolean> {
    this.#turning ??= this.#turn().finally(() => {
      this.#turning = undefined;
    });
    return this.#turning;
  }

  async #turn(): Promise<boolean> {
    this.begin();
    const pending = this.#next;
    if (pending === undefined) return false;
    this.#next = undefined;
    try {
      const page = await pending;
      this.#items = page.items;
      this.#position = 0;
      if (page.pageState !== undefined && !this.#closed) this.#ask(page.pageState);
      return true;
    } catch (error) {
      this.#close();
      throw error;
    }
  }

  #ask(pageState: Buffer | undefined): void {
    this.#next = this.#read(pageState);
    // A page that nobody waits for any more must not end the process when it fails.
    this.#next.catch(() => undefined);
  }

  #close(): void {
    this.#closed = true;
    this.#items = [];
    this.#next = undefined;
  }
}
