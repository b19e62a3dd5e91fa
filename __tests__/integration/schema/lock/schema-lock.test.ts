import { setTimeout as sleep } from 'node:timers/promises';
import { SchemaLockError } from '../../../../lib/errors';
import type { LockHolder } from '../../../../lib/schema/lock/lock-options';
import { createOwner } from '../../../../lib/schema/lock/lock-owner';
import { LockRow } from '../../../../lib/schema/lock/lock-row';
import { withSchemaLock } from '../../../../lib/schema/lock/with-schema-lock';
import { SchemaClient } from '../../../../lib/schema/schema-client';
import { SessionPool } from '../../../../lib/session/session-pool';
import { dropTestData, testConnection, testDataSource } from '../../support/test-data-source';
import type { DataSource } from 'caspy';

let dataSource: DataSource;
let pools: SessionPool[];
let keyspace: string;

/** One pool is one process, as far as the lock can see. */
function client(): SchemaClient {
  const pool = new SessionPool({ ...testConnection(), requestTimeout: 30_000 });
  pools.push(pool);
  return new SchemaClient(pool);
}

beforeEach(async () => {
  pools = [];
  dataSource = await testDataSource({ entities: [] });
  keyspace = dataSource.keyspace!;
});

afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  await dropTestData(dataSource);
});

async function holders(): Promise<readonly Record<string, unknown>[]> {
  const { rows } = await dataSource.execute('SELECT name, owner FROM caspy_locks');
  return rows;
}

test('eight at once, without a table of locks: one after the other, and nothing stays', async () => {
  let running = 0;
  const order: number[] = [];
  const one = async (number: number): Promise<void> => {
    await withSchemaLock(client(), { keyspace, name: 'work' }, async (lock) => {
      running += 1;
      expect(running).toBe(1);
      lock.requireHeld();
      await sleep(30);
      order.push(number);
      running -= 1;
    });
  };
  await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(one));
  expect(order.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(await holders()).toEqual([]);
});

test('locks of other names do not wait for each other', async () => {
  const options = { keyspace, wait: 0 };
  const both = await withSchemaLock(client(), { ...options, name: 'one' }, () =>
    withSchemaLock(client(), { ...options, name: 'other' }, () => holders()),
  );
  expect(both.map(({ name }) => name).toSorted()).toEqual(['one', 'other']);
});

test('whoever does not get it learns who has it', async () => {
  const owner = { id: 'somebody', host: 'web-1', pid: 4711 };
  await withSchemaLock(client(), { keyspace, name: 'work', owner }, async () => {
    const told: LockHolder[] = [];
    const waiting = withSchemaLock(
      client(),
      { keyspace, name: 'work', wait: 400, onWait: (holder) => told.push(holder) },
      async () => undefined,
    );
    await expect(waiting).rejects.toMatchObject({
      name: 'SchemaLockError',
      code: 'CASPY_SCHEMA_LOCKED',
      message: expect.stringMatching(
        /'work' of the keyspace \w+ is still held after .* by process 4711 on web-1 \(since/,
      ),
    });
    expect(told).toMatchObject([owner]);
  });
});

test('is renewed for as long as the work takes, and free afterwards', async () => {
  await withSchemaLock(client(), { keyspace, name: 'work', ttl: 5 }, async (lock) => {
    await sleep(7000);
    lock.requireHeld();
    await expect(withSchemaLock(client(), { keyspace, name: 'work', wait: 0 }, async () => 1)).rejects.toThrow(
      SchemaLockError,
    );
  });
  expect(await withSchemaLock(client(), { keyspace, name: 'work', wait: 0 }, async () => 'free')).toBe('free');
});

test('a holder that died is forgotten after the ttl, and the next one gets the lock', async () => {
  await withSchemaLock(client(), { keyspace, name: 'first' }, async () => undefined);
  const dead = new LockRow(client(), keyspace, 'work', createOwner(), 5);
  expect(await dead.tryTake()).toBeUndefined();
  const told: number[] = [];
  const next = { keyspace, name: 'work', wait: 15_000, onWait: (_: LockHolder, waited: number) => told.push(waited) };
  expect(await withSchemaLock(client(), next, async () => 'done')).toBe('done');
  expect(told).not.toEqual([]);
});

test('the work learns that the lock was lost, and the new holder keeps it', async () => {
  const other = createOwner();
  const work = withSchemaLock(client(), { keyspace, name: 'work', ttl: 5 }, async (lock) => {
    await dataSource.execute('DELETE FROM caspy_locks WHERE name = ? IF EXISTS', ['work']);
    await new LockRow(client(), keyspace, 'work', other, 60).tryTake();
    await new Promise((resolve) => lock.signal.addEventListener('abort', resolve));
    expect(lock.signal.reason).toMatchObject({ code: 'CASPY_SCHEMA_LOCK_LOST' });
    lock.requireHeld();
  });
  await expect(work).rejects.toMatchObject({ code: 'CASPY_SCHEMA_LOCK_LOST' });
  expect(await holders()).toEqual([{ name: 'work', owner: other.id }]);
});

test('without an answer to the renewals the work stops before the lock expires', async () => {
  const pool = new SessionPool({ ...testConnection(), requestTimeout: 30_000 });
  pools.push(pool);
  let isCut = false;
  const executor = new SchemaClient({
    execute: (statement, params, options) =>
      isCut ? Promise.reject(new Error('cut off')) : pool.execute(statement, params, options),
  });
  const work = withSchemaLock(executor, { keyspace, name: 'work', ttl: 5 }, async (lock) => {
    isCut = true;
    await new Promise((resolve) => lock.signal.addEventListener('abort', resolve));
    expect(await holders()).toHaveLength(1);
    lock.requireHeld();
  });
  await expect(work).rejects.toMatchObject({
    code: 'CASPY_SCHEMA_LOCK_LOST',
    message: expect.stringContaining('not renewed in time'),
  });
});

test('an answer that got lost: the row tells whose the lock is', async () => {
  await withSchemaLock(client(), { keyspace, name: 'first' }, async () => undefined);
  const pool = new SessionPool({ ...testConnection(), requestTimeout: 30_000 });
  pools.push(pool);
  const { TimeoutError } = await import('caspy');
  const losing = new SchemaClient({
    execute: async (statement, params, options) => {
      const page = await pool.execute(statement, params, options);
      if (statement.cql.startsWith('INSERT')) throw new TimeoutError('The answer was lost.');
      return page;
    },
  });
  const owner = createOwner();
  expect(await new LockRow(losing, keyspace, 'work', owner, 60).tryTake()).toBeUndefined();
  expect(await new LockRow(losing, keyspace, 'work', createOwner(), 60).tryTake()).toMatchObject({ id: owner.id });
});

test('the signal ends the waiting and the work, and the lock is released', async () => {
  const controller = new AbortController();
  const work = withSchemaLock(client(), { keyspace, name: 'work', signal: controller.signal }, async (lock) => {
    const waiting = withSchemaLock(
      client(),
      { keyspace, name: 'work', signal: controller.signal, onWait: () => controller.abort() },
      async () => undefined,
    );
    await expect(waiting).rejects.toMatchObject({ code: 'CASPY_ABORTED' });
    expect(lock.signal.aborted).toBe(true);
    lock.requireHeld();
  });
  await expect(work).rejects.toMatchObject({ code: 'CASPY_ABORTED' });
  expect(await holders()).toEqual([]);
});

test('the error of the work comes out, and the lock is released', async () => {
  const work = withSchemaLock(client(), { keyspace, name: 'work' }, () => Promise.reject(new Error('no luck')));
  await expect(work).rejects.toThrow('no luck');
  expect(await holders()).toEqual([]);
});

test('options that make no sense are refused', async () => {
  const run = (options: object) => withSchemaLock(client(), { keyspace, name: 'work', ...options }, async () => 1);
  await expect(run({ ttl: 4 })).rejects.toThrow('5 at least');
  await expect(run({ ttl: 5.5 })).rejects.toThrow('whole number');
  await expect(run({ wait: -1 })).rejects.toThrow('number of milliseconds');
});
