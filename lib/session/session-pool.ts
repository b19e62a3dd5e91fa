import { inspect } from 'node:util';
import { Client, type DseClientOptions, type policies } from 'cassandra-driver';
import type { Statement } from '../query/statement';
import type { BatchItem, BatchRequestOptions, BoundStatement } from './batch';
import { batchItems, batchPlan, batchStatement } from './batch';
import { clientOptions, MAX_PREPARED } from './client-options';
import { Deadlines } from './deadlines';
import { forgetFailedPreparations } from './failed-preparations';
import { FastDecode } from './fast-decode/fast-decode';
import { FastEncode } from './fast-encode/fast-encode';
import { Limiter } from './limiter';
import { Operation, type Runtime } from './operation';
import type { SessionPoolOptions } from './options';
import { PoolCounters } from './pool-counters';
import { hostConnections, hostHealth, probeHealth } from './pool-health';
import type { Health, HostHealth, PoolMetrics } from './pool-state';
import { optionWarnings } from './pool-warnings';
import { RawStatements } from './raw-statements';
import { ReprepareGuard } from './reprepare-guard';
import type { RequestOptions, RowPage } from './request';
import { poolClosed } from './request-errors';
import { RequestObserver } from './request-observer';
import { type RequestPlan, RequestPlanner, routedPlan, type WriteTime, writeTime } from './request-planner';
import { type ResolvedOptions, resolveOptions } from './resolved-options';
import { RetryBudget } from './retry-budget';
import type { Ring } from './ring';
import { ringOf, routingToken } from './ring';
import { Sessions } from './sessions';
import { SilentConnections } from './silent-connections';
import { StatementShapes } from './statement-shapes';
import { SteadyTimestamps } from './steady-timestamps';
import { endUnreadableStreams } from './unreadable-streams';
import { validateOptions } from './validate-options';
import { within } from './within';

type TimestampGenerator = policies.timestampGeneration.TimestampGenerator;

/** Time that requests get to fail after the driver has closed their connections. */
const LAST_WAIT = 1000;
const NODE_EVENTS = ['hostUp', 'hostDown', 'hostAdd', 'hostRemove'];

/**
 * The async session pool over cassandra-driver: opens sessions lazily and shares them, bounds the requests on their
 * way, ends each operation at its deadline, repeats what is safe to repeat, and answers with errors of caspy.
 *
 * @example
 * ```ts
 * const pool = new SessionPool({ contactPoints: ['127.0.0.1'], localDataCenter: 'datacenter1' });
 * await pool.open();
 * const { rows } = await pool.execute(statement, [id]);
 * await pool.close();
 * ```
 */
export class SessionPool {
  readonly #options: ResolvedOptions;
  readonly #sessions: Sessions;
  readonly #runtime: Runtime;
  readonly #planner: RequestPlanner;
  readonly #shapes: StatementShapes;
  readonly #fastDecode: FastDecode;
  readonly #raw = new RawStatements();
  /** Set while requests may be taken on the fast path: connected and not closing. */
  #client: Client | undefined = undefined;
  #closing: Promise<void> | undefined = undefined;
  #hasWarned = false;
  #lastSchemaChange: Promise<unknown> = Promise.resolve();

  /**
   * @param createClient stands in for the driver in tests.
   * @throws {ConfigurationError} that names the option that is wrong; nothing has been opened then.
   */
  constructor(options: SessionPoolOptions, createClient = (driver: DseClientOptions): Client => new Client(driver)) {
    validateOptions(options);
    this.#options = resolveOptions(options);
    this.#fastDecode = new FastDecode(this.#options.fastDecode);
    this.#runtime = createRuntime(this.#options);
    this.#planner = new RequestPlanner(this.#options);
    this.#shapes = new StatementShapes(this.#options.driver.maxPrepared ?? MAX_PREPARED, (limit) =>
      this.#runtime.observer.warn(tooManyShapes(limit)),
    );
    this.#sessions = new Sessions({
      ...this.#options,
      createClient: (keyspace) =>
        this.#watched(createClient(clientOptions(this.#options, this.#runtime.timestamps, keyspace))),
    });
  }

  /** Connected, and not closing. */
  get isOpen(): boolean {
    return this.#client !== undefined;
  }

  /**
   * Connects. Concurrent calls share one attempt; after a failure it may be called again. Requests open the pool too.
   * @throws {ConnectionError} that names the addresses and the reasons; `CASPY_AUTHENTICATION` for a refused login.
   * @throws {ConfigurationError} when `localDataCenter` is not in the cluster.
   */
  async open(): Promise<void> {
    await this.#connected();
  }

  /**
   * Sends one statement and answers one page. The deadline starts when the request leaves the queue; the queue has a
   * limit of its own. A `timeout` of the request covers both.
   * @throws {PoolTimeoutError} nothing was sent: no place in time, or the queue is full.
   * @throws {TimeoutError} {UnavailableError} {ConnectionError} {QueryError} {SchemaError} as the cluster answered.
   */
  execute(statement: Statement, parameters: readonly unknown[], options?: RequestOptions): Promise<RowPage> {
    const { kind } = statement;
    if (options !== undefined || this.#client === undefined || kind === 'raw' || kind === 'schema') {
      return this.#executeFully(statement, parameters, options ?? {});
    }
    this.#shapes.note(statement.cql);
    return this.#run(this.#client, statement, parameters, this.#planner.standard(statement.idempotent));
  }

  /**
   * Sends writes at a write time of their own: a prepared statement, or several as an unlogged batch. For many requests
   * with the same options object, which are checked once.
   * @throws what `execute` throws.
   */
  executeAt(
    parts: readonly [BoundStatement, ...BoundStatement[]],
    timestamp: bigint | number,
    operation: string,
    options?: RequestOptions,
  ): Promise<RowPage> {
    const [{ statement, params }] = parts;
    if (this.#client === undefined || options?.keyspace !== undefined) {
      return parts.length === 1
        ? this.#executeFully(statement, params, { ...options, timestamp })
        : this.executeBatch(parts, { ...options, timestamp, logged: false, operation });
    }
    if (parts.length === 1) {
      this.#shapes.note(statement.cql);
      const plan = this.#planner.repeated(options, statement.idempotent);
      return this.#run(this.#client, statement, params, plan, undefined, writeTime(timestamp));
    }
    const batch = batchStatement(parts, { logged: false, operation });
    for (const part of parts) this.#shapes.note(part.statement.cql);
    const plan = batchPlan(this.#planner.repeated(options, batch.idempotent), batch.kind, false);
    return this.#run(this.#client, batch, this.#parametersOf(parts), plan, batchItems(parts), writeTime(timestamp));
  }

  /** For the logger, which is all that reads them of a batch. */
  #parametersOf(parts: readonly BoundStatement[]): readonly unknown[] {
    return this.#runtime.observer.isActive ? parts.flatMap(({ params }) => params) : [];
  }

  /**
   * Sends statements as one batch, with the limits, deadline, retries and errors of a single request. It is repeated
   * only if each of its statements may be.
   * @throws what `execute` throws.
   */
  async executeBatch(parts: readonly BoundStatement[], options: BatchRequestOptions): Promise<RowPage> {
    const statement = batchStatement(parts, options);
    if (this.#isClosing()) throw poolClosed(statement.operation);
    const { logged, operation: _, warning, ...request } = options;
    const plan = batchPlan(this.#planner.plan(statement, request, true), statement.kind, logged);
    const client = await this.#clientFor(options.keyspace);
    if (this.#isClosing()) throw poolClosed(statement.operation);
    if (warning !== undefined) this.#runtime.observer.warn(warning);
    for (const part of parts) this.#shapes.note(part.statement.cql);
    return this.#run(client, statement, this.#parametersOf(parts), plan, batchItems(parts));
  }

  /**
   * The tokens of the cluster, for reading a table range by range.
   * @throws what `open` throws.
   */
  async ring(): Promise<Ring | undefined> {
    return ringOf(await this.#connected());
  }

  /**
   * A write time, later than all that were given out before, for a write that must keep its place among others however
   * often it is sent. Undefined where the servers set the write times.
   */
  nextTimestamp(): bigint | number | undefined {
    const { timestamps } = this.#runtime;
    if (timestamps === undefined || this.#client === undefined) return undefined;
    const next = timestamps.next(this.#client);
    return typeof next === 'number' ? next : BigInt(next.toString());
  }

  /** The driver's own client, for what caspy does not cover. It bypasses limits, deadlines, retries and error mapping. */
  session(keyspace?: string): Client {
    if (this.#isClosing()) throw poolClosed('session');
    return this.#sessions.client(keyspace);
  }

  /** Hands a warning to the logger. */
  warn(message: string): void {
    this.#runtime.observer.warn(message);
  }

  metrics(): PoolMetrics {
    const { limiter, counters, fastEncode } = this.#runtime;
    return {
      inFlight: limiter.inFlight,
      queued: limiter.queued,
      executed: counters.executed,
      errors: counters.errors,
      retries: counters.retries,
      timeouts: counters.timeouts,
      latency: counters.latency.summary(),
      preparedStatements: this.#shapes.size,
      fastEncode: fastEncode.state,
      fastDecode: this.#fastDecode.state,
      hosts: hostConnections(this.#sessions.clients()),
    };
  }

  /** Asks the cluster for a sign of life within 2 s. Never throws. */
  health(): Promise<Health> {
    return probeHealth(
      (statement, parameters, options) => this.execute(statement, parameters, options),
      () => hostHealth(this.#client),
    );
  }

  /**
   * Takes nothing more, waits for a connect in progress and up to `pool.drainTimeout` for the requests on their way,
   * then closes every connection. May be called again and at the same time; a closed pool stays closed.
   */
  close(): Promise<void> {
    return (this.#closing ??= this.#shutDown());
  }

  /** For JSON: where it leads to and what it does; never the credentials. */
  toJSON(): object {
    const { contactPoints, localDataCenter } = this.#options;
    const { inFlight, queued } = this.#runtime.limiter;
    return { contactPoints, localDataCenter, isOpen: this.isOpen, inFlight, queued };
  }

  [inspect.custom](): string {
    return `SessionPool ${inspect(this.toJSON())}`;
  }

  #isClosing(): boolean {
    return this.#closing !== undefined;
  }

  async #connected(): Promise<Client> {
    if (this.#isClosing()) throw poolClosed('open');
    if (this.#client !== undefined) return this.#client;
    this.#warnOnce();
    const client = await this.#sessions.connect();
    // close() may have been called meanwhile; it waits for this connect and then ends the client.
    if (this.#isClosing()) throw poolClosed('open');
    if (!this.isOpen) this.#adopt(client);
    return client;
  }

  #adopt(client: Client): void {
    this.#client = client;
    this.#countNodes(client);
    for (const event of NODE_EVENTS) client.on(event, () => this.#countNodes(client));
  }

  #countNodes(client: Client): void {
    const { localDataCenter } = this.#options;
    const isUsable = (host: HostHealth) => host.up && (localDataCenter ?? host.datacenter) === host.datacenter;
    this.#runtime.hasAlternatives = hostHealth(client).filter(isUsable).length > 1;
  }

  #warnOnce(): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    for (const warning of optionWarnings(this.#options)) this.#runtime.observer.warn(warning);
  }

  async #executeFully(given: Statement, parameters: readonly unknown[], options: RequestOptions): Promise<RowPage> {
    if (this.#isClosing()) throw poolClosed(given.operation);
    const { statement, preparable } =
      given.kind === 'raw' ? this.#raw.resolve(given) : { statement: given, preparable: given.kind !== 'schema' };
    const isSchema = statement.kind === 'schema';
    const isPrepared = !isSchema && (options.prepare ?? (preparable || parameters.length > 0));
    const plan = this.#planner.plan(statement, options, isPrepared);
    const client = await this.#clientFor(options.keyspace);
    if (this.#isClosing()) throw poolClosed(given.operation);
    if (plan.driver.prepare === true) this.#shapes.note(statement.cql);
    const { routingToken: token } = options;
    const routed = token === undefined ? plan : routedPlan(plan, routingToken(client, token));
    return isSchema
      ? this.#inTurn(() => this.#run(client, statement, parameters, routed))
      : this.#run(client, statement, parameters, routed);
  }

  async #clientFor(keyspace: string | undefined): Promise<Client> {
    const main = this.#client ?? (await this.#connected());
    return keyspace === undefined ? main : this.#sessions.connect(keyspace);
  }

  #run(
    client: Client,
    statement: Statement,
    parameters: readonly unknown[],
    plan: RequestPlan,
    batch?: readonly BatchItem[],
    timestamp?: WriteTime,
  ): Promise<RowPage> {
    return new Promise((resolve, reject) => {
      new Operation(this.#runtime, client, statement, parameters, plan, resolve, reject, batch, timestamp).start();
    });
  }

  /** One schema change at a time: Cassandra may end up with diverging schemas otherwise. */
  #inTurn(run: () => Promise<RowPage>): Promise<RowPage> {
    const turn = this.#lastSchemaChange.then(run);
    this.#lastSchemaChange = turn.catch(() => undefined);
    return turn;
  }

  async #shutDown(): Promise<void> {
    const { limiter, deadlines } = this.#runtime;
    this.#client = undefined;
    await within(limiter.whenIdle(), this.#options.drainTimeout);
    this.#runtime.isClosed = true;
    await this.#sessions.close();
    await within(limiter.whenIdle(), LAST_WAIT);
    deadlines.clear();
  }

  #watched(client: Client): Client {
    const { guard, silent, observer } = this.#runtime;
    guard.watch(client);
    forgetFailedPreparations(client);
    if (this.#options.fastDecode) this.#fastDecode.watch(client);
    silent.watch(client);
    endUnreadableStreams(client);
    if (!this.#options.topics.has('info')) return client;
    client.on('log', (level: string, source: string, message: string) => {
      if (level !== 'verbose') observer.info(`driver ${level}: ${source}: ${message}`);
    });
    return client;
  }
}

function createRuntime(options: ResolvedOptions): Runtime {
  const observer = new RequestObserver(options);
  return {
    options,
    limiter: new Limiter(options.maxInFlight, options.queueLimit),
    deadlines: new Deadlines(),
    budget: new RetryBudget(options.retry.budget),
    counters: new PoolCounters(),
    observer,
    guard: new ReprepareGuard(),
    silent: new SilentConnections(),
    fastEncode: new FastEncode(options.fastEncode),
    timestamps: timestampsOf(options.driver.policies?.timestampGeneration, observer),
    hasAlternatives: false,
    isClosed: false,
  };
}

/** Null, which the driver's typings leave out, asks for the write times of the server. */
function timestampsOf(
  given: TimestampGenerator | null | undefined,
  observer: RequestObserver,
): TimestampGenerator | undefined {
  return given === undefined ? new SteadyTimestamps((message) => observer.warn(message)) : (given ?? undefined);
}

function tooManyShapes(limit: number): string {
  return (
    `More than ${limit} distinct statements were prepared. Values written into the CQL text make a new statement each ` +
    'time, which the server must prepare again: pass them as parameters.'
  );
}
