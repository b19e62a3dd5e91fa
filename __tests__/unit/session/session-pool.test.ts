import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { EventEmitter, getEventListeners } from 'node:events';
import { inspect } from 'node:util';
import type { Client, DseClientOptions, QueryOptions } from 'cassandra-driver';
import { ConfigurationError } from '../../../lib/errors';
import type { Statement } from '../../../lib/query/statement';
import type { Logger } from '../../../lib/session/logger';
import type { SessionPoolOptions } from '../../../lib/session/options';
import { SessionPool } from '../../../lib/session/session-pool';

const READ: Statement = { cql: 'SELECT 1', kind: 'read', idempotent: true, operation: 'User.get', parameterTypes: [] };
const RAW: Statement = { ...READ, kind: 'raw', idempotent: false, operation: 'execute' };
const DDL: Statement = { ...READ, cql: 'CREATE TABLE t', kind: 'schema', idempotent: false };

interface Call {
  readonly cql: string;
  readonly options: QueryOptions;
  readonly answer: (result?: object) => void;
  readonly fail: (error: Error) => void;
}

/** Stands in for the driver: each request waits until the test answers it. */
class FakeClient extends EventEmitter {
  readonly calls: Call[] = [];
  readonly hosts = Object.assign(new EventEmitter(), { values: () => [] });
  connects = 0;
  shutdowns = 0;
  connecting: () => Promise<void> = () => Promise.resolve();

  constructor(readonly options: DseClientOptions) {
    super();
  }

  connect(): Promise<void> {
    this.connects += 1;
    return this.connecting();
  }

  execute(cql: string, _parameters: unknown[], options: QueryOptions): Promise<object> {
    return new Promise((resolve, reject) => {
      const answer = (result: object = {}) => {
        const { info, ...rest } = result as { info?: object };
        resolve({ rows: undefined, columns: null, pageState: null, ...rest, info: { queriedHost: 'node', ...info } });
      };
      this.calls.push({ cql, options, answer, fail: reject });
    });
  }

  shutdown(): Promise<void> {
    this.shutdowns += 1;
    return Promise.resolve();
  }

  getState() {
    return { getConnectedHosts: () => [] };
  }
}

let clients: FakeClient[];
const BASE: SessionPoolOptions = { contactPoints: ['127.0.0.1'], localDataCenter: 'datacenter1' };

function createPool(
  options: SessionPoolOptions = {},
  prepare: (client: FakeClient, index: number) => void = () => undefined,
) {
  clients = [];
  return new SessionPool({ ...BASE, ...options }, (driver) => {
    const client = new FakeClient(driver);
    prepare(client, clients.length);
    clients.push(client);
    return client as unknown as Client;
  });
}

async function openPool(options: SessionPoolOptions = {}): Promise<{ pool: SessionPool; client: FakeClient }> {
  const pool = createPool(options);
  await pool.open();
  const [client] = clients;
  if (client === undefined) throw new Error('No client was made');
  return { pool, client };
}

/** Lets promises that are due run. */
const tick = () => new Promise((resolve) => setImmediate(resolve));

describe('open', () => {
  test('is shared by concurrent callers, and requests open by themselves', async () => {
    const pool = createPool();
    const request = pool.execute(READ, []);
    await Promise.all([pool.open(), pool.open()]);
    await tick();
    clients[0]?.calls[0]?.answer();
    await request;
    expect(clients.map(({ connects }) => connects)).toEqual([1]);
    expect(pool.isOpen).toBe(true);
    await pool.close();
  });

  test('forgets a failure', async () => {
    const pool = createPool({}, (client, index) => {
      if (index === 0) client.connecting = () => Promise.reject(new Error('odd'));
    });
    const outcomes = await Promise.allSettled([pool.open(), pool.open()]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(pool.isOpen).toBe(false);
    await pool.open();
    expect(clients).toHaveLength(2);
    expect(clients[0]?.shutdowns).toBe(1);
    await pool.close();
  });
});

test('options that the driver refuses are an error of the configuration', async () => {
  const addressResolution = { translate: () => undefined };
  const pool = new SessionPool({ ...BASE, driver: { policies: { addressResolution } } });
  const opening = pool.open();
  await expect(opening).rejects.toThrow(ConfigurationError);
  await expect(opening).rejects.toThrow(/driver refuses its options: .*AddressTranslator/);
  await pool.close();
});

describe('the driver gets', () => {
  test('what the codecs and the retry layer rest on', async () => {
    const { pool, client } = await openPool({
      credentials: { username: 'u', password: 'hunter2' },
      ssl: { ca: 'pem' },
      driver: { pooling: { heartBeatInterval: 5000 }, encoding: { copyBuffer: false } },
      pool: { connectionsPerHost: 3 },
    });
    expect(client.options).toMatchObject({
      applicationName: 'caspy',
      encoding: { map: Map, set: Set, useBigIntAsLong: true, useBigIntAsVarint: true, copyBuffer: false },
      sslOptions: { ca: 'pem', rejectUnauthorized: true, minVersion: 'TLSv1.2' },
      pooling: { heartBeatInterval: 5000, coreConnectionsPerHost: { 0: 3 } },
      queryOptions: { consistency: 6 },
    });
    expect(client.options).not.toHaveProperty('keyspace');
    expect(client.options.policies?.retry?.constructor.name).toBe('FallthroughRetryPolicy');
    await pool.close();
  });

  test.each([
    ['nothing', READ, undefined, { prepare: true, isIdempotent: true }],
    ['a level', READ, { consistency: 'ALL' } as const, { consistency: 5 }],
    ['a serial level', READ, { serialConsistency: 'LOCAL_SERIAL' } as const, { serialConsistency: 9 }],
    ['a profile', READ, { profile: 'slow' }, { executionProfile: 'slow', readTimeout: 58_800 }],
    ['a page', READ, { fetchSize: 10, pageState: Buffer.from('ab') }, { fetchSize: 10, pageState: Buffer.from('ab') }],
    ['tracing', READ, { tracing: true }, { traceQuery: true }],
    ['idempotent: false', READ, { idempotent: false }, { isIdempotent: false }],
    ['a time', READ, { timeout: 1000 }, { readTimeout: 980 }],
    ['raw DML', { ...RAW, cql: 'UPDATE t SET a = 1 WHERE k = 2' }, undefined, { prepare: true, isIdempotent: true }],
    ['raw LIST', { ...RAW, cql: 'LIST ROLES' }, undefined, { prepare: false, isIdempotent: false }],
    ['DDL', DDL, undefined, { prepare: false, isIdempotent: false }],
  ])('for %s the right options', async (_name, statement, options, expected) => {
    const { pool, client } = await openPool({ profiles: { slow: { timeout: 60_000 } } });
    const request = pool.execute(statement, [], options);
    await tick();
    expect(client.calls[0]?.options).toMatchObject(expected);
    client.calls[0]?.answer();
    await request;
    await pool.close();
  });

  test('one more client for a keyspace, and none for USE', async () => {
    const { pool, client } = await openPool();
    const request = pool.execute({ ...RAW, cql: 'SELECT * FROM t' }, [], { keyspace: 'shop' });
    await tick();
    expect(clients[1]?.options.keyspace).toBe('shop');
    clients[1]?.calls[0]?.answer();
    await request;
    await expect(pool.execute({ ...RAW, cql: 'use shop' }, [])).rejects.toMatchObject({ code: 'CASPY_CONFIGURATION' });
    await expect(pool.execute(RAW, [], { keyspace: 'a"; DROP' })).rejects.toMatchObject({
      code: 'CASPY_CONFIGURATION',
    });
    expect(client.calls).toEqual([]);
    expect(pool.session('shop')).toBe(clients[1]);
    await pool.close();
    expect(clients.map(({ shutdowns }) => shutdowns)).toEqual([1, 1]);
  });
});

describe('the queue', () => {
  test('holds back what is over the limit, in order', async () => {
    const { pool, client } = await openPool({ pool: { maxInFlight: 2 } });
    const requests = ['a', 'b', 'c', 'd'].map((cql) => pool.execute({ ...READ, cql }, []));
    expect(client.calls.map(({ cql }) => cql)).toEqual(['a', 'b']);
    expect(pool.metrics()).toMatchObject({ inFlight: 2, queued: 2 });
    client.calls[1]?.answer();
    await requests[1];
    expect(client.calls.map(({ cql }) => cql)).toEqual(['a', 'b', 'c']);
    for (const index of [0, 2]) client.calls[index]?.answer();
    await tick();
    client.calls[3]?.answer();
    await Promise.all(requests);
    expect(pool.metrics()).toMatchObject({ inFlight: 0, queued: 0, executed: 4 });
    await pool.close();
  });

  test('has a limit, a timeout and a deadline, and nothing was sent then', async () => {
    const { pool, client } = await openPool({ pool: { maxInFlight: 1, queueLimit: 2, queueTimeout: 40 } });
    const first = pool.execute(READ, []);
    const waiting = pool.execute(READ, []);
    const hasty = pool.execute(READ, [], { timeout: 10 });
    await tick();
    await expect(pool.execute(READ, [])).rejects.toMatchObject({ code: 'CASPY_QUEUE_FULL', maybeApplied: false });
    await expect(hasty).rejects.toMatchObject({ name: 'PoolTimeoutError', maybeApplied: false });
    await expect(waiting).rejects.toMatchObject({
      code: 'CASPY_POOL_TIMEOUT',
      message: expect.stringContaining('pool.maxInFlight'),
    });
    client.calls[0]?.answer();
    await first;
    expect(client.calls).toHaveLength(1);
    expect(pool.metrics()).toMatchObject({ inFlight: 0, queued: 0 });
    await pool.close();
  });
});

describe('an AbortSignal', () => {
  test('of many requests has one listener, and ends those that are still on their way', async () => {
    const pool = createPool();
    const controller = new AbortController();
    const requests = Array.from({ length: 50 }, () => pool.execute(READ, [], { signal: controller.signal }));
    const outcomes = Promise.allSettled(requests);
    await tick();
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    const { calls } = clients[0]!;
    for (const { answer } of calls.slice(0, 20)) answer();
    await tick();
    controller.abort('why');
    const states = (await outcomes).map(({ status }) => status);
    expect(states.filter((status) => status === 'fulfilled')).toHaveLength(20);
    expect(pool.metrics()).toMatchObject({ inFlight: 0, executed: 20, errors: { CASPY_ABORTED: 30 } });
    await pool.close();
  });

  test.each(['before', 'in the queue', 'on the way'])('%s ends the request', async (when) => {
    const { pool, client } = await openPool({ pool: { maxInFlight: 1 } });
    const controller = new AbortController();
    if (when === 'before') controller.abort('why');
    const first = when === 'in the queue' ? pool.execute(READ, []) : undefined;
    const write: Statement = { ...READ, kind: 'write' };
    const request = pool.execute(write, [], { signal: controller.signal });
    request.catch(() => undefined);
    await tick();
    controller.abort('why');
    await expect(request).rejects.toMatchObject({
      name: 'AbortError',
      code: 'CASPY_ABORTED',
      cause: 'why',
      maybeApplied: when === 'on the way',
    });
    for (const call of client.calls) call.answer();
    await first;
    expect(pool.metrics()).toMatchObject({ inFlight: 0, queued: 0 });
    await pool.close();
  });
});

test('an earlier attempt that may have written makes the whole request one that may have', async () => {
  const { pool, client } = await openPool({ retry: { baseDelay: 1 } });
  const request = pool.execute({ ...READ, kind: 'write' }, []);
  request.catch(() => undefined);
  client.calls[0]?.fail(Object.assign(new Error('Socket was closed'), { isSocketError: true }));
  await new Promise((resolve) => setTimeout(resolve, 20));
  client.calls[1]?.fail(new TypeError('Expected Number, obtained 1'));
  await expect(request).rejects.toMatchObject({ code: 'CASPY_VALIDATION' });

  const second = pool.execute({ ...READ, kind: 'write' }, []);
  second.catch(() => undefined);
  client.calls[2]?.fail(Object.assign(new Error('Socket was closed'), { isSocketError: true }));
  await new Promise((resolve) => setTimeout(resolve, 20));
  client.calls[3]?.fail(Object.assign(new Error('x'), { isSocketError: true, requestNotWritten: true }));
  await new Promise((resolve) => setTimeout(resolve, 20));
  client.calls[4]?.fail(Object.assign(new Error('x'), { isSocketError: true, requestNotWritten: true }));
  await expect(second).rejects.toMatchObject({ code: 'CASPY_CONNECTION_LOST', maybeApplied: true });
  await pool.close();
});

describe('schema changes', () => {
  test('run one after the other', async () => {
    const { pool, client } = await openPool();
    const requests = [pool.execute(DDL, []), pool.execute({ ...RAW, cql: 'DROP TABLE t' }, [])];
    await tick();
    expect(client.calls).toHaveLength(1);
    client.calls[0]?.fail(new Error('odd'));
    await expect(requests[0]).rejects.toThrow();
    await tick();
    client.calls[1]?.answer({ info: { isSchemaInAgreement: true } });
    await expect(requests[1]).resolves.toBeDefined();
    await pool.close();
  });

  test('fail when the nodes do not agree, and are not repeated', async () => {
    const { pool, client } = await openPool();
    const request = pool.execute(DDL, []);
    await tick();
    client.calls[0]?.answer({ info: { isSchemaInAgreement: false } });
    await expect(request).rejects.toMatchObject({ name: 'SchemaError', message: expect.stringContaining('agree') });
    expect(client.calls).toHaveLength(1);
    await pool.close();
  });
});

describe('a page', () => {
  test('shows what the driver answered', async () => {
    const { pool, client } = await openPool();
    const request = pool.execute(READ, []);
    client.calls[0]?.answer({
      rows: [{ '[applied]': false, id: 1 }],
      columns: [{ name: '[applied]' }, { name: 'id' }],
      pageState: 'abcd',
      info: { warnings: ['large'], traceId: { toString: () => 'trace' } },
    });
    const page = await request;
    expect(page.rows).toEqual([{ '[applied]': false, id: 1 }]);
    expect(page).toMatchObject({
      applied: false,
      columns: ['[applied]', 'id'],
      warnings: ['large'],
      traceId: 'trace',
      coordinator: 'node',
    });
    expect(page.pageState).toEqual(Buffer.from('abcd', 'hex'));
    await pool.close();
  });

  test.each([
    ['no rows', {}],
    ['no such column', { rows: [{ id: 1 }], columns: [{ name: 'id' }] }],
    ['no flag in it', { rows: [{ '[applied]': 'yes' }], columns: [{ name: '[applied]' }] }],
  ])('with %s says nothing about having been applied', async (_name, result) => {
    const { pool, client } = await openPool();
    const request = pool.execute(READ, []);
    client.calls[0]?.answer(result);
    expect((await request).applied).toBeUndefined();
    expect((await request).pageState).toBeUndefined();
    await pool.close();
  });
});

describe('what is told to others', () => {
  function recorder(): Logger & { readonly lines: unknown[][] } {
    const lines: unknown[][] = [];
    const record =
      (name: string) =>
      (...values: unknown[]) =>
        void lines.push([name, ...values]);
    return {
      lines,
      ...{ logQuery: record('query'), logQueryError: record('error'), logQuerySlow: record('slow') },
      ...{ logSchema: record('schema'), log: record('log') },
    };
  }

  async function runOne(options: SessionPoolOptions): Promise<void> {
    const { pool, client } = await openPool(options);
    const request = pool.execute(READ, ['bound']);
    client.calls[0]?.answer();
    await request;
    await pool.close();
  }

  test.each([
    ['everything', { logging: true } as const, [['query', 'SELECT 1', undefined]]],
    ['nothing', { logging: false } as const, []],
    ['errors only', { logging: ['error'] } as const, []],
    ['values too', { logging: ['query'], logParameters: true } as const, [['query', 'SELECT 1', ['bound']]]],
    ['what is slow', { slowQueryThreshold: 0.000001 } as const, [['slow', expect.any(Number), 'SELECT 1', undefined]]],
  ])('a logger hears %s', async (_name, options, lines) => {
    const logger = recorder();
    await runOne({ ...options, logger });
    expect(logger.lines).toEqual(lines);
  });

  test('a logger that throws does no harm', async () => {
    const logQuery = () => {
      throw new Error('disk full');
    };
    await expect(runOne({ logging: true, logger: { ...recorder(), logQuery } })).resolves.toBeUndefined();
  });

  test('a password in plain text is warned of, once', async () => {
    const logger = recorder();
    const pool = createPool({ contactPoints: ['db1'], credentials: { username: 'u', password: 'hunter2' }, logger });
    await pool.open();
    await pool.open();
    expect(logger.lines).toEqual([['log', 'warn', expect.stringContaining('plain text')]]);
    await pool.close();
  });

  test('a diagnostics channel carries each request, without values', async () => {
    const messages: unknown[] = [];
    const listener = (message: unknown) => void messages.push(message);
    subscribe('caspy:query', listener);
    await runOne({});
    unsubscribe('caspy:query', listener);
    expect(messages).toEqual([
      {
        ...{ operation: 'User.get', cql: 'SELECT 1', kind: 'read', parameterTypes: [] },
        ...{ duration: expect.any(Number), queued: expect.any(Number), attempts: 1, rows: 0, coordinator: 'node' },
        error: undefined,
      },
    ]);
  });

  test('neither inspect nor JSON shows the password, of the pool or of the raw client', async () => {
    const ssl = { passphrase: 'hunter2', key: 'hunter2', servername: 'db1' };
    const { pool, client } = await openPool({ credentials: { username: 'u', password: 'hunter2' }, ssl });
    expect({ ...client.options.sslOptions }).toEqual({ ...ssl, minVersion: 'TLSv1.2', rejectUnauthorized: true });
    for (const value of [pool, client.options]) {
      expect(inspect(value, { depth: 20, showHidden: true })).not.toContain('hunter2');
      expect(JSON.stringify(value)).not.toContain('hunter2');
    }
    expect(JSON.parse(JSON.stringify(pool))).toMatchObject({ contactPoints: ['127.0.0.1'], isOpen: true });
    await pool.close();
  });
});

test('health answers in place of throwing', async () => {
  const { pool, client } = await openPool();
  const up = pool.health();
  await tick();
  client.calls[0]?.answer({ rows: [{ cluster_name: 'test', release_version: '5.0.8' }] });
  await expect(up).resolves.toMatchObject({ status: 'up', cluster: 'test', version: '5.0.8', error: undefined });
  await pool.close();
  await expect(pool.health()).resolves.toMatchObject({ status: 'down', error: { code: 'CASPY_CLOSED' } });
});
