import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { policies } from 'cassandra-driver';
import type { Statement } from '../../../lib/query/statement';
import type { SessionPoolOptions } from '../../../lib/session/options';
import { SessionPool } from '../../../lib/session/session-pool';
import { frame, int, short, shortBytes, text } from '../../support/cql-frames';
import { FakeCassandra, type FakeBehaviour, type Reply } from '../../support/fake-cassandra';

const READ: Statement = {
  cql: 'SELECT v FROM ks.t WHERE id = ?',
  kind: 'read',
  idempotent: true,
  operation: 'User.get',
  parameterTypes: ['blob'],
};
const WRITE: Statement = { ...READ, cql: 'UPDATE ks.t SET v = ?', kind: 'write', operation: 'User.save' };
const ADD: Statement = { ...WRITE, cql: 'UPDATE ks.t SET l = l + ?', idempotent: false };
const COUNT: Statement = { ...ADD, kind: 'counter' };
const SWAP: Statement = { ...WRITE, kind: 'conditional' };
const VALUE = Buffer.from('bound-value-7f3a');
const OVERLOADED = { error: 0x1001 } as const;

let fake: FakeCassandra;
let pool: SessionPool;

async function start(behaviour: FakeBehaviour, options: SessionPoolOptions = {}): Promise<void> {
  fake = await FakeCassandra.start(behaviour);
  pool = new SessionPool({
    contactPoints: ['127.0.0.1'],
    localDataCenter: 'datacenter1',
    port: fake.port,
    requestTimeout: 400,
    retry: { baseDelay: 1 },
    ...options,
  });
}

afterEach(async () => {
  jest.restoreAllMocks();
  await pool.close();
  await fake.stop();
});

test('one answer "unprepared" costs one more PREPARE and is not seen', async () => {
  await start({ onExecute: (attempt) => (attempt === 1 ? 'unprepared' : 'void') });
  await expect(pool.execute(WRITE, [VALUE])).resolves.toMatchObject({ rows: [] });
  expect(fake.prepares).toBe(2);
});

test('a server that answers "unprepared" for ever ends in an error, and the driver stops asking', async () => {
  await start({ onExecute: () => 'unprepared' }, { requestTimeout: 2000, retry: { attempts: 1 } });
  const requests = Array.from({ length: 50 }, () => pool.execute(WRITE, [VALUE]));
  const outcomes = await Promise.allSettled(requests);
  for (const outcome of outcomes) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'CASPY_UNPREPARED', maybeApplied: false } });
  }
  expect(fake.prepares).toBeLessThanOrEqual(12);
  const before = fake.executes;
  await sleep(100);
  expect(fake.executes).toBe(before);
});

test('a statement that no longer fits the schema says so, and works again once it does', async () => {
  const dropped = { error: 0x2200, message: 'Undefined column name v' } as const;
  let isDropped = false;
  await start({
    onExecute: () => (isDropped ? 'unprepared' : 'void'),
    onPrepare: () => (isDropped ? dropped : 'void'),
  });
  await pool.execute(COUNT, [VALUE]);
  isDropped = true;
  for (const request of [
    () => pool.execute(COUNT, [VALUE]),
    () => pool.executeBatch([{ statement: COUNT, params: [VALUE] }], { logged: false, operation: 'batch' }),
  ]) {
    await expect(request()).rejects.toMatchObject({
      code: 'CASPY_INVALID_QUERY',
      message: expect.stringContaining('Undefined column name v'),
      maybeApplied: false,
    });
  }
  isDropped = false;
  await expect(pool.execute(COUNT, [VALUE])).resolves.toBeDefined();
});

test('after such a loop the statement works again once the server does', async () => {
  let isBroken = true;
  await start(
    { onExecute: () => (isBroken ? 'unprepared' : 'void') },
    { requestTimeout: 2000, retry: { attempts: 1 } },
  );
  await expect(pool.execute(WRITE, [VALUE])).rejects.toMatchObject({ code: 'CASPY_UNPREPARED' });
  isBroken = false;
  await expect(pool.execute(WRITE, [VALUE])).resolves.toBeDefined();
});

test.each([
  { name: 'read', statement: READ, maybeApplied: false },
  { name: 'write', statement: WRITE, maybeApplied: true },
  { name: 'write that is not idempotent', statement: ADD, maybeApplied: true },
])('a node that never answers a $name ends it at the deadline', async ({ statement, maybeApplied }) => {
  await start({ onExecute: () => 'silent' });
  await pool.open();
  const startedAt = performance.now();
  await expect(pool.execute(statement, [VALUE])).rejects.toMatchObject({
    code: 'CASPY_TIMEOUT',
    maybeApplied,
    message: expect.stringContaining(statement.operation),
  });
  expect(performance.now() - startedAt).toBeLessThan(700);
  expect(pool.metrics()).toMatchObject({ inFlight: 0, timeouts: 1 });
});

test('a node that never answers a PREPARE ends the operation at the deadline too', async () => {
  await start({ onPrepare: () => 'silent' });
  await pool.open();
  await expect(pool.execute(WRITE, [VALUE])).rejects.toMatchObject({ code: 'CASPY_TIMEOUT' });
});

test('an answer that comes after the deadline is dropped', async () => {
  await start({ onExecute: () => ({ after: 150, reply: 'void' }) });
  await expect(pool.execute(READ, [VALUE], { timeout: 50 })).rejects.toMatchObject({ code: 'CASPY_TIMEOUT' });
  await sleep(200);
  expect(pool.metrics()).toMatchObject({ executed: 0, inFlight: 0 });
  await expect(pool.execute(READ, [VALUE])).resolves.toBeDefined();
});

test('a node that answers heartbeats keeps its connection, however many requests it cannot serve', async () => {
  await start({ onExecute: () => ({ after: 2500, reply: 'void' }) });
  await pool.open();
  const { accepted } = fake;
  for (let count = 0; count < 5; count++) {
    await expect(pool.execute(ADD, [VALUE], { timeout: 400 })).rejects.toMatchObject({ code: 'CASPY_TIMEOUT' });
  }
  expect(fake.accepted).toBe(accepted);
  await expect(pool.execute(READ, [VALUE], { timeout: 10_000 })).resolves.toBeDefined();
});

test('overload is retried, also for a write that is not idempotent: nothing was written', async () => {
  await start({ onExecute: (attempt) => (attempt < 3 ? OVERLOADED : 'void') });
  await pool.execute(ADD, [VALUE]);
  expect(fake.executes).toBe(3);
  expect(pool.metrics()).toMatchObject({ executed: 1, retries: 2 });
});

describe('a connection that is lost', () => {
  const patient: SessionPoolOptions = {
    requestTimeout: 3000,
    retry: { baseDelay: 300 },
    driver: { policies: { reconnection: new policies.reconnection.ConstantReconnectionPolicy(10) } },
  };

  test('is no reason to fail for an idempotent write', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.99);
    await start({ onExecute: (attempt) => (attempt === 1 ? 'close' : 'void') }, patient);
    await expect(pool.execute(WRITE, [VALUE])).resolves.toBeDefined();
    expect(fake.executes).toBe(2);
  });

  test('ends any other write, which may have been applied', async () => {
    await start({ onExecute: (attempt) => (attempt === 1 ? 'close' : 'void') }, patient);
    await expect(pool.execute(ADD, [VALUE])).rejects.toMatchObject({
      code: 'CASPY_CONNECTION_LOST',
      maybeApplied: true,
    });
    await sleep(100);
    expect(fake.executes).toBe(1);
  });

  test('and a close meanwhile leave no socket', async () => {
    await start({ onExecute: () => 'close' }, patient);
    await pool.execute(ADD, [VALUE]).catch(() => undefined);
    await pool.close();
    await sleep(100);
    expect(fake.openSockets).toBe(0);
  });
});

/** consistency LOCAL_QUORUM, 1 of 2 answered, write type */
function writeTimeout(writeType: string) {
  return { error: 0x1100, tail: Buffer.concat([short(6), int(1), int(2), shortBytes(text(writeType))]) };
}

test.each([
  { writeType: 'SIMPLE', statement: WRITE, executes: 2 },
  { writeType: 'BATCH_LOG', statement: WRITE, executes: 2 },
  { writeType: 'BATCH', statement: WRITE, executes: 1 },
  { writeType: 'SIMPLE', statement: ADD, executes: 1 },
  { writeType: 'COUNTER', statement: COUNT, executes: 1 },
  { writeType: 'CAS', statement: SWAP, executes: 1 },
])('write timeout $writeType: $executes attempts', async ({ writeType, statement, executes }) => {
  await start({ onExecute: () => writeTimeout(writeType) });
  await expect(pool.execute(statement, [VALUE])).rejects.toMatchObject({
    code: 'CASPY_WRITE_TIMEOUT',
    maybeApplied: true,
    details: { writeType, received: 1, required: 2, consistency: 'LOCAL_QUORUM' },
  });
  expect(fake.executes).toBe(executes);
});

test('the only connection is lost again and again: each time one takes its place', async () => {
  /** An answer to nobody: the driver cannot read on after it. */
  const nonsense: Reply = { bytes: () => frame(32_000, 8, int(1)) };
  let broken = 4;
  await start({ onExecute: () => (broken-- > 0 ? nonsense : 'void') }, { retry: { attempts: 1 } });
  while (broken >= 0) await pool.execute(WRITE, [VALUE]).catch(() => sleep(5));
  for (let wait = 0; fake.openSockets > 1 && wait < 100; wait += 1) await sleep(20);
  expect(fake.openSockets).toBe(1);
});

test('an outage is not multiplied: the budget bounds the retries over all requests', async () => {
  await start({ onExecute: () => OVERLOADED }, { requestTimeout: 5000 });
  await pool.open();
  await Promise.allSettled(Array.from({ length: 200 }, () => pool.execute(READ, [VALUE])));
  expect(pool.metrics().retries).toBeLessThanOrEqual(10 + 200 * 0.2 + 5);
  expect(fake.executes).toBeLessThan(260);
});

test('no error shows a bound value', async () => {
  await start({ onExecute: () => ({ error: 0x2200, message: 'refused' }) });
  const error: unknown = await pool.execute(WRITE, [VALUE]).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'CASPY_INVALID_QUERY', cql: WRITE.cql });
  expect(inspect(error, { depth: 20 }) + JSON.stringify(error)).not.toContain('bound-value');
});

test('close waits for the requests on their way', async () => {
  await start({ onExecute: () => ({ after: 150, reply: 'void' }) });
  await pool.open();
  const request = pool.execute(WRITE, [VALUE]);
  await sleep(50);
  await Promise.all([pool.close(), pool.close()]);
  await expect(request).resolves.toBeDefined();
  await expect(pool.execute(WRITE, [VALUE])).rejects.toMatchObject({ code: 'CASPY_CLOSED', maybeApplied: false });
});

test('close ends what is still on its way when the drain time is over', async () => {
  await start({ onExecute: () => 'silent' }, { requestTimeout: 60_000, pool: { drainTimeout: 50, maxInFlight: 2 } });
  await pool.open();
  const requests = Promise.allSettled(Array.from({ length: 100 }, () => pool.execute(ADD, [VALUE])));
  await sleep(50);
  await pool.close();
  const codes = (await requests).map((outcome): unknown =>
    outcome.status === 'rejected' ? Reflect.get(Object(outcome.reason), 'code') : 'ok',
  );
  expect(codes.filter((code) => code === 'CASPY_CONNECTION_LOST')).toHaveLength(2);
  expect(codes.filter((code) => code === 'CASPY_CLOSED')).toHaveLength(98);
});

test('close during a connect waits for it and leaves no socket', async () => {
  await start({});
  const opening = pool.open().catch((error: unknown) => error);
  await pool.close();
  await expect(opening).resolves.toMatchObject({ code: 'CASPY_CLOSED' });
  await sleep(50);
  expect(fake.openSockets).toBe(0);
});

test('a node that accepts and says nothing ends the connect in time', async () => {
  await start({ isMute: true }, { connectTimeout: 300 });
  const startedAt = performance.now();
  await expect(pool.open()).rejects.toMatchObject({ code: 'CASPY_CONNECT_TIMEOUT' });
  expect(performance.now() - startedAt).toBeLessThan(800);
});

test('a wrong data centre is named together with those that exist, and leaves no socket', async () => {
  await start({}, { localDataCenter: 'dc9' });
  await expect(pool.open()).rejects.toThrow(
    "localDataCenter 'dc9' is not in the cluster: its nodes are in datacenter1",
  );
  await sleep(50);
  expect(fake.openSockets).toBe(0);
});

test.each<[string, Statement]>([
  ['asked by caspy', WRITE],
  ['asked by the driver', ADD],
])(
  'a generator of write times that throws fails the request, and its place is free again: %s',
  async (_, statement) => {
    let isBroken = false;
    const generator = new policies.timestampGeneration.MonotonicTimestampGenerator(1000, 1000);
    const next = generator.next.bind(generator);
    generator.next = (client) => {
      if (isBroken) throw new Error('no clock');
      return next(client);
    };
    await start({}, { pool: { maxInFlight: 1 }, driver: { policies: { timestampGeneration: generator } } });
    await pool.execute(statement, [VALUE]);
    isBroken = true;
    for (let round = 0; round < 3; round++) {
      await expect(pool.execute(statement, [VALUE])).rejects.toMatchObject({ code: 'CASPY_DRIVER' });
    }
    isBroken = false;
    await pool.execute(statement, [VALUE]);
    expect(pool.metrics()).toMatchObject({ inFlight: 0, queued: 0, executed: 2, errors: { CASPY_DRIVER: 3 } });
  },
);

test('the retry of a write carries the write time of its first attempt', async () => {
  await start({ onExecute: (attempt) => (attempt === 1 ? OVERLOADED : 'void') });
  await pool.execute(WRITE, [VALUE]);
  const [first, second] = fake.timestamps;
  expect(first).toBeGreaterThan(1_600_000_000_000_000n);
  expect(second).toBe(first);
});
