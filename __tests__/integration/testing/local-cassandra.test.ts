import { existsSync } from 'node:fs';
import { Client } from 'cassandra-driver';
import type { LocalCassandraOptions } from '../../../lib/testing';
import { LocalCassandra } from '../../../lib/testing';
import { childrenOf, eventually, processesNaming } from './processes';

jest.setTimeout(240_000);

const running: LocalCassandra[] = [];

async function start(options: LocalCassandraOptions = {}): Promise<LocalCassandra> {
  const cassandra = await LocalCassandra.start({ source: 'java', heap: '512m', ...options });
  running.push(cassandra);
  return cassandra;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((cassandra) => cassandra.stop()));
});

async function withClient<T>(cassandra: LocalCassandra, work: (client: Client) => Promise<T>): Promise<T> {
  const { contactPoints, port, localDataCenter, credentials } = cassandra;
  const login = credentials === undefined ? {} : { credentials };
  const client = new Client({ contactPoints, protocolOptions: { port }, localDataCenter, ...login });
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.shutdown();
  }
}

function folderOf(cassandra: LocalCassandra): string {
  if (cassandra.folder === undefined) throw new Error('a cluster on Java has a folder');
  return cassandra.folder;
}

test('two run at once, each with its own address, data and end', async () => {
  const [first, second] = await Promise.all([start(), start()]);

  const createAndCount = (client: Client): Promise<number> =>
    client
      .execute("CREATE KEYSPACE only_here WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}")
      .then(() => client.execute("SELECT * FROM system_schema.keyspaces WHERE keyspace_name = 'only_here'"))
      .then(({ rowLength }) => rowLength);
  // Without IF NOT EXISTS: the second statement would fail on a shared cluster.
  expect(await withClient(first, createAndCount)).toBe(1);
  expect(await withClient(second, createAndCount)).toBe(1);

  await first.stop();
  expect(await withClient(second, (client) => client.execute('SELECT key FROM system.local'))).toBeDefined();
});

test('stop leaves no process and no folder, and may be called twice', async () => {
  const cassandra = await start();
  const folder = folderOf(cassandra);
  expect(processesNaming(folder)).toContain(cassandra.nodes[0]?.pid);
  expect(existsSync(folder)).toBe(true);

  await cassandra.stop();
  await cassandra.stop();
  expect(existsSync(folder)).toBe(false);
  // The watchdog is a process too, and ends a moment later.
  expect(await eventually(() => processesNaming(folder).length === 0, 5_000)).toBe(true);
});

test('a killed node keeps its data over a restart, and a paused one answers again', async () => {
  const cassandra = await start({ config: { commitlog_sync: 'batch' } });
  await withClient(cassandra, async (client) => {
    await client.execute("CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
    await client.execute('CREATE TABLE k.t (id int PRIMARY KEY, v text)');
    await client.execute("INSERT INTO k.t (id, v) VALUES (1, 'kept')");
  });
  const before = cassandra.nodes[0]?.pid;

  await cassandra.kill();
  expect(cassandra.nodes[0]?.pid).toBeUndefined();
  await expect(cassandra.pause()).rejects.toThrow('is not running');
  await cassandra.restart();
  expect(cassandra.nodes[0]?.pid).not.toBe(before);

  await withClient(cassandra, async (client) => {
    const read = (): Promise<unknown> =>
      client.execute('SELECT v FROM k.t WHERE id = 1', [], { readTimeout: 2_000 }).then(({ rows }) => rows[0]?.v);
    expect(await read()).toBe('kept');
    await cassandra.pause();
    await expect(read()).rejects.toThrow();
    await cassandra.resume();
    expect(await read()).toBe('kept');
  });
});

test('with authentication, only the login is let in, and it works at once', async () => {
  const cassandra = await start({ authentication: true });
  expect(cassandra.credentials).toEqual({ username: 'cassandra', password: 'cassandra' });

  const { contactPoints, port, localDataCenter } = cassandra;
  const stranger = new Client({ contactPoints, protocolOptions: { port }, localDataCenter });
  await expect(stranger.connect()).rejects.toThrow();
  await stranger.shutdown();

  const roles = await withClient(cassandra, (client) => client.execute('LIST ROLES'));
  expect(roles.rows.map((row): unknown => row.role)).toContain('cassandra');
});

test('a node that cannot start shows the end of its log, and leaves nothing', async () => {
  const before = childrenOf(process.pid);
  await expect(start({ config: { no_such_setting: 1 } })).rejects.toMatchObject({
    code: 'CASPY_LOCAL_CASSANDRA',
    message: expect.stringMatching(/did not start: it ended \(exit code \d+\)[\s\S]*no_such_setting/),
  });
  expect(await eventually(() => childrenOf(process.pid).every((pid) => before.includes(pid)), 5_000)).toBe(true);
});
