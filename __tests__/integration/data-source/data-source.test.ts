import { inspect } from 'node:util';
import { dropTestData, testConnection, testDataSource, uniqueKeyspace } from '../support/test-data-source';
import {
  BaseEntity,
  Column,
  ConfigurationError,
  connect,
  ConnectionError,
  DataSource,
  disconnect,
  EntityNotFoundError,
  execute,
  getRepository,
  getSession,
  Index,
  MetadataError,
  PartitionKey,
  Table,
  useKeyspace,
} from 'caspy';

@Table()
class Account extends BaseEntity {
  @PartitionKey('uuid', { generated: 'uuid' }) id!: string;
  @Index() @Column() email!: string;
  @Column('int', { default: 0 }) logins!: number;
}

const open: DataSource[] = [];
async function start(options: Parameters<typeof testDataSource>[0]): Promise<DataSource> {
  const dataSource = await testDataSource(options);
  open.push(dataSource);
  return dataSource;
}

afterEach(async () => {
  await disconnect();
  await Promise.all(open.splice(0).map(dropTestData));
});

describe('initialize and destroy', () => {
  test('share one run, may be repeated, and work after each other', async () => {
    const dataSource = await start({ entities: [Account] });
    expect(dataSource.isInitialized).toBe(true);
    expect(await dataSource.initialize()).toBe(dataSource);
    expect(dataSource.getRepository(Account)).toBe(dataSource.getRepository(Account));
    await Promise.all([dataSource.destroy(), dataSource.destroy()]);
    expect(dataSource.isInitialized).toBe(false);
    expect(() => dataSource.getRepository(Account)).toThrow('not initialized');
    await Promise.all([dataSource.initialize(), dataSource.initialize()]);
    expect(await dataSource.getRepository(Account).count()).toBe(0);
  });

  test('destroy during initialize waits for it and leaves nothing open', async () => {
    const dataSource = new DataSource({ ...testConnection(), entities: [] });
    const initializing = dataSource.initialize();
    await dataSource.destroy();
    await initializing;
    expect(dataSource.isInitialized).toBe(false);
    await expect(dataSource.execute('SELECT key FROM system.local')).rejects.toThrow('not initialized');
  });

  test('destroy drains what is on its way', async () => {
    const dataSource = await start({ entities: [Account] });
    const { keyspace } = dataSource;
    const accounts = dataSource.getRepository(Account);
    const saves = Array.from({ length: 300 }, (_, logins) => accounts.save(accounts.create({ email: 'x', logins })));
    await dataSource.destroy();
    await Promise.all(saves);
    const again = await start({ entities: [Account], ...(keyspace !== undefined && { keyspace }) });
    expect(await again.getRepository(Account).count()).toBe(300);
  });

  test('await using closes it', async () => {
    let kept: DataSource;
    {
      await using dataSource = await new DataSource({ ...testConnection(), entities: [] }).initialize();
      kept = dataSource;
      expect(kept.isInitialized).toBe(true);
    }
    expect(kept.isInitialized).toBe(false);
  });

  test('a failure closes everything, and a later call may succeed', async () => {
    const keyspace = uniqueKeyspace();
    const dataSource = new DataSource({ ...testConnection(), keyspace, entities: [Account] });
    open.push(dataSource);
    await expect(dataSource.initialize()).rejects.toMatchObject({ code: 'CASPY_KEYSPACE_NOT_FOUND' });
    const creator = await start({ entities: [Account], keyspace });
    await dataSource.initialize();
    expect(await dataSource.getRepository(Account).count()).toBe(0);
    await creator.destroy();
  });
});

describe('errors at start', () => {
  test('a wrong host is a ConnectionError that names the address', async () => {
    const dataSource = new DataSource({ contactPoints: ['127.0.0.1:1'], localDataCenter: 'datacenter1', entities: [] });
    const failure = dataSource.initialize();
    await expect(failure).rejects.toThrow(ConnectionError);
    await expect(failure).rejects.toThrow(/127\.0\.0\.1:1\b/);
  });

  test('a wrong keyspace suggests the right one', async () => {
    const failure = new DataSource({ ...testConnection(), keyspace: 'systen', entities: [] }).initialize();
    await expect(failure).rejects.toThrow(ConfigurationError);
    await expect(failure).rejects.toThrow("The keyspace 'systen' does not exist. Did you mean 'system'?");
  });

  test('a wrong model is found before anything is sent, with all its faults', async () => {
    @Table()
    class Broken {
      @Column('strin') name!: string;
      @Column('int', { static: true }) count!: number;
    }
    const failure = new DataSource({
      contactPoints: ['127.0.0.1:1'],
      localDataCenter: 'x',
      entities: [Broken],
    }).initialize();
    await expect(failure).rejects.toThrow(MetadataError);
    await expect(failure).rejects.toThrow(/3 faults[\s\S]*partition key[\s\S]*static[\s\S]*strin/);
  });

  test('a class that is no entity of the data source', async () => {
    const dataSource = await start({ entities: [] });
    expect(() => dataSource.getRepository(Account)).toThrow(
      "Account is no entity of this data source. Add it to 'entities'",
    );
  });
});

describe('synchronize', () => {
  test('creates what does not exist, once, and alters nothing', async () => {
    const dataSource = await start({ entities: [Account] });
    expect(await dataSource.synchronize()).toEqual({ statements: [], changes: [], skipped: [] });
    const cql = 'SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?';
    const replication = async (): Promise<unknown> => (await dataSource.execute(cql, [dataSource.keyspace])).rows[0];
    const before = await replication();
    const other = await start({
      entities: [Account],
      keyspace: dataSource.keyspace,
      replication: { class: 'NetworkTopologyStrategy', datacenter1: 1 },
    });
    expect(await replication()).toEqual(before);
    await other.destroy();
  });

  test('without replication, the local data centre gets a copy on each node', async () => {
    const dataSource = await start({ entities: [Account], replication: undefined });
    const cql = 'SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?';
    const { rows } = await dataSource.execute(cql, [dataSource.keyspace]);
    expect(Object.fromEntries(rows[0]!.replication as Map<string, string>)).toEqual({
      class: 'org.apache.cassandra.locator.NetworkTopologyStrategy',
      [testConnection().localDataCenter!]: '1',
    });
  });
});

test('execute binds values, reads all pages, and finds names in the current keyspace', async () => {
  const dataSource = await start({ entities: [Account] });
  const accounts = dataSource.getRepository(Account);
  await accounts.save(Array.from({ length: 6_000 }, () => accounts.create({ email: 'x' })));
  expect((await dataSource.execute('SELECT id FROM account')).rows).toHaveLength(6_000);
  const page = await dataSource.execute('SELECT id FROM account', [], { fetchSize: 10 });
  expect(page.rows).toHaveLength(10);
  expect(page.pageState).toBeInstanceOf(Buffer);
  await expect(dataSource.execute('SELECT nothing FROM account')).rejects.toMatchObject({
    code: 'CASPY_INVALID_QUERY',
  });
  await expect(dataSource.execute('SELEC id FROM account')).rejects.toMatchObject({ code: 'CASPY_SYNTAX' });
});

test('useKeyspace moves raw CQL and new repositories, and leaves old ones where they are', async () => {
  const first = await start({ entities: [Account] });
  const second = await start({ entities: [Account] });
  const old = first.getRepository(Account);
  await second.getRepository(Account).save(second.getRepository(Account).create({ email: 'second' }));
  await first.useKeyspace(second.keyspace!);
  expect(await first.getRepository(Account).count()).toBe(1);
  expect(await old.count()).toBe(0);
  expect((await first.execute('SELECT count(*) AS n FROM account')).rows[0]?.n).toBe(1n);
  await expect(first.useKeyspace('no_such_keyspace')).rejects.toThrow(
    "The keyspace 'no_such_keyspace' does not exist.",
  );
});

test('the module-level functions act on one default data source', async () => {
  await expect(execute('SELECT key FROM system.local')).rejects.toMatchObject({ code: 'CASPY_NOT_CONNECTED' });
  const owner = await start({ entities: [Account] });
  const options = { ...testConnection(), keyspace: owner.keyspace, entities: [Account] };
  await connect(options);
  await expect(connect(options)).rejects.toThrow('connected already');
  const accounts = getRepository(Account);
  await accounts.save(accounts.create({ email: 'a@example.com' }));
  expect((await execute('SELECT email FROM account')).rows).toEqual([{ email: 'a@example.com' }]);
  expect((await getSession().execute('SELECT email FROM account')).rowLength).toBe(1);
  await useKeyspace('system');
  expect((await execute('SELECT key FROM local')).rows).toHaveLength(1);
  await disconnect();
  expect(() => getRepository(Account)).toThrow('await connect');
});

describe('active record', () => {
  test('reads and writes through the data source that was initialized last', async () => {
    expect(() => Account.create()).toThrow('belongs to no initialized data source');
    await start({ entities: [Account] });
    const account = await Account.create({ email: 'ada@example.com' }).save();
    expect(await Account.get({ id: account.id })).toEqual(account);
    await account.update({ logins: 3 });
    expect(account.logins).toBe(3);
    const other = await Account.getOrFail({ id: account.id });
    await other.update({ logins: 4 });
    await account.reload();
    expect(account.logins).toBe(4);
    expect(await Account.findOneBy({ email: 'ada@example.com' })).toEqual(account);
    expect(await Account.find({ select: ['email'] })).toEqual([{ email: 'ada@example.com' }]);
    const seen: Account[] = [];
    for await (const each of Account.all()) seen.push(each);
    expect(seen).toEqual([account]);
    expect(await Account.count()).toBe(1);
    expect(await Account.filter({ email: 'ada@example.com' }).exists()).toBe(true);
    await account.remove();
    expect(await Account.count({ email: 'ada@example.com' })).toBe(0);
    await expect(account.reload()).rejects.toThrow(EntityNotFoundError);
  });

  test('an instance is plain: nothing of caspy hangs on it', async () => {
    await start({ entities: [Account] });
    const account = await Account.create({ email: 'x' }).save();
    expect(Object.keys(account).sort()).toEqual(['email', 'id', 'logins']);
    expect(JSON.parse(JSON.stringify(account))).toEqual({ ...account });
  });
});

test('credentials and secrets appear in no inspection and no JSON', async () => {
  const dataSource = new DataSource({
    ...testConnection(),
    credentials: { username: 'ada', password: 'canary-password' },
    pageTokenSecret: 'canary-secret',
    entities: [Account],
  });
  await dataSource.initialize();
  const shown = [inspect(dataSource, { depth: 9, showHidden: true }), JSON.stringify(dataSource)].join();
  expect(shown).not.toContain('canary');
  await dataSource.destroy();
});

test('names that need quotes work as table, column and index', async () => {
  @Table('MixedCase')
  class Odd {
    @PartitionKey('text', { name: 'select' }) id!: string;
    @Column('text', { name: 'Mixed Case' }) mixed!: string;
    @Column('text', { name: 'a"b' }) @Index({ name: 'Odd_Index', using: 'legacy' }) quoted!: string;
    @Column('text', { name: '🚀' }) 'weird-property'!: string;
    @Column('text', { name: "it's" }) ünï!: string;
  }
  const dataSource = await start({ entities: [Odd] });
  const odd = dataSource.getRepository(Odd);
  const row = odd.create({ id: '1', mixed: 'm', quoted: 'q', 'weird-property': 'w', ünï: 'u' });
  await odd.save(row);
  expect(await odd.get({ id: '1' })).toEqual(row);
  expect(await odd.findBy({ quoted: 'q' })).toEqual([row]);
  await odd.update({ id: '1' }, { mixed: 'n', 'weird-property': 'v' });
  expect(await odd.find({ select: ['mixed', 'weird-property'] })).toEqual([{ mixed: 'n', 'weird-property': 'v' }]);
  await odd.delete({ id: '1' }, { columns: ['quoted'] });
  expect((await odd.getOrFail({ id: '1' })).quoted).toBeNull();
});

test('metrics and health tell what happened', async () => {
  const dataSource = await start({ entities: [Account] });
  const before = dataSource.metrics().executed;
  await dataSource.getRepository(Account).get({ id: '5f2b8c1e-3d4a-4e6f-8a9b-0c1d2e3f4a5b' });
  expect(dataSource.metrics().executed).toBe(before + 1);
  expect(dataSource.metrics()).toMatchObject({ inFlight: 0, queued: 0 });
  expect(await dataSource.health()).toMatchObject({ status: 'up', hosts: [{ up: true }] });
  await dataSource.destroy();
  expect(await dataSource.health()).toMatchObject({ status: 'down' });
});
