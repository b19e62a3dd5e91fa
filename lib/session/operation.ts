import type { AsyncResource } from 'node:async_hooks';
import type { Client, policies, types } from 'cassandra-driver';
import { type CaspyError, RequestError } from '../errors';
import type { Statement } from '../query/statement';
import { type Abortable, AbortWatch, type Watched } from './abort-watch';
import type { AttemptOptions } from './avoiding-policy';
import type { BatchItem } from './batch';
import type { Deadline, Deadlines, Expiring } from './deadlines';
import type { FastEncode } from './fast-encode/fast-encode';
import { backoff, isWorthRetrying } from './is-worth-retrying';
import type { Limiter, Ticket, Waiter } from './limiter';
import { wasNotPreparedAgain } from './map-connect-error';
import { mapDriverError } from './map-driver-error';
import type { PoolCounters } from './pool-counters';
import type { ReprepareGuard } from './reprepare-guard';
import type { RowPage } from './request';
import { aborted, deadlineExceeded, noSchemaAgreement, poolClosed, queueFull, queueTimeout } from './request-errors';
import type { FinishedRequest, RequestObserver } from './request-observer';
import { type RequestPlan, retryOptions, type WriteTime } from './request-planner';
import type { ResolvedOptions } from './resolved-options';
import { ResultPage } from './result-page';
import type { RetryBudget } from './retry-budget';
import type { SilentConnections } from './silent-connections';

/** What all requests of a pool share. */
export interface Runtime {
  readonly options: Pick<ResolvedOptions, 'maxInFlight' | 'queueLimit' | 'queueTimeout' | 'retry'>;
  readonly limiter: Limiter;
  readonly deadlines: Deadlines;
  readonly budget: RetryBudget;
  readonly counters: PoolCounters;
  readonly observer: RequestObserver;
  readonly guard: ReprepareGuard;
  readonly silent: SilentConnections;
  readonly fastEncode: FastEncode;
  /** Undefined when the server is to set the write times. */
  readonly timestamps: policies.timestampGeneration.TimestampGenerator | undefined;
  /** There is more than one node to turn to. */
  hasAlternatives: boolean;
  /** The drain is over: nothing more is sent. */
  isClosed: boolean;
}

/**
 * One request from the queue to its answer: place, deadline, attempts. It settles once; what comes later is dropped.
 * A class with fields instead of closures and awaits, because this is the path of every request.
 */
export class Operation implements Waiter, Expiring, Abortable {
  readonly #runtime: Runtime;
  readonly #client: Client;
  readonly #statement: Statement;
  readonly #parameters: readonly unknown[];
  readonly #plan: RequestPlan;
  readonly #resolve: (page: RowPage) => void;
  readonly #reject: (error: CaspyError) => void;
  readonly #batch: readonly BatchItem[] | undefined;
  #state: 'queued' | 'running' | 'done' = 'queued';
  #arrivedAt = 0;
  #startedAt = 0;
  #attempts = 0;
  #isAnew = false;
  #ticket: Ticket | undefined = undefined;
  #deadline: Deadline | undefined = undefined;
  #pause: NodeJS.Timeout | undefined = undefined;
  #timestamp: WriteTime | undefined;
  #lastError: CaspyError | undefined = undefined;
  #avoided: Set<string> | undefined = undefined;
  #watched: Watched | undefined = undefined;
  #scope: AsyncResource | undefined = undefined;

  constructor(
    runtime: Runtime,
    client: Client,
    statement: Statement,
    parameters: readonly unknown[],
    plan: RequestPlan,
    resolve: (page: RowPage) => void,
    reject: (error: CaspyError) => void,
    batch: readonly BatchItem[] | undefined,
    timestamp: WriteTime | undefined,
  ) {
    this.#runtime = runtime;
    this.#client = client;
    this.#statement = statement;
    this.#parameters = parameters;
    this.#plan = plan;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#batch = batch;
    this.#timestamp = timestamp;
  }

  start(): void {
    const now = performance.now();
    this.#arrivedAt = now;
    this.#scope = this.#runtime.observer.scope();
    if (this.#plan.signal !== undefined && !this.#listen(this.#plan.signal)) return;
    this.#runtime.budget.deposit();
    if (this.#runtime.limiter.tryEnter()) this.#begin(now);
    else this.#wait(now);
  }

  onPlace(): void {
    if (this.#deadline !== undefined) this.#runtime.deadlines.remove(this.#deadline);
    this.#begin(performance.now());
  }

  onDeadline(): void {
    const { options } = this.#runtime;
    if (this.#state === 'queued') {
      this.#fail(queueTimeout(this.#statement, performance.now() - this.#arrivedAt, options.maxInFlight));
    } else {
      this.#fail(deadlineExceeded(this.#statement, this.#plan.timeout, this.#attempts, this.#lastError));
    }
  }

  #listen(signal: AbortSignal): boolean {
    if (signal.aborted) {
      this.#fail(aborted(this.#statement, signal, false));
      return false;
    }
    this.#watched = AbortWatch.of(signal).add(this);
    return true;
  }

  onAbort(): void {
    const { signal } = this.#plan;
    if (signal !== undefined) this.#fail(aborted(this.#statement, signal, this.#state === 'running'));
  }

  #wait(now: number): void {
    const { limiter, deadlines, options } = this.#runtime;
    this.#ticket = limiter.enqueue(this);
    if (this.#ticket === undefined) {
      this.#fail(queueFull(this.#statement, options.queueLimit));
      return;
    }
    const { timeout, coversQueue } = this.#plan;
    this.#deadline = deadlines.add(
      this,
      coversQueue ? Math.min(timeout, options.queueTimeout) : options.queueTimeout,
      now,
    );
  }

  #begin(now: number): void {
    const { deadlines } = this.#runtime;
    const { coversQueue, timeout, driver } = this.#plan;
    this.#state = 'running';
    this.#startedAt = now;
    if (this.#runtime.isClosed) {
      this.#fail(poolClosed(this.#statement.operation));
      return;
    }
    const left = coversQueue ? Math.max(1, Math.ceil(timeout - (now - this.#arrivedAt))) : timeout;
    this.#deadline = deadlines.add(this, left, now);
    this.#send(this.#runtime.hasAlternatives ? driver : this.#plan.patient);
  }

  /** A retry must not be newer than what others wrote meanwhile: it gets the time of the first attempt. */
  #takeTime(): void {
    const { timestamps } = this.#runtime;
    const { isIdempotent, driver } = this.#plan;
    const isTimed = this.#timestamp !== undefined || driver.timestamp !== undefined;
    if (isTimed || !isIdempotent || this.#statement.kind !== 'write') return;
    this.#timestamp = timestamps?.next(this.#client);
  }

  #send(options: AttemptOptions): void {
    this.#attempts += 1;
    let sent: Promise<types.ResultSet>;
    try {
      if (this.#attempts === 1) this.#takeTime();
      sent = this.#attempt(options);
    } catch (error) {
      // A generator of write times of the caller's own may throw.
      this.#onError(error);
      return;
    }
    sent.then(
      (result) => this.#onResult(result),
      (error: unknown) => this.#onError(error),
    );
  }

  #attempt(options: AttemptOptions): Promise<types.ResultSet> {
    const { fastEncode } = this.#runtime;
    const batch = this.#batch;
    return batch === undefined
      ? fastEncode.execute(this.#client, this.#text(this.#statement.cql), this.#parameters, options, this.#timestamp)
      : fastEncode.batch(this.#client, this.#isAnew ? this.#batchAnew(batch) : batch, options, this.#timestamp);
  }

  /** Another text is another statement to the driver and the server, which then is prepared from the beginning. */
  #text(cql: string): string {
    return this.#isAnew ? `${cql} ` : cql;
  }

  #batchAnew(batch: readonly BatchItem[]): BatchItem[] {
    return batch.map(({ query, params }) => ({ query: this.#text(query), params }));
  }

  #onResult(result: types.ResultSet): void {
    if (this.#state === 'done') return;
    const { guard, silent, counters, observer } = this.#runtime;
    const { kind } = this.#statement;
    if (silent.isCounting) silent.answered(result.info.queriedHost);
    if (guard.isCounting) {
      // The text of a batch is made when it is asked for.
      guard.succeeded(this.#statement.cql);
      for (const { query } of this.#batch ?? []) guard.succeeded(query);
    }
    // The driver sets the flag; its typings leave it out.
    if (kind === 'schema' && Reflect.get(result.info, 'isSchemaInAgreement') === false) {
      this.#fail(noSchemaAgreement(this.#statement));
      return;
    }
    const duration = performance.now() - this.#startedAt;
    this.#settle();
    counters.succeeded(duration);
    const page = new ResultPage(result, this.#statement);
    if (observer.isActive) this.#report(duration, page, undefined);
    this.#resolve(page);
  }

  #onError(error: unknown): void {
    if (this.#state === 'done') return;
    if (this.#runtime.silent.isCounting) this.#runtime.silent.failed(error);
    // The schema was changed under a prepared statement. Only a PREPARE of its own tells what no longer fits.
    if (!this.#isAnew && this.#plan.driver.prepare === true && wasNotPreparedAgain(error)) {
      this.#isAnew = true;
      this.#resend();
      return;
    }
    const mapped = mapDriverError(error, this.#statement);
    if (!this.#tryAgain(mapped)) this.#fail(mapped);
  }

  #tryAgain(error: CaspyError): boolean {
    const { options, budget, counters, isClosed } = this.#runtime;
    const { attempts, baseDelay, maxDelay } = options.retry;
    if (isClosed || this.#attempts >= attempts) return false;
    if (!isWorthRetrying(error, this.#statement, this.#plan.isIdempotent, this.#attempts)) return false;
    const delay = backoff(this.#attempts, baseDelay, maxDelay);
    if (this.#remaining() <= delay || !budget.tryWithdraw()) return false;
    counters.retries += 1;
    this.#remember(error);
    this.#pause = setTimeout(() => this.#resend(), delay);
    return true;
  }

  #remember(error: CaspyError): void {
    const coordinator = error.details.coordinator;
    if (typeof coordinator === 'string') (this.#avoided ??= new Set()).add(coordinator);
    if (isMaybeApplied(this.#lastError)) markMaybeApplied(error);
    this.#lastError = error;
  }

  #resend(): void {
    if (this.#state === 'done') return;
    this.#send(retryOptions(this.#plan, this.#remaining(), this.#avoided ?? new Set()));
  }

  #remaining(): number {
    const since = this.#plan.coversQueue ? this.#arrivedAt : this.#startedAt;
    return this.#plan.timeout - (performance.now() - since);
  }

  #fail(error: CaspyError): void {
    if (this.#state === 'done') return;
    const { counters, observer } = this.#runtime;
    const duration = this.#state === 'running' ? performance.now() - this.#startedAt : 0;
    if (isMaybeApplied(this.#lastError)) markMaybeApplied(error);
    this.#settle();
    counters.failed(error.code);
    if (observer.isActive) {
      const coordinator = error.details.coordinator;
      this.#report(duration, { coordinator: typeof coordinator === 'string' ? coordinator : undefined }, error);
    }
    this.#reject(error);
  }

  /** Gives back the place, the deadline, the pause and the listener. */
  #settle(): void {
    const { limiter, deadlines } = this.#runtime;
    const wasRunning = this.#state === 'running';
    this.#state = 'done';
    if (this.#deadline !== undefined) deadlines.remove(this.#deadline);
    if (this.#pause !== undefined) clearTimeout(this.#pause);
    if (this.#watched !== undefined) this.#watched.list?.remove(this.#watched);
    if (wasRunning) limiter.leave();
    else if (this.#ticket !== undefined) limiter.abandon(this.#ticket);
  }

  #report(duration: number, page: Reported, error: CaspyError | undefined): void {
    const { coordinator, traceId, rowCount = 0 } = page;
    const queued = this.#startedAt === 0 ? performance.now() - this.#arrivedAt : this.#startedAt - this.#arrivedAt;
    const finished: FinishedRequest = {
      statement: this.#statement,
      parameters: this.#parameters,
      ...{ duration, queued, attempts: this.#attempts, coordinator, traceId, rows: rowCount, error },
    };
    const { observer } = this.#runtime;
    if (this.#scope === undefined) observer.finished(finished);
    else this.#scope.runInAsyncScope(() => observer.finished(finished));
  }
}

/** What observers hear of an answer; an error has a coordinator at most. */
interface Reported {
  readonly coordinator: string | undefined;
  readonly traceId?: string | undefined;
  readonly rowCount?: number;
}

function isMaybeApplied(error: CaspyError | undefined): boolean {
  return error instanceof RequestError && error.maybeApplied;
}

/** An earlier attempt may have written, so the request as a whole may have, whatever its last attempt says. */
function markMaybeApplied(error: CaspyError): void {
  if (error instanceof RequestError) Reflect.defineProperty(error, 'maybeApplied', { value: true, enumerable: true });
}
