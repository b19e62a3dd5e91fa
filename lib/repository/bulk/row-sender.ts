import { setTimeout as sleep } from 'node:timers/promises';
import { RequestError } from '../../errors';
import { atLeastHalf, backoff } from '../../session/is-worth-retrying';
import type { RequestOptions, RowPage } from '../../session/request';
import type { Executor } from '../entity-table';
import { isOverload, isRefusal, isRepeatable, outcomeOf } from './bulk-errors';
import type { BulkOutcome } from './bulk-options';
import type { BulkRow } from './bulk-row';
import type { RowSort } from './row-sort';
import type { Window } from './window';

/** Rows of one partition on their way, as one request. */
interface Shipment<T> {
  readonly rows: readonly BulkRow<T>[];
  readonly timestamp: bigint | number | undefined;
  /** Its place among all requests, for the window. */
  readonly number: number;
  /** An attempt may have been applied. */
  isUnsure: boolean;
}

/** Who hears what becomes of the rows. */
export interface Receiver<T> {
  written(rows: readonly BulkRow<T>[]): void;
  /** Resolves once the caller of the bulk write has dealt with it. */
  failed(item: T, error: unknown, outcome: BulkOutcome): Promise<void>;
  /** A request is over; whatever it was. */
  left(rows: readonly BulkRow<T>[]): void;
  /** Nothing more is to be sent. */
  hasStopped(): boolean;
}

/** Attempts for one request, each of which is repeated by the session already. */
const ATTEMPTS = 5;
/** A node that says that it is overloaded has written nothing and asks for time: with these, three seconds at least. */
const OVERLOAD_ATTEMPTS = 8;
const BASE_DELAY = 50;
const MAX_DELAY = 5_000;

/** Sends rows of one partition as one request, and repeats it, or parts of it, where that may help. */
export class RowSender<T> {
  readonly #executor: Executor;
  readonly #sort: RowSort<T>;
  readonly #request: RequestOptions | undefined;
  readonly #window: Window;
  readonly #receiver: Receiver<T>;

  constructor(
    executor: Executor,
    sort: RowSort<T>,
    request: RequestOptions | undefined,
    window: Window,
    receiver: Receiver<T>,
  ) {
    this.#executor = executor;
    this.#sort = sort;
    this.#request = request;
    this.#window = window;
    this.#receiver = receiver;
  }

  send(rows: readonly BulkRow<T>[]): void {
    const timestamp = this.#request?.timestamp ?? this.#executor.nextTimestamp?.();
    const shipment: Shipment<T> = { rows, timestamp, number: this.#window.enter(), isUnsure: false };
    // Callbacks instead of an async function: the usual case then costs one promise.
    this.#execute(shipment).then(
      () => this.#arrived(shipment),
      (error: unknown) => void this.#recover(shipment, error, 1).finally(() => this.#leave(shipment.rows)),
    );
  }

  #execute({ rows, timestamp }: Shipment<T>): Promise<RowPage> {
    const { operation } = this.#sort;
    const [first, ...others] = rows;
    if (first !== undefined && timestamp !== undefined && this.#executor.executeAt !== undefined) {
      const parts = [first.request, ...others.map(({ request }) => request)] as const;
      return this.#executor.executeAt(parts, timestamp, operation, this.#request);
    }
    const options = timestamp === undefined ? this.#request : { ...this.#request, timestamp };
    if (first !== undefined && others.length === 0) {
      return this.#executor.execute(first.request.statement, first.request.params, options);
    }
    return this.#executor.executeBatch(
      rows.map(({ request }) => request),
      { ...options, logged: false, operation },
    );
  }

  #leave(rows: readonly BulkRow<T>[]): void {
    this.#window.leave();
    this.#receiver.left(rows);
  }

  #arrived({ rows }: Shipment<T>): void {
    this.#window.grow();
    this.#receiver.written(rows);
    if (this.#sort.after === undefined) this.#leave(rows);
    else void this.#runHooks(rows, this.#sort.after).finally(() => this.#leave(rows));
  }

  async #runHooks(rows: readonly BulkRow<T>[], after: (item: T) => Promise<void>): Promise<void> {
    for (const row of rows) {
      try {
        await after(row.item);
      } catch (error) {
        await this.#receiver.failed(row.item, error, 'written');
      }
    }
  }

  /** Never rejects: what cannot be mended becomes the failure of the rows. */
  async #recover(shipment: Shipment<T>, error: unknown, attempt: number): Promise<void> {
    const { rows, number } = shipment;
    const isIdempotent = this.#isIdempotent(rows);
    if (isOverload(error)) this.#window.shrink(number);
    shipment.isUnsure ||= outcomeOf(error) === 'maybeWritten';
    const isOver = this.#receiver.hasStopped();
    if (!isOver && attempt < attemptsFor(error) && isRepeatable(error, isIdempotent)) {
      await sleep(pauseAfter(error, attempt));
      return this.#repeat(shipment, attempt + 1);
    }
    if (!isOver && rows.length > 1 && isRefusal(error, isIdempotent)) {
      const middle = rows.length >> 1;
      for (const part of [rows.slice(0, middle), rows.slice(middle)])
        await this.#repeat({ ...shipment, rows: part }, 1);
      return;
    }
    for (const row of rows) {
      await this.#receiver.failed(row.item, error, shipment.isUnsure ? 'maybeWritten' : outcomeOf(error));
    }
  }

  async #repeat(shipment: Shipment<T>, attempt: number): Promise<void> {
    try {
      await this.#execute(shipment);
    } catch (error) {
      return this.#recover(shipment, error, attempt);
    }
    this.#receiver.written(shipment.rows);
    if (this.#sort.after !== undefined) await this.#runHooks(shipment.rows, this.#sort.after);
  }

  #isIdempotent(rows: readonly BulkRow<T>[]): boolean {
    return this.#request?.idempotent ?? rows.every(({ request }) => request.statement.idempotent);
  }
}

function attemptsFor(error: unknown): number {
  return asksForTime(error) ? OVERLOAD_ATTEMPTS : ATTEMPTS;
}

function pauseAfter(error: unknown, attempt: number): number {
  return backoff(attempt, BASE_DELAY, MAX_DELAY, asksForTime(error) ? atLeastHalf : undefined);
}

function asksForTime(error: unknown): boolean {
  return error instanceof RequestError && error.code === 'CASPY_OVERLOADED';
}
