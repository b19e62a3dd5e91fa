import { Client, types } from 'cassandra-driver';
import { CONSISTENCY_CODES } from './consistency';
import type { SessionPoolOptions } from './options';
import type { Health, PoolMetrics } from './pool-state';
import type { RequestOptions, RowPage, Statement } from './request';
import { ResultPage } from './result-page';

/** The straightforward path; limits, deadlines, retries and error mapping follow. */
export class SessionPool {
  readonly #options: SessionPoolOptions;
  readonly #clients = new Map<string, Client>();

  constructor(options: SessionPoolOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#clients.size > 0;
  }

  async open(): Promise<void> {
    await this.session().connect();
  }

  async execute(statement: Statement, parameters: readonly unknown[], options: RequestOptions = {}): Promise<RowPage> {
    const result = await this.session(options.keyspace).execute(statement.cql, [...parameters], {
      prepare: options.prepare ?? (statement.kind !== 'schema' && parameters.length > 0),
      isIdempotent: options.idempotent ?? statement.idempotent,
      ...(options.consistency && { consistency: CONSISTENCY_CODES[options.consistency] }),
      ...(options.serialConsistency && { serialConsistency: CONSISTENCY_CODES[options.serialConsistency] }),
      ...(options.fetchSize && { fetchSize: options.fetchSize }),
      ...(options.pageState && { pageState: options.pageState }),
      ...(options.timestamp !== undefined && { timestamp: types.Long.fromString(String(options.timestamp)) }),
      ...(options.tracing && { traceQuery: true }),
    });
    return new ResultPage(result);
  }

  session(keyspace = ''): Client {
    const known = this.#clients.get(keyspace);
    if (known !== undefined) return known;
    const { contactPoints = [], localDataCenter, port = 9042 } = this.#options;
    const client = new Client({
      contactPoints: [...contactPoints],
      ...(localDataCenter && { localDataCenter }),
      ...(keyspace && { keyspace }),
      protocolOptions: { port },
      encoding: { map: Map, set: Set, useBigIntAsLong: true, useBigIntAsVarint: true },
      queryOptions: { consistency: types.consistencies.localQuorum },
    });
    this.#clients.set(keyspace, client);
    return client;
  }

  metrics(): PoolMetrics {
    const latency = { p50: 0, p95: 0, p99: 0, max: 0 };
    return {
      inFlight: 0,
      queued: 0,
      executed: 0,
      errors: {},
      retries: 0,
      timeouts: 0,
      latency,
      preparedStatements: 0,
      hosts: {},
    };
  }

  async health(): Promise<Health> {
    return { status: 'up', latency: 0, cluster: undefined, version: undefined, hosts: [], error: undefined };
  }

  async close(): Promise<void> {
    const clients = [...this.#clients.values()];
    this.#clients.clear();
    await Promise.all(clients.map((client) => client.shutdown()));
  }
}
