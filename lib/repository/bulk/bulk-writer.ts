import { setMaxListeners } from 'node:events';
import type { RequestOptions } from '../../session/request';
import type { Executor } from '../entity-table';
import type { BulkFailure, BulkOutcome, BulkProgress, BulkResult } from './bulk-options';
import type { BulkRow } from './bulk-row';
import type { RowGroup } from './row-buffer';
import { RowBuffer } from './row-buffer';
import type { Receiver } from './row-sender';
import { RowSender } from './row-sender';
import type { RowSort } from './row-sort';
import type { BulkSource } from './source';
import { Source } from './source';
import type { Stop } from './stop';
import { Tally } from './tally';
import { Window } from './window';

/** How a bulk write runs, checked. */
export interface BulkPlan<T> {
  readonly executor: Executor;
  readonly request: RequestOptions | undefined;
  readonly concurrency: number;
  readonly maxBatchBytes: number;
  readonly maxBatchRows: number;
  readonly bufferRows: number;
  readonly onProgress: ((progress: BulkProgress) => void) | undefined;
  /** Undefined ends the write with the first failure. */
  readonly onError: ((failure: BulkFailure<T>) => unknown) | undefined;
  readonly signal: AbortSignal | undefined;
}

/** What a bulk write came to, and why it ended before its source, if it did. */
export interface BulkEnd<T> {
  readonly result: BulkResult<T>;
  readonly stop: Stop | undefined;
}

/** Milliseconds without an item after which rows leave, although others of their partition may still come. */
const LINGER = 50;
/** Rows that wait while no two of them share a partition: the longer rows wait, the more they cost the garbage collector. */
const LONELY_ROWS = 64;

/**
 * Reads a source no faster than its rows are written, keeps rows of one partition together, and sends as many requests
 * at a time as the cluster takes.
 *
 * Two writes of one row never change places, however they travel: each request has a write time of its own, in the
 * order in which they leave, and keeps it when it is repeated. Where the servers set the write times, a partition has
 * one request on its way at a time instead.
 */
export class BulkWriter<T> implements Receiver<T> {
  readonly #sort: RowSort<T>;
  readonly #plan: BulkPlan<T>;
  readonly #source: Source<T>;
  readonly #tally: Tally<T>;
  readonly #buffer = new RowBuffer<T>();
  readonly #window: Window;
  readonly #sender: RowSender<T>;
  readonly #controller = new AbortController();
  /** Partitions with a request on its way, where the servers set the write times. */
  readonly #busy: Set<string> | undefined;
  #stop: Stop | undefined;
  #hasStopped = false;
  #isIdle = false;
  #wake: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #readAtLastTick = 0;

  constructor(source: BulkSource<T>, sort: RowSort<T>, plan: BulkPlan<T>) {
    this.#source = new Source(sort.operation, source);
    this.#sort = sort;
    this.#plan = plan;
    this.#tally = new Tally(plan.onProgress);
    this.#window = new Window(plan.concurrency);
    const { executor } = plan;
    const request = plan.signal === undefined ? plan.request : { ...plan.request, signal: this.#controller.signal };
    setMaxListeners(0, this.#controller.signal);
    this.#sender = new RowSender(executor, sort, request, this.#window, this);
    const hasTimes = request?.timestamp !== undefined || executor.nextTimestamp?.() !== undefined;
    this.#busy = hasTimes ? undefined : new Set();
  }

  /** Writes until the source ends or something stops it, then waits for what is on its way. */
  async run(): Promise<BulkEnd<T>> {
    const { signal } = this.#plan;
    const onAbort = (): void => this.#end({ reason: 'signal', error: signal?.reason });
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
    if (!this.#source.isSync) this.#timer = setInterval(() => this.#onTick(), LINGER).unref();
    try {
      await this.#readSource();
      await this.#drain();
    } finally {
      signal?.removeEventListener('abort', onAbort);
      clearInterval(this.#timer);
      this.#source.close();
    }
    this.#tally.duplicates = this.#buffer.merges;
    this.#tally.tellEnd();
    return { result: this.#tally.result(), stop: this.#stop };
  }

  async #readSource(): Promise<void> {
    try {
      while (!this.hasStopped()) {
        const next = this.#source.isSync ? this.#source.nextSync() : await this.#source.next();
        if (next === undefined) return;
        this.#tally.read += 1;
        this.#isIdle = false;
        // Awaited only where there is something to wait for: a promise for each row would cost more than the row.
        const waiting = this.#accept(next.value);
        if (waiting !== undefined) await waiting;
      }
    } catch (error) {
      this.#end({ reason: 'source', error });
    }
  }

  /** Sends what is left in the buffer, then waits for everything on its way. */
  async #drain(): Promise<void> {
    for (const group of this.#buffer.groups()) {
      if (this.hasStopped()) break;
      await this.#flush(group);
    }
    while (this.#window.inFlight > 0) await this.#change();
  }

  #accept(item: T): Promise<void> | undefined {
    const { before } = this.#sort;
    let waiting: Promise<void> | undefined;
    try {
      waiting = before?.(item);
    } catch (error) {
      return this.failed(item, error, 'failed');
    }
    return waiting === undefined ? this.#encode(item) : this.#acceptLater(item, waiting);
  }

  async #acceptLater(item: T, waiting: Promise<void>): Promise<void> {
    try {
      await waiting;
    } catch (error) {
      return this.failed(item, error, 'failed');
    }
    await this.#encode(item);
  }

  #encode(item: T): Promise<void> | undefined {
    let row: BulkRow<T> | undefined;
    try {
      row = this.#sort.encode(item);
    } catch (error) {
      return this.failed(item, error, 'failed');
    }
    if (row !== undefined) return this.#place(row);
    this.#tally.written += 1;
    return undefined;
  }

  /** Puts a row where it belongs, and sends what must leave for that. */
  #place(row: BulkRow<T>): Promise<void> | undefined {
    const { partition } = row;
    if (partition === undefined) return this.#sendAlone(row);
    const group = this.#buffer.group(partition);
    const waiting = group !== undefined && this.#isFull(group, row) ? this.#flush(group) : undefined;
    return waiting === undefined ? this.#add(row, partition) : waiting.then(() => this.#add(row, partition));
  }

  #isFull({ bytes, rows }: RowGroup<T>, row: BulkRow<T>): boolean {
    return rows.length >= this.#plan.maxBatchRows || bytes + row.bytes > this.#plan.maxBatchBytes;
  }

  #add(row: BulkRow<T>, partition: string): Promise<void> | undefined {
    if (!this.#buffer.add(row, partition)) {
      // It follows another write of the same row, which leaves first.
      const group = this.#buffer.group(partition);
      const waiting = group === undefined ? undefined : this.#flush(group);
      if (waiting !== undefined) return waiting.then(() => this.#add(row, partition));
      this.#buffer.add(row, partition);
    }
    return this.#shrink();
  }

  /** Sends what has waited longest, until the buffer is no larger than it may be. */
  #shrink(): Promise<void> | undefined {
    const { bufferRows } = this.#plan;
    const limit = this.#buffer.isLonely(bufferRows) ? Math.min(LONELY_ROWS, bufferRows) : bufferRows;
    while (this.#buffer.size > limit) {
      const oldest = this.#buffer.oldest();
      const waiting = oldest === undefined || this.hasStopped() ? undefined : this.#flush(oldest);
      if (waiting !== undefined) return waiting.then(() => this.#shrink());
      if (this.hasStopped()) break;
    }
    return undefined;
  }

  /** Sends a group, at once or as soon as there is room. */
  #flush(group: RowGroup<T>): Promise<void> | undefined {
    if (!this.#canSend(group.partition)) return this.#flushLater(group);
    this.#send(this.#buffer.take(group));
    return undefined;
  }

  async #flushLater(group: RowGroup<T>): Promise<void> {
    while (!this.#canSend(group.partition)) {
      await this.#change();
      if (this.hasStopped()) return;
    }
    // The timer may have been here meanwhile.
    if (this.#buffer.group(group.partition) === group) this.#send(this.#buffer.take(group));
  }

  /** Only the server knows its partition, so there is nothing to wait for. */
  #sendAlone(row: BulkRow<T>): Promise<void> | undefined {
    if (!this.#canSend(undefined)) return this.#change().then(() => this.#sendAlone(row));
    if (!this.hasStopped()) this.#send([row]);
    return undefined;
  }

  #canSend(partition: string | undefined): boolean {
    return this.#window.hasRoom && (partition === undefined || this.#busy?.has(partition) !== true);
  }

  #send(rows: readonly BulkRow<T>[]): void {
    const partition = rows[0]?.partition;
    if (partition !== undefined) this.#busy?.add(partition);
    this.#sender.send(rows);
  }

  /** The source is slow: what waits for others of its partition has waited long enough. */
  #onTick(): void {
    this.#isIdle = this.#tally.read === this.#readAtLastTick;
    this.#readAtLastTick = this.#tally.read;
    if (this.#isIdle) this.#flushIdle();
  }

  #flushIdle(): void {
    for (const group of this.#buffer.groups()) {
      if (this.hasStopped() || !this.#window.hasRoom) return;
      if (this.#canSend(group.partition)) this.#send(this.#buffer.take(group));
    }
  }

  /** Resolves when a request is over, or the write is stopped. */
  #change(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  #end(stop: Stop): void {
    this.#stop ??= stop;
    if (stop.reason !== 'source') this.#hasStopped = true;
    this.#source.interrupt();
    if (stop.reason === 'signal') this.#controller.abort(stop.error);
    this.#wakeUp();
  }

  #wakeUp(): void {
    this.#wake?.();
    this.#wake = undefined;
  }

  /** Rows that a source has given before it failed are written all the same. */
  hasStopped(): boolean {
    return this.#hasStopped;
  }

  written(rows: readonly BulkRow<T>[]): void {
    for (const row of rows) this.#sort.saved(row);
    this.#tally.written += rows.length;
  }

  async failed(item: T, error: unknown, outcome: BulkOutcome): Promise<void> {
    const failure = { item, error, outcome };
    this.#tally.fail(failure);
    const { onError } = this.#plan;
    if (onError === undefined) {
      this.#end({ reason: 'failure', error });
      return;
    }
    try {
      await onError(failure);
    } catch (thrown) {
      this.#end({ reason: 'failure', error: thrown });
    }
  }

  left(rows: readonly BulkRow<T>[]): void {
    const partition = rows[0]?.partition;
    if (partition !== undefined) this.#busy?.delete(partition);
    if (this.#isIdle) this.#flushIdle();
    this.#wakeUp();
    this.#tell();
  }

  #tell(): void {
    try {
      this.#tally.duplicates = this.#buffer.merges;
      this.#tally.tell();
    } catch (error) {
      this.#end({ reason: 'failure', error });
    }
  }
}
