import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { dropTestData, testConnection, testDataSource, uniqueKeyspace } from '../support/test-data-source';
import { ENTITIES, KEY, Task } from './model';
import type { DataSource, Repository } from 'caspy';
import { ConfigurationError, QueryError } from 'caspy';

let dataSource: DataSource;
let tasks: Repository<Task>;
beforeAll(async () => {
  dataSource = await testDataSource({ entities: ENTITIES });
  tasks = dataSource.getRepository(Task);
});
afterAll(() => dropTestData(dataSource));

const preparedTexts = async (): Promise<string[]> => {
  const { rows } = await dataSource.execute('SELECT query_string FROM system.prepared_statements');
  return rows.map((row) => String(row.query_string)).filter((text) => text.includes(String(dataSource.keyspace)));
};

it('Raw CQL checked before it runs', async () => {
  const refused: readonly (readonly [string, readonly unknown[]])[] = [
    ['INSERT INTO feature_tasks (project, seq, nothing) VALUES (?, ?, ?)', ['raw', 1, 'x']],
    ['INSERT INTO feature_tasks (project, seq) VALUES (?, ?)', ['raw', 'no number']],
    ['INSERT INTO feature_tasks (project, seq) VALUES (?, ?)', ['raw']],
    ['DELETE FROM feature_tasks WHERE seq = ?', [1]],
  ];
  for (const [cql, params] of refused) await expect(dataSource.execute(cql, params)).rejects.toThrow(Error);
  await expect(dataSource.execute(refused[0]![0], refused[0]![1])).rejects.toThrow(QueryError);
  await expect(dataSource.execute('USE system')).rejects.toThrow(ConfigurationError);
  expect(await tasks.countBy({ project: 'raw' })).toBe(0);
});

it('Prepared statements, few of them', async () => {
  for (let seq = 0; seq < 50; seq += 1) {
    await tasks.insert({ project: 'few', seq }, { ttl: 60 + seq, timestamp: BigInt(seq + 1) });
    await tasks.find({ where: { project: 'few' }, limit: seq + 1 });
  }
  const texts = (await preparedTexts()).filter((text) => /feature_tasks.*(?:USING TTL|LIMIT)/.test(text));
  expect(texts).toHaveLength(2);
  expect(texts.every((text) => !/(?:TTL|LIMIT) \d/.test(text))).toBe(true);
});

/** Counts the PREPARE frames that go to the node; version 4 of the protocol has the opcode in the fifth byte. */
async function countingProxy(prepares: string[], sockets: Socket[]): Promise<Server> {
  const { contactPoints, port } = testConnection();
  const server = createServer((client) => {
    const node = connect(port ?? 9042, contactPoints?.[0] ?? '');
    let bytes = Buffer.alloc(0);
    client.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      for (
        ;
        bytes.length >= 9 && bytes.length >= 9 + bytes.readInt32BE(5);
        bytes = bytes.subarray(9 + bytes.readInt32BE(5))
      ) {
        if (bytes[4] === 0x09) prepares.push(bytes.toString('latin1', 13, 9 + bytes.readInt32BE(5)));
      }
    });
    const close = (socket: Socket) => (): void => void socket.destroy();
    sockets.push(client, node);
    client.pipe(node).pipe(client);
    client.on('error', close(node)).on('close', close(node));
    node.on('error', close(client)).on('close', close(client));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

it('Bounded cache, preparations in flight shared', async () => {
  const prepares: string[] = [];
  const sockets: Socket[] = [];
  const proxy = await countingProxy(prepares, sockets);
  const { port } = proxy.address() as AddressInfo;
  const at = {
    contactPoints: ['127.0.0.1'],
    port,
    keyspace: dataSource.keyspace,
    synchronize: false,
    entities: ENTITIES,
  };
  const proxied = await testDataSource({ ...at, driver: { maxPrepared: 10 }, logging: false });
  try {
    const repository = proxied.getRepository(Task);
    const before = prepares.length;
    await Promise.all(Array.from({ length: 50 }, (_, seq) => repository.get({ project: 'shared', seq })));
    expect(prepares.slice(before)).toEqual([expect.stringContaining('WHERE project = ? AND seq = ?')]);
    const columns = ['title', 'size', 'state', 'note', 'owner', 'tags', 'steps', 'votes'] as const;
    for (const first of columns) {
      for (const second of columns) {
        if (first !== second) await repository.find({ where: KEY, select: ['seq', first, second] });
      }
    }
    expect(prepares.length - before).toBeGreaterThan(40);
    expect(proxied.metrics().preparedStatements).toBeLessThanOrEqual(10);
  } finally {
    await proxied.destroy();
    proxy.close();
    for (const socket of sockets) socket.destroy();
  }
});

it('Options per data source, table, repository and call', async () => {
  // One node cannot answer at consistency THREE, so who asks for it hears of it.
  const three = { consistency: 'THREE', timeout: 5_000 } as const;
  const strict = await testDataSource({
    keyspace: dataSource.keyspace,
    synchronize: false,
    entities: ENTITIES,
    profiles: { strict: { consistency: 'THREE' } },
  });
  try {
    await expect(tasks.get(KEY, three)).rejects.toMatchObject({ code: 'CASPY_UNAVAILABLE' });
    await expect(tasks.filter(KEY).consistency('THREE').first()).rejects.toMatchObject({ code: 'CASPY_UNAVAILABLE' });
    await expect(tasks.withOptions(three).save(tasks.create(KEY))).rejects.toMatchObject({ code: 'CASPY_UNAVAILABLE' });
    await expect(strict.getRepository(Task).get(KEY, { profile: 'strict' })).rejects.toMatchObject({
      code: 'CASPY_UNAVAILABLE',
    });
    await tasks.withOptions(three).save(tasks.create(KEY), { consistency: 'ONE' });
    expect(await tasks.withOptions(three).get(KEY, { consistency: 'ONE' })).not.toBeNull();
  } finally {
    await strict.destroy();
  }
});

it('Run-time keyspace', async () => {
  const tenant = await testDataSource({ entities: ENTITIES, keyspace: uniqueKeyspace() });
  try {
    const moved = tasks.withKeyspace(tenant.keyspace ?? '');
    await moved.save(moved.create({ ...KEY, project: 'tenant' }));
    expect(await tenant.getRepository(Task).countBy({ project: 'tenant' })).toBe(1);
    expect(await tasks.countBy({ project: 'tenant' })).toBe(0);
  } finally {
    await dropTestData(tenant);
  }
});
