import { ConfigurationError, QueryPlanError } from '../../errors';
import { matchesNothing } from '../compiled-read';
import type { EntityTable } from '../entity-table';
import type { TokenScope } from '../page-token';
import { readLimit } from '../read-request';
import { openCheckpoint, sealCheckpoint } from './checkpoint';
import { countRanges } from './count-ranges';
import type { PartState } from './part';
import { AT_START } from './part';
import { planParts } from './plan-parts';
import type { ScanInput } from './scan-options';
import type { ScanRead } from './scan-read';
import { compileScan, readPart } from './scan-read';
import { ScanRows } from './scan-rows';
import type { PartReader } from './scan-run';
import { ScanRun } from './scan-run';
import { Throttle } from './throttle';
import { WHOLE_RING, widthOf } from './token-ranges';

/** How far a scan is. */
export interface ScanProgress {
  /** Rows that were handed out, those before a checkpoint included. */
  readonly rows: number;
  /** The part of the table that is done with, from 0 to 1, measured in tokens. */
  readonly fraction: number;
}

const PAGE_SIZE = 1_000;
const BATCH_SIZE = 1_000;
const NOTHING: readonly PartState[] = [];

/**
 * All rows of a table, read by ranges of tokens side by side. Nothing runs until it is iterated.
 *
 * Each row comes once, in no order. Other writers are not held up, and a row that they write meanwhile may come or not.
 * A scan is read once: iterated again after a `break`, it goes on where it stopped.
 *
 * @example
 * ```ts
 * const scan = users.scan({ where: { country: 'no' }, resume: await load() });
 * await scan.forEachBatch(async (batch) => {
 *   await index(batch);
 * });
 * ```
 */
export class Scan<E extends object, R extends object = E> implements AsyncIterable<R> {
  readonly #table: EntityTable<E>;
  readonly #input: ScanInput;
  readonly #read: ScanRead<R>;
  readonly #pageSize: number;
  #left: readonly PartState[] | undefined;
  #rowsBefore = 0;
  #open: ScanRows<R> | undefined;
  #run: ScanRun<R> | undefined;

  /**
   * @internal Made by `scan()` of a repository.
   * @throws PageTokenError for a checkpoint that was changed, or belongs to another scan.
   */
  constructor(table: EntityTable<E>, input: ScanInput) {
    this.#table = table;
    this.#input = input;
    this.#read = compileScan<E, R>(table, input.request, 'scan');
    this.#pageSize = table.readOptions(input.request.options)?.fetchSize ?? PAGE_SIZE;
    if (input.resume === undefined) this.#left = matchesNothing(input.request) ? NOTHING : undefined;
    else {
      const { rows, parts } = openCheckpoint(input.resume, this.#scope);
      this.#left = parts;
      this.#rowsBefore = rows;
    }
  }

  get #scope(): TokenScope {
    const { whole, ranged, params } = this.#read;
    return { statement: (ranged ?? whole).statement, params, secret: this.#table.pageTokenSecret };
  }

  /** The rows one by one. Readers run ahead by one page for each range. */
  [Symbol.asyncIterator](): AsyncIterableIterator<R> {
    return this.#rows(true);
  }

  /**
   * Calls `work` with the rows, `size` of them at a time, one call after another, while further ones are read. A batch
   * is done with when its call has resolved: only then a checkpoint leaves it out.
   *
   * @throws what `work` throws, after which `checkpoint()` still begins with that batch.
   */
  async forEachBatch(
    work: (rows: R[]) => unknown,
    { size = BATCH_SIZE }: { readonly size?: number | undefined } = {},
  ): Promise<void> {
    const limit = readLimit(this.#table.metadata, 'size', size);
    const rows = this.#rows(false);
    try {
      for (let batch = await rows.batch(limit); batch.length > 0; batch = await rows.batch(limit)) {
        await work(batch);
        rows.acknowledge();
      }
    } finally {
      await rows.return();
    }
  }

  /**
   * The number of rows, counted by the server range by range. It has nothing to do with how far the scan was read.
   *
   * @throws QueryPlanError with `resume`: nobody knows how many rows a page held.
   */
  count(): Promise<bigint> {
    if (this.#input.resume !== undefined) {
      throw new QueryPlanError(`${this.#table.metadata.name}: a scan counts the whole table; leave out 'resume'.`);
    }
    return countRanges(this.#table, this.#input);
  }

  /**
   * How far the scan is, as a token for `scan({ resume })` with the same `where` and `select`, in this process or
   * another one. In a loop, the row that was handed out last counts as done; in `forEachBatch` only batches whose call
   * has resolved. Resumed, the scan brings every other row once; should the row where it stopped have been deleted
   * meanwhile, it brings the page of that row again.
   */
  checkpoint(): string {
    this.#open?.settle();
    return sealCheckpoint({ rows: this.progress.rows, parts: this.#partsLeft() }, this.#scope);
  }

  /** How far the scan is. */
  get progress(): ScanProgress {
    const parts = this.#partsLeft();
    const rows = this.#rowsBefore + (this.#run?.rowsDone ?? 0) + (this.#open?.unsettled ?? 0);
    const width = parts.reduce((sum, { range }) => sum + widthOf(range ?? WHOLE_RING), 0n);
    return { rows, fraction: 1 - Number(width) / Number(widthOf(WHOLE_RING)) };
  }

  #partsLeft(): readonly PartState[] {
    if (this.#run !== undefined) return [...this.#run.outstanding].map(({ range, position }) => ({ range, position }));
    const range = this.#read.ranged === undefined ? undefined : WHOLE_RING;
    return this.#left ?? [{ range, position: AT_START }];
  }

  /** @throws ConfigurationError while the scan is being read already */
  #rows(countsHanded: boolean): ScanRows<R> {
    if (this.#open?.isOpen === true) {
      throw new ConfigurationError(
        `${this.#table.metadata.name}: this scan is being read already. Make another one, or raise its parallelism.`,
      );
    }
    const left = this.#run === undefined ? this.#left : this.#partsLeft();
    this.#rowsBefore += this.#run?.rowsDone ?? 0;
    this.#left = left;
    this.#run = undefined;
    const rows = new ScanRows<R>(() => this.#start(left), countsHanded);
    this.#open = rows;
    return rows;
  }

  async #start(left: readonly PartState[] | undefined): Promise<ScanRun<R>> {
    const table = this.#table;
    const { request, throttle } = this.#input;
    const { parts, parallelism } = await planParts(table, this.#read.ranged !== undefined, this.#input, left);
    const pageSize = this.#pageSize;
    const { signal, ...options } = request.options;
    const read: PartReader<R> = (part, position, ended) =>
      readPart(table, this.#read, { ...request, options }, part, position, ended, pageSize);
    this.#run = new ScanRun(parts, read, {
      operation: `${table.metadata.name}.scan`,
      throttle: new Throttle(throttle),
      ...{ parallelism, pageSize, signal },
    });
    return this.#run;
  }
}
