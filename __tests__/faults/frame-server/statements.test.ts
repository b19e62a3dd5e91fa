import { setTimeout as sleep } from 'node:timers/promises';
import { columns, int, short, shortBytes, text, uuid, rows } from '../../support/cql-frames';
import type { Reply } from '../../support/fake-cassandra';
import { failureOf, testFault } from '../support/fault';
import { connectionsOf, frameServer } from '../support/frame-server';
import { Item, Notes, Tally } from '../support/models';
import { pageOf } from '../support/pages';

/** The most PREPAREs of one statement for which one answer "unprepared" after the other may be worth it. */
const MOST_PREPARES = 12;
const AGREEMENT = 10_000;

testFault(
  {
    number: 6,
    title: 'UNPREPARED once',
    expected: 'not seen by the caller; exactly one more PREPARE',
    tool: 'F',
  },
  async () => {
    await using server = await frameServer({ onExecute: (attempt) => (attempt === 2 ? 'unprepared' : 'void') });
    const items = server.dataSource.getRepository(Item);
    await items.save(items.create({ id: 'a', body: '1' }));
    expect(server.fake.prepares).toBe(1);
    await items.save(items.create({ id: 'a', body: '2' }));
    expect(server.fake.prepares).toBe(2);
    expect(server.fake.executes).toBe(3);
    const { connections } = connectionsOf(server.dataSource);
    expect(connections).toBe(1);
    return { attempts: '1 PREPARE and 1 EXECUTE more', lost: 0, connections };
  },
);

testFault(
  {
    number: 7,
    title: 'UNPREPARED for ever, 50 requests at once',
    expected: 'a typed error within the deadline, at most 12 PREPAREs for all of them, and silence afterwards',
    tool: 'F',
  },
  async () => {
    const limit = 2000;
    const options = { requestTimeout: limit, retry: { attempts: 1 } };
    await using server = await frameServer({ onExecute: () => 'unprepared' }, options);
    const items = server.dataSource.getRepository(Item);
    const save = (id: number) => failureOf(items.save(items.create({ id: String(id), body: 'x' })));
    const failures = await Promise.all(Array.from({ length: 50 }, (_, id) => save(id)));
    for (const { error, took } of failures) {
      expect(error).toMatchObject({ code: 'CASPY_UNPREPARED', maybeApplied: false });
      expect(error.message).toMatch(/^Item\.save: the server forgets the statement each time/);
      expect(took).toBeLessThan(limit + 500);
    }
    const { prepares, executes } = server.fake;
    expect(prepares).toBeLessThanOrEqual(MOST_PREPARES);
    const processor = process.cpuUsage();
    await sleep(300);
    const { user, system } = process.cpuUsage(processor);
    expect(server.fake.executes).toBe(executes);
    // A driver that spins takes all of a processor: 300,000 microseconds.
    expect(user + system).toBeLessThan(150_000);
    const took = Math.max(...failures.map((failure) => failure.took));
    const { connections } = connectionsOf(server.dataSource);
    return { took, limit, attempts: `${prepares} PREPAREs`, errors: ['CASPY_UNPREPARED'], connections };
  },
);

/** LOCAL_QUORUM (6) or SERIAL (8), 1 of 2 replicas. */
function writeTimeout(writeType: string): Reply {
  const level = writeType === 'CAS' ? 8 : 6;
  return { error: 0x1100, tail: Buffer.concat([short(level), int(1), int(2), shortBytes(text(writeType))]) };
}

async function batchTimeout(writeType: string, logged: boolean): Promise<{ executes: number; error: Error }> {
  await using server = await frameServer({ onExecute: () => writeTimeout(writeType) });
  const items = server.dataSource.getRepository(Item);
  const { error } = await failureOf(
    server.dataSource.batch(
      (batch) => {
        for (const body of ['1', '2']) batch.save(items.create({ id: 'a', body }));
      },
      { logged },
    ),
  );
  return { executes: server.fake.executes, error };
}

testFault(
  {
    number: 11,
    title: 'WriteTimeout BATCH_LOG, UNLOGGED_BATCH, COUNTER, CAS',
    expected: 'BATCH_LOG is sent once more; the others never; CAS is decided by a SERIAL read with `verify`',
    tool: 'F',
  },
  async () => {
    const log = await batchTimeout('BATCH_LOG', true);
    expect(log).toMatchObject({ executes: 2, error: { code: 'CASPY_WRITE_TIMEOUT', maybeApplied: true } });
    const unlogged = await batchTimeout('UNLOGGED_BATCH', false);
    expect(unlogged).toMatchObject({ executes: 1, error: { code: 'CASPY_WRITE_TIMEOUT', maybeApplied: true } });
    await using counting = await frameServer({ onExecute: () => writeTimeout('COUNTER') });
    const counter = await failureOf(counting.dataSource.getRepository(Tally).increment({ id: 'a' }, 'hits'));
    expect(counting.fake.executes).toBe(1);
    expect(counter.error).toMatchObject({ code: 'CASPY_WRITE_TIMEOUT', maybeApplied: true });
    expect(counter.error.message).toContain('It may have been counted: do not send it again blindly.');
    await unverifiedSwap();
    await verifiedSwap();
    return { attempts: 'BATCH_LOG 2, UNLOGGED_BATCH 1, COUNTER 1, CAS 1 (+ 1 read)', errors: ['CASPY_WRITE_TIMEOUT'] };
  },
);

async function unverifiedSwap(): Promise<void> {
  await using server = await frameServer({ onExecute: () => writeTimeout('CAS') });
  const items = server.dataSource.getRepository(Item);
  const { error } = await failureOf(items.insert({ id: 'a', body: 'mine' }, { ifNotExists: true }));
  expect(server.fake.executes).toBe(1);
  expect(error).toMatchObject({ code: 'CASPY_WRITE_TIMEOUT', maybeApplied: true });
}

/** The row that the SERIAL read shows is this write's, so that it was applied. */
async function verifiedSwap(): Promise<void> {
  const found = pageOf(['id', 'body'], [['a', 'mine']]);
  await using server = await frameServer({
    onExecute: (attempt) => (attempt === 1 ? writeTimeout('CAS') : { result: found }),
  });
  const items = server.dataSource.getRepository(Item);
  const options = { ifNotExists: true, verify: true } as const;
  await expect(items.insert({ id: 'a', body: 'mine' }, options)).resolves.toEqual({ applied: true });
  expect(server.fake.executes).toBe(2);
}

const OTHER_VERSION = uuid('00000000-0000-4000-8000-00000000000f');
/** In another data centre, so that nothing is sent to it; its schema counts all the same. */
const PEER = columns('system', 'peers', [
  ['peer', 'inet', Buffer.from([127, 0, 0, 2])],
  ['rpc_address', 'inet', Buffer.from([127, 0, 0, 2])],
  ['data_center', 'varchar', text('elsewhere')],
  ['rack', 'varchar', text('rack1')],
  ['release_version', 'varchar', text('4.1.0')],
  ['host_id', 'uuid', OTHER_VERSION],
  ['schema_version', 'uuid', OTHER_VERSION],
]);

/** The version of the second node never becomes that of the first. */
function otherVersion(cql: string): Buffer | undefined {
  if (cql === 'SELECT schema_version FROM system.peers') {
    return rows(columns('system', 'peers', [['schema_version', 'uuid', OTHER_VERSION]]), 1);
  }
  if (cql.includes('FROM system.peers')) return rows(PEER, 1);
  if (!cql.startsWith('CREATE TABLE')) return undefined;
  const change = ['CREATED', 'TABLE', 'ks', 'made'].map((word) => shortBytes(text(word)));
  return Buffer.concat([int(5), ...change]);
}

testFault(
  {
    number: 24,
    title: 'the nodes do not agree on the schema for more than 10 s',
    expected: 'an error that says so, where the driver alone reports success; data goes on being read meanwhile',
    tool: 'F',
  },
  async () => {
    await using server = await frameServer({ onQuery: otherVersion });
    const creating = failureOf(server.dataSource.execute('CREATE TABLE ks.made (id int PRIMARY KEY)'));
    const notes = server.dataSource.getRepository(Notes);
    await notes.save(notes.create({ id: 'a', lines: ['meanwhile'] }));
    const { error, took } = await creating;
    expect(error).toMatchObject({ name: 'SchemaError', code: 'CASPY_SCHEMA' });
    expect(error.message).toContain('agree');
    expect(took).toBeGreaterThan(AGREEMENT - 1000);
    expect(took).toBeLessThan(AGREEMENT + 5000);
    const { connections } = connectionsOf(server.dataSource);
    return { took, limit: AGREEMENT + 5000, attempts: '1', errors: ['CASPY_SCHEMA'], connections };
  },
);
