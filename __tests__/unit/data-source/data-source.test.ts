import { inspect } from 'node:util';
import * as caspy from '../../../lib/index';
import { DataSource, PartitionKey, Table } from '../../../lib/index';
import { rejectionOf } from '../support/reading';

@Table()
class User extends caspy.BaseEntity {
  @PartitionKey() id!: string;
}

class Plain {
  id!: string;
}

/** A port that nobody listens on. */
const OPTIONS = { contactPoints: ['127.0.0.1'], port: 1, localDataCenter: 'datacenter1', keyspace: 'chat' } as const;

const NOT_INITIALIZED = {
  code: 'CASPY_NOT_INITIALIZED',
  message: expect.stringContaining('await dataSource.initialize()'),
};

describe('options', () => {
  test.each<[object, RegExp]>([
    [{ ...OPTIONS, entitys: [] }, /'entitys' is no option of a data source\. Did you mean 'entities'\?/],
    [{ ...OPTIONS, localDataCenter: undefined }, /localDataCenter/],
    [{ ...OPTIONS, contactPoints: [] }, /contactPoints/],
  ])('%j is refused by the constructor', (options, message) => {
    expect(() => new DataSource(options)).toThrow(message);
    expect(() => new DataSource(options)).toThrow(caspy.ConfigurationError);
  });

  test('what was given is not changed, and changing it later changes nothing', () => {
    const options = { ...OPTIONS, entities: [User] };
    const dataSource = new DataSource(Object.freeze(options));
    expect(dataSource.keyspace).toBe('chat');
    expect(dataSource.isInitialized).toBe(false);
    expect(dataSource.entityMetadatas).toEqual([]);
  });

  test('no secret shows', () => {
    const secret = 'hunter2';
    const dataSource = new DataSource({
      ...OPTIONS,
      credentials: { username: 'admin', password: secret },
      pageTokenSecret: secret,
    });
    for (const text of [
      inspect(dataSource, { depth: 9, showHidden: true }),
      JSON.stringify(dataSource),
      inspect({ nested: dataSource }),
    ]) {
      expect(text).not.toContain(secret);
    }
    expect(inspect(dataSource)).toContain("keyspace: 'chat'");
  });
});

describe('before initialize()', () => {
  const dataSource = new DataSource({ ...OPTIONS, entities: [User] });

  test.each<[string, () => unknown]>([
    ['getRepository', () => dataSource.getRepository(User)],
    ['getMetadata', () => dataSource.getMetadata(User)],
    ['getSession', () => dataSource.getSession()],
    ['execute', () => dataSource.execute('SELECT * FROM t')],
    ['useKeyspace', () => dataSource.useKeyspace('other')],
    ['synchronize', () => dataSource.synchronize()],
  ])('%s says so', async (_, call) => {
    await expect(Promise.resolve().then(call)).rejects.toMatchObject(NOT_INITIALIZED);
  });

  test('active records say so', () => {
    expect(() => User.all()).toThrow("User belongs to no initialized data source. List it in 'entities'");
  });

  test('health is down, metrics are there, destroy() does nothing', async () => {
    expect(await dataSource.health()).toMatchObject({ status: 'down' });
    expect(dataSource.metrics()).toBeDefined();
    await dataSource.destroy();
    await dataSource.destroy();
  });
});

describe('initialize()', () => {
  test('a wrong model is found before anything is opened', async () => {
    const dataSource = new DataSource({ ...OPTIONS, entities: [Plain] });
    expect(await rejectionOf(dataSource.initialize())).toBe(
      'MetadataError: Plain: is not decorated with @Table(), so it is no entity.',
    );
    await dataSource.destroy();
  });

  test('a cluster that is not there is a ConnectionError, each time it is tried', async () => {
    const dataSource = new DataSource({ ...OPTIONS, entities: [User], connectTimeout: 500 });
    const [first, second] = await Promise.all([
      rejectionOf(dataSource.initialize()),
      rejectionOf(dataSource.initialize()),
    ]);
    expect(first).toMatch(/^ConnectionError: /);
    expect(second).toBe(first);
    expect(await rejectionOf(dataSource.initialize())).toMatch(/^ConnectionError: /);
    expect(dataSource.isInitialized).toBe(false);
    expect(() => dataSource.getRepository(User)).toThrow('The data source is not initialized');
    await dataSource.destroy();
  });
});

describe('the default data source', () => {
  test.each<[string, () => unknown]>([
    ['execute', () => caspy.execute('SELECT * FROM t')],
    ['useKeyspace', () => caspy.useKeyspace('other')],
    ['getSession', () => caspy.getSession()],
    ['getRepository', () => caspy.getRepository(User)],
  ])('%s asks for connect() first', async (_, call) => {
    await expect(Promise.resolve().then(call)).rejects.toMatchObject({
      code: 'CASPY_NOT_CONNECTED',
      message: expect.stringContaining('await connect('),
    });
  });

  test('disconnect() without connect() does nothing; a failed connect() may be tried again', async () => {
    await caspy.disconnect();
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect(await rejectionOf(caspy.connect({ ...OPTIONS, entities: [Plain] }))).toMatch(/^MetadataError/);
    }
    await caspy.disconnect();
  });
});
