import { inspect } from 'node:util';
import { types } from 'cassandra-driver';
import type { Statement } from '../../../lib/query/statement';
import type { SessionPoolOptions } from '../../../lib/session/options';
import { SessionPool } from '../../../lib/session/session-pool';

const KEYSPACE = 'session_pool_test';
const TABLE = `${KEYSPACE}.numbers`;

function clusterOptions(): SessionPoolOptions {
  return {
    contactPoints: (process.env.CASPY_TEST_CONTACT_POINTS ?? '').split(','),
    port: Number(process.env.CASPY_TEST_PORT),
    localDataCenter: process.env.CASPY_TEST_LOCAL_DC,
  };
}

function raw(cql: string): Statement {
  return { cql, kind: 'raw', idempotent: false, operation: 'test', parameterTypes: [] };
}

const INSERT: Statement = {
  cql: `INSERT INTO ${TABLE} (id, name) VALUES (?, ?)`,
  kind: 'write',
  idempotent: true,
  operation: 'Number.save',
  parameterTypes: ['int', 'text'],
};

function int(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

let pool: SessionPool;

beforeAll(async () => {
  pool = new SessionPool(clusterOptions());
  await pool.execute(raw(`DROP KEYSPACE IF EXISTS ${KEYSPACE}`), []);
  const replication = "{ 'class': 'SimpleStrategy', 'replication_factor': 1 }";
  await pool.execute(raw(`CREATE KEYSPACE ${KEYSPACE} WITH replication = ${replication}`), []);
  await pool.execute(raw('CREATE TABLE numbers (id int PRIMARY KEY, name text)'), [], { keyspace: KEYSPACE });
}, 120_000);

afterAll(async () => {
  await pool.execute(raw(`DROP KEYSPACE IF EXISTS ${KEYSPACE}`), []);
  await pool.close();
}, 120_000);

test('10,000 writes at once all succeed, and every row is there, page by page', async () => {
  const names = Array.from({ length: 10_000 }, (_, id) => `name ${id}`);
  await Promise.all(names.map((name, id) => pool.execute(INSERT, [int(id), Buffer.from(name)])));
  const seen = new Set<unknown>();
  let pageState: Buffer | undefined;
  do {
    const page = await pool.execute(raw(`SELECT id, name FROM ${TABLE}`), [], { fetchSize: 1500, pageState });
    expect(page.rows.length).toBeLessThanOrEqual(1500);
    for (const { id, name } of page.rows) {
      expect(name).toBe(`name ${String(id)}`);
      seen.add(id);
    }
    pageState = page.pageState;
  } while (pageState !== undefined);
  expect(seen.size).toBe(10_000);
  expect(pool.metrics()).toMatchObject({ inFlight: 0, queued: 0, errors: {} });
}, 120_000);

test('null is written and unset is not; a write time is kept', async () => {
  const select = raw(`SELECT name, writetime(name) AS time FROM ${TABLE} WHERE id = ?`);
  const read = async () => (await pool.execute(select, [1])).rows[0];
  const time = BigInt(Date.now() + 60_000) * 1000n;
  await pool.execute(INSERT, [int(1), Buffer.from('new')], { timestamp: time });
  expect(await read()).toMatchObject({ name: 'new', time });
  await pool.execute(INSERT, [int(1), types.unset], { timestamp: time + 1n });
  expect(await read()).toMatchObject({ name: 'new' });
  await pool.execute(INSERT, [int(1), null], { timestamp: time + 2n });
  expect(await read()).toMatchObject({ name: null });
});

test('a lightweight transaction says whether it was applied', async () => {
  const insert = raw(`INSERT INTO ${TABLE} (id, name) VALUES (?, ?) IF NOT EXISTS`);
  const first = await pool.execute(insert, [-1, 'first'], { serialConsistency: 'LOCAL_SERIAL' });
  const second = await pool.execute(insert, [-1, 'second']);
  expect([first.applied, second.applied]).toEqual([true, false]);
  expect(second.rows).toMatchObject([{ id: -1, name: 'first' }]);
  expect((await pool.execute(raw(`SELECT id FROM ${TABLE} WHERE id = -1`), [])).applied).toBeUndefined();
});

test.each<[string, string, readonly unknown[], object]>([
  ['a syntax error', 'SELEC 1', [], { code: 'CASPY_SYNTAX', cql: 'SELEC 1' }],
  ['an unknown column', `SELECT nope FROM ${TABLE}`, [], { code: 'CASPY_INVALID_QUERY', retryable: false }],
  ['a table that exists', `CREATE TABLE ${TABLE} (id int PRIMARY KEY)`, [], { code: 'CASPY_ALREADY_EXISTS' }],
  ['too few parameters', INSERT.cql, [1], { code: 'CASPY_INVALID_QUERY' }],
  ['a parameter of another type', INSERT.cql, ['bound-value', 'x'], { name: 'ValidationError' }],
  ['USE', `USE ${KEYSPACE}`, [], { code: 'CASPY_CONFIGURATION' }],
])('%s is told clearly and without values', async (_name, cql, parameters, expected) => {
  const error: unknown = await pool.execute(raw(cql), parameters).catch((reason: unknown) => reason);
  expect(error).toMatchObject(expected);
  expect(inspect(error, { depth: 20 })).not.toContain('bound-value');
});

test('a level that one node cannot give is unavailable, after one retry', async () => {
  const before = pool.metrics().retries;
  await expect(pool.execute(INSERT, [int(1), null], { consistency: 'THREE' })).rejects.toMatchObject({
    code: 'CASPY_UNAVAILABLE',
    maybeApplied: false,
    details: { consistency: 'THREE', required: 3, alive: 1 },
  });
  expect(pool.metrics().retries).toBe(before + 1);
});

test('tracing gives the id of a session', async () => {
  const { traceId } = await pool.execute(raw(`SELECT id FROM ${TABLE} WHERE id = 1`), [], { tracing: true });
  expect(traceId).toMatch(/^[0-9a-f-]{36}$/);
});

test('health and metrics show the node', async () => {
  await expect(pool.health()).resolves.toMatchObject({ status: 'up', error: undefined, hosts: [{ up: true }] });
  const [host] = Object.values(pool.metrics().hosts);
  expect(host?.connections).toBeGreaterThanOrEqual(1);
});

test('a wrong data centre is an error that names the right one', async () => {
  const other = new SessionPool({ ...clusterOptions(), localDataCenter: 'nowhere' });
  await expect(other.open()).rejects.toMatchObject({
    name: 'ConfigurationError',
    message: expect.stringContaining(String(process.env.CASPY_TEST_LOCAL_DC)),
  });
  await other.close();
});

test.each([
  ['a closed port', '127.0.0.1:1', /127\.0\.0\.1:1 ECONNREFUSED/],
  ['an unknown name', 'nowhere.invalid', /nowhere\.invalid: the name could not be resolved/],
])('%s is an error of one line that names it', async (_name, contactPoint, message) => {
  const other = new SessionPool({ ...clusterOptions(), contactPoints: [contactPoint] });
  await expect(other.open()).rejects.toThrow(message);
  await expect(other.open()).rejects.toMatchObject({ code: 'CASPY_CONNECTION' });
  await other.close();
});

test('two pools in one process share nothing', async () => {
  const other = new SessionPool(clusterOptions());
  await other.open();
  await other.close();
  const answer = await pool.execute(raw('SELECT key FROM system.local'), []);
  expect(answer.rows).toMatchObject([{ key: 'local' }]);
});
