import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setTimeout as sleep } from 'node:timers/promises';
import type { QueryMessage } from '../../lib/session/request-observer';
import { failureOf, testFault, timed, until } from './support/fault';
import { connectionsOf } from './support/frame-server';
import { Item, Notes } from './support/models';
import { Simulacron } from './support/simulacron';
import type { Outcome, SimulatedCluster } from './support/simulated-cluster';
import type { DataSourceOptions } from 'caspy';
import { Append, consoleLogger, DataSource } from 'caspy';

const SAVE = 'INSERT INTO ks.item (id, body) VALUES (?, ?)';
const GET = 'SELECT id, body FROM ks.item WHERE id = ?';
const LEVEL = { consistency_level: 'LOCAL_QUORUM', received: 1, block_for: 2 } as const;
const FOUND: Outcome = {
  result: 'success',
  rows: [{ id: 'a', body: 'x' }],
  column_types: { id: 'varchar', body: 'varchar' },
};
const KEYSPACES: Outcome = {
  result: 'success',
  rows: [{ keyspace_name: 'ks' }],
  column_types: { keyspace_name: 'varchar' },
};

let simulacron: Simulacron;

beforeAll(async () => {
  simulacron = await Simulacron.start();
}, 600_000);
afterAll(() => simulacron.stop());

function source(cluster: SimulatedCluster, options: Partial<DataSourceOptions> = {}): DataSource {
  const { contactPoints, port, localDataCenter } = cluster;
  const entities = [Item, Notes];
  return new DataSource({ contactPoints, port, localDataCenter, entities, logging: false, ...options });
}

/** Three simulated nodes and a data source on them, for the time of one fault. */
async function simulated<T>(
  options: Partial<DataSourceOptions>,
  work: (cluster: SimulatedCluster, dataSource: DataSource) => Promise<T>,
): Promise<T> {
  const cluster = await simulacron.cluster(3);
  await cluster.prime('SELECT keyspace_name FROM system_schema.keyspaces', KEYSPACES);
  await cluster.prime(GET, FOUND);
  const dataSource = source(cluster, options);
  try {
    await dataSource.initialize();
    return await work(cluster, dataSource);
  } finally {
    await dataSource.destroy();
    await cluster.remove();
  }
}

/** What the pool reports of its requests while `work` runs. */
async function requestsOf(work: () => Promise<unknown>): Promise<QueryMessage[]> {
  const messages: QueryMessage[] = [];
  const listener = (message: unknown): void => void messages.push(message as QueryMessage);
  subscribe('caspy:query', listener);
  try {
    await work();
  } finally {
    unsubscribe('caspy:query', listener);
  }
  return messages;
}

function total(executions: readonly number[]): number {
  return executions.reduce((sum, each) => sum + each, 0);
}

testFault(
  {
    number: 3,
    title: 'all nodes go down, and come back',
    expected: 'errors at once, not at the deadline; it works again without a restart; nothing piles up',
    tool: 'S',
  },
  async () =>
    simulated({}, async (cluster, dataSource) => {
      const items = dataSource.getRepository(Item);
      await items.get({ id: 'a' });
      await cluster.stop();
      await until(() => items.get({ id: 'a' }).then(() => false, () => true), 5000, 'the first error'); // prettier-ignore
      const down = await Promise.all(Array.from({ length: 100 }, () => failureOf(items.get({ id: 'a' }))));
      for (const { error, took } of down) {
        expect(error).toMatchObject({ code: 'CASPY_NO_HOST', maybeApplied: false, retryable: true });
        expect(took).toBeLessThan(2500);
      }
      expect(dataSource.metrics()).toMatchObject({ inFlight: 0, queued: 0 });
      await sleep(2000);
      await cluster.start();
      const limit = 10_000;
      const took = await until(() => items.get({ id: 'a' }).then(() => true, () => false), limit, 'an answer'); // prettier-ignore
      await until(() => Object.keys(dataSource.metrics().hosts).length === 3, limit, 'three nodes');
      const { connections } = connectionsOf(dataSource);
      expect(connections).toBe(3);
      const slowest = Math.round(Math.max(...down.map((each) => each.took)));
      const note = `an error after ${slowest} ms at most while it is down`;
      return { took, limit, errors: ['CASPY_NO_HOST'], connections, note };
    }),
);

testFault(
  {
    number: 4,
    title: 'the application starts before the cluster',
    expected:
      'with `connectRetry` it comes up when the cluster does, or fails at the deadline; `destroy()` ends the wait',
    tool: 'S',
  },
  async () => {
    const cluster = await simulacron.cluster(3);
    await cluster.prime('SELECT keyspace_name FROM system_schema.keyspaces', KEYSPACES);
    await cluster.prime(GET, FOUND);
    await cluster.stop();
    const warnings: string[] = [];
    const connectTimeout = 2000;
    const waiting = (connectRetry: DataSourceOptions['connectRetry']) =>
      source(cluster, {
        connectRetry,
        connectTimeout,
        logging: ['warn'],
        logger: { ...consoleLogger, log: (_, text) => warnings.push(text) },
      });
    const maxDelay = 500;
    const patient = waiting({ baseDelay: 100, maxDelay });
    try {
      const timeout = 1000;
      const { error, took: gaveUp } = await failureOf(waiting({ baseDelay: 100, timeout }).initialize());
      expect(error).toMatchObject({ code: 'CASPY_CONNECT_TIMEOUT', details: { attempts: expect.any(Number) } });
      expect(error.message).toContain('ECONNREFUSED');
      expect(gaveUp).toBeLessThan(timeout + connectTimeout);
      const leaving = waiting({ baseDelay: 60_000, maxDelay: 60_000 });
      const left = failureOf(leaving.initialize());
      await until(() => warnings.some((text) => /next one in \d{5} ms/.test(text)), 5000, 'the first long pause');
      await leaving.destroy();
      await expect(left).resolves.toMatchObject({ error: { code: 'CASPY_CLOSED' } });
      const starting = patient.initialize();
      await sleep(1000);
      expect(patient.isInitialized).toBe(false);
      await cluster.start();
      // Two attempts more: the one on its way may come too early by a moment.
      const limit = 2 * (maxDelay + connectTimeout);
      const { took } = await timed(() => starting);
      expect(took).toBeLessThan(limit);
      await expect(patient.getRepository(Item).get({ id: 'a' })).resolves.toMatchObject({ body: 'x' });
      const { connections } = connectionsAfter(patient);
      const note = 'from the start of the nodes';
      return { took, limit, errors: ['CASPY_CONNECT_TIMEOUT', 'CASPY_CLOSED'], connections, note };
    } finally {
      await patient.destroy();
      await cluster.remove();
    }
  },
);

testFault(
  {
    number: 5,
    title: 'a node closes its connection in the middle of a request',
    expected: 'reads and idempotent writes are sent to another node; others end with maybeApplied',
    tool: 'S',
  },
  async () =>
    simulated({}, async (cluster, dataSource) => {
      const close: Outcome = { result: 'close_connection', scope: 'connection', close_type: 'disconnect' };
      const notes = dataSource.getRepository(Notes);
      const append = () => notes.update({ id: 'a' }, { lines: Append('x') });
      const [learned] = await requestsOf(append);
      const statement = learned!.cql;
      await cluster.prime(GET, close, 0);
      await cluster.prime(SAVE, close, 1);
      await cluster.prime(statement, close, 2);
      await cluster.clearLog();
      const items = dataSource.getRepository(Item);
      const reads = Array.from({ length: 30 }, () => items.get({ id: 'a' }));
      const read = await Promise.all(reads);
      expect(read.every((item) => item?.body === 'x')).toBe(true);
      const saves = Array.from({ length: 30 }, () => items.save(items.create({ id: 'a', body: 'x' })));
      await Promise.all(saves);
      await until(() => Object.keys(dataSource.metrics().hosts).length === 3, 10_000, 'three nodes');
      const appends = await Promise.allSettled(Array.from({ length: 30 }, append));
      const failed = appends.filter((outcome) => outcome.status === 'rejected');
      expect(failed.length).toBeGreaterThan(0);
      for (const { reason } of failed) {
        expect(reason).toMatchObject({ code: 'CASPY_CONNECTION_LOST', maybeApplied: true });
      }
      // Each was sent once: those that were lost are not sent again.
      expect(total(await cluster.executions(statement))).toBeLessThanOrEqual(30);
      await until(() => Object.keys(dataSource.metrics().hosts).length === 3, 10_000, 'three nodes');
      const { connections } = connectionsOf(dataSource);
      const attempts = `60 of 60 idempotent ones done; ${failed.length} of 30 appends reported, none sent twice`;
      return { attempts, lost: 0, errors: ['CASPY_CONNECTION_LOST'], connections };
    }),
);

testFault(
  {
    number: 8,
    title: 'all nodes are overloaded for 1.5 s, then recover',
    expected: 'a bulk write slows down and loses no row; single requests back off within the budget',
    tool: 'S',
  },
  async () =>
    simulated({ requestTimeout: 5000 }, async (cluster, dataSource) => {
      const overloaded: Outcome = { result: 'overloaded', message: 'too much' };
      const items = dataSource.getRepository(Item);
      await cluster.prime(GET, overloaded);
      const reads = await Promise.allSettled(Array.from({ length: 200 }, () => items.get({ id: 'a' })));
      expect(reads.every(({ status }) => status === 'rejected')).toBe(true);
      const sent = total(await cluster.executions(GET));
      expect(sent).toBeLessThanOrEqual(200 + 10 + 200 * 0.2 + 5);
      await cluster.prime(SAVE, overloaded);
      const rows = Array.from({ length: 3000 }, (_, id) => items.create({ id: String(id), body: 'x' }));
      const recovering = sleep(1500).then(() => cluster.prime(SAVE, { result: 'void' }));
      const { value: result, took } = await timed(() => items.bulkSave(rows));
      await recovering;
      expect(result).toMatchObject({ written: 3000, failed: 0, maybeWritten: 0 });
      const { connections } = connectionsOf(dataSource);
      const attempts = `200 reads: ${sent} requests; 3,000 rows written`;
      return { took, attempts, lost: 3000 - result.written, errors: ['CASPY_OVERLOADED'], connections };
    }),
);

testFault(
  {
    number: 9,
    title: 'Unavailable',
    expected: 'one more attempt on another node, then a typed error with what was needed and what is alive',
    tool: 'S',
  },
  async () =>
    simulated({}, async (cluster, dataSource) => {
      const unavailable: Outcome = { result: 'unavailable', consistency_level: 'LOCAL_QUORUM', required: 2, alive: 1 };
      await cluster.prime(GET, unavailable);
      const { error, took } = await failureOf(dataSource.getRepository(Item).get({ id: 'a' }));
      expect(error).toMatchObject({
        code: 'CASPY_UNAVAILABLE',
        maybeApplied: false,
        details: { required: 2, alive: 1, consistency: 'LOCAL_QUORUM' },
      });
      expect(error.message).toMatch(/^Item\.get: LOCAL_QUORUM needs 2 replicas, 1 are alive/);
      const executions = await cluster.executions(GET);
      expect(executions.toSorted()).toEqual([0, 1, 1]);
      return { took, attempts: '2, on 2 nodes', errors: ['CASPY_UNAVAILABLE'], ...connectionsAfter(dataSource) };
    }),
);

function connectionsAfter(dataSource: DataSource): { connections: number } {
  const { connections } = connectionsOf(dataSource);
  expect(connections).toBe(3);
  return { connections };
}

testFault(
  {
    number: 10,
    title: 'WriteTimeout SIMPLE',
    expected: 'an idempotent write is sent once more, on another node; any other ends with maybeApplied',
    tool: 'S',
  },
  async () =>
    simulated({}, async (cluster, dataSource) => {
      const timeout: Outcome = { result: 'write_timeout', ...LEVEL, write_type: 'SIMPLE' };
      const items = dataSource.getRepository(Item);
      await cluster.prime(SAVE, timeout);
      const { error } = await failureOf(items.save(items.create({ id: 'a', body: 'x' })));
      expect(error).toMatchObject({ code: 'CASPY_WRITE_TIMEOUT', maybeApplied: true });
      const repeated = await cluster.executions(SAVE);
      expect(repeated.toSorted()).toEqual([0, 1, 1]);
      const once = { idempotent: false } as const;
      await failureOf(items.save(items.create({ id: 'a', body: 'x' }), once));
      expect(total(await cluster.executions(SAVE))).toBe(3);
      return { attempts: '2; not idempotent 1', errors: ['CASPY_WRITE_TIMEOUT'], ...connectionsAfter(dataSource) };
    }),
);

testFault(
  {
    number: 12,
    title: 'ReadTimeout with and without data, ReadFailure',
    expected: 'a timeout is read once more, on another node; a failure (tombstones) is not; both are typed',
    tool: 'S',
  },
  async () =>
    simulated({}, async (cluster, dataSource) => {
      const items = dataSource.getRepository(Item);
      for (const data_present of [true, false]) {
        await cluster.prime(GET, { result: 'read_timeout', ...LEVEL, data_present });
        await cluster.clearLog();
        const { error } = await failureOf(items.get({ id: 'a' }));
        expect(error).toMatchObject({ code: 'CASPY_READ_TIMEOUT', maybeApplied: false });
        expect((await cluster.executions(GET)).toSorted()).toEqual([0, 1, 1]);
      }
      await cluster.prime(GET, { result: 'read_failure', ...LEVEL, failure_reasons: {}, data_present: false });
      await cluster.clearLog();
      const { error } = await failureOf(items.get({ id: 'a' }));
      expect(error).toMatchObject({ code: 'CASPY_READ_FAILURE', retryable: false });
      expect(error.message).toContain('tombstones');
      expect(total(await cluster.executions(GET))).toBe(1);
      const codes = ['CASPY_READ_TIMEOUT', 'CASPY_READ_FAILURE'];
      return { attempts: 'timeout 2, failure 1', errors: codes, ...connectionsAfter(dataSource) };
    }),
);
