import { Client } from 'cassandra-driver';
import { dropTestData, testConnection, testDataSource } from '../support/test-data-source';
import type { DataSource } from 'caspy';
import { ClusteringKey, Column, PartitionKey, StaticColumn, Table, UserType } from 'caspy';

@UserType()
class Place {
  @Column() city!: string;
  @Column('int') zip!: number;
  @Column('frozen<set<text>>') names!: Set<string>;
}

@Table()
class Everything {
  @PartitionKey('int') bucket!: number;
  @ClusteringKey('uuid') id!: string;
  @StaticColumn() shared!: string;
  @Column({ name: 'Quoted "Name"' }) quoted!: string;
  @Column('ascii') plain!: string;
  @Column('bigint') big!: bigint;
  @Column('bigint') safe!: number;
  @Column('blob') bytes!: Buffer;
  @Column() flag!: boolean;
  @Column('date') day!: string;
  @Column('decimal') price!: string;
  @Column('double') wide!: number;
  @Column('float') narrow!: number;
  @Column('duration') lasts!: unknown;
  @Column('inet') address!: string;
  @Column('smallint') small!: number;
  @Column('tinyint') tiny!: number;
  @Column('time') clock!: string;
  @Column('timestamp') at!: Date;
  @Column('timeuuid') version!: string;
  @Column('varint') huge!: bigint;
  @Column('list<int>') list!: number[];
  @Column('set<text>') tags!: Set<string>;
  @Column('set<int>') numbers!: number[];
  @Column('map<text, frozen<list<bigint>>>') nested!: Map<string, bigint[]>;
  @Column('tuple<int, text>') pair!: [number, string | null];
  @Column('vector<float, 3>') vector!: number[];
  @Column(() => Place) place!: Place;
  @Column('int', {
    transformer: { to: (value) => Number(String(value).replace('#', '')), from: (value) => `#${String(value)}` },
  })
  label!: string;
}

const ROWS = 250;
let stock: DataSource;
let fast: DataSource;

function sample(index: number): Partial<Everything> {
  const id = `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
  if (index % 10 === 3) return { bucket: index % 3, id };
  return {
    ...{ bucket: index % 3, id, shared: `shared by ${index % 3}`, quoted: `é ${index}`, plain: 'x'.repeat(index) },
    ...{
      big: BigInt(index) * -(2n ** 40n),
      safe: index * 2 ** 20,
      bytes: Buffer.alloc(index, index),
      flag: index % 2 === 0,
    },
    ...{
      day: `2024-02-${String((index % 28) + 1).padStart(2, '0')}`,
      price: `${index}.50`,
      wide: index / 7,
      narrow: 0.5,
    },
    ...{
      lasts: `PT${index}S`,
      address: index % 2 === 0 ? '10.0.0.1' : '2001:db8::1',
      small: -index,
      tiny: index % 100,
    },
    ...{
      clock: '12:34:56.789',
      at: new Date(index * 1e9),
      version: '13814000-1dd2-11b2-8080-808080808080',
      huge: 3n ** 90n,
    },
    ...{ list: [index, -1], tags: new Set(['b', 'ä']), numbers: [3, 1], nested: new Map([['k', [1n, 2n]]]) },
    ...{ pair: [index, index % 2 === 0 ? null : 'two'] as [number, string | null], vector: [0.5, index, -1] },
    ...{ place: Object.assign(new Place(), { city: 'Oslo', zip: index, names: new Set(['a']) }), label: String(index) },
  };
}

beforeAll(async () => {
  stock = await testDataSource({ entities: [Everything], fastDecode: false });
  const { keyspace } = stock;
  fast = await testDataSource({ entities: [Everything], keyspace, synchronize: false, fastDecode: true });
  await stock
    .getRepository(Everything)
    .bulkSave(Array.from({ length: ROWS }, (_, index) => sample(index) as Everything));
});

afterAll(async () => {
  await fast.destroy();
  await dropTestData(stock);
});

const byId = <T extends { id: string }>(rows: T[]): T[] => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
const repositories = () => [stock, fast].map((source) => source.getRepository(Everything));

test('it is on after the self-test, and off where nobody asked for it', () => {
  expect(fast.metrics().fastDecode).toEqual({ active: true });
  expect(stock.metrics().fastDecode.active).toBe(false);
});

describe('the same objects as without it', () => {
  const READS: readonly [string, (source: DataSource) => Promise<unknown>][] = [
    ['find', (source) => source.getRepository(Everything).findBy({ bucket: 1 })],
    [
      'find in many small pages',
      (source) => source.getRepository(Everything).find({ where: { bucket: 2 }, fetchSize: 7 }),
    ],
    ['get', (source) => source.getRepository(Everything).get({ bucket: 0, id: sample(0).id! })],
    ['get of a row with nulls', (source) => source.getRepository(Everything).get({ bucket: 0, id: sample(3).id! })],
    ['get of none', (source) => source.getRepository(Everything).get({ bucket: 9, id: sample(3).id! })],
    [
      'select',
      (source) => source.getRepository(Everything).find({ where: { bucket: 1 }, select: ['id', 'tags', 'quoted'] }),
    ],
    [
      'cell times',
      (source) =>
        source
          .getRepository(Everything)
          .filter({ bucket: 1 })
          .select({ columns: ['id'], ttl: ['plain'] })
          .all(),
    ],
    ['findPage', (source) => source.getRepository(Everything).findPage({ where: { bucket: 1 }, size: 20 })],
    ['count', (source) => source.getRepository(Everything).count({ where: { bucket: 1 } })],
    [
      'raw CQL to entities',
      (source) => source.getRepository(Everything).query('SELECT * FROM everything WHERE bucket = ?', [1]),
    ],
    ['raw CQL', async (source) => (await source.execute('SELECT * FROM everything WHERE bucket = ?', [1])).rows],
  ];

  test.each(READS)('%s', async (_, read) => {
    const [expected, found] = [await read(stock), await read(fast)];
    expect(found).toStrictEqual(expected);
  });

  test('scan, its batches, and a scan that goes on behind a checkpoint', async () => {
    const [one, other] = repositories();
    const all = async (rows: AsyncIterable<Everything>): Promise<Everything[]> => {
      const found: Everything[] = [];
      for await (const row of rows) found.push(row);
      return byId(found);
    };
    expect(await all(other!.scan({ fetchSize: 11 }))).toStrictEqual(await all(one!.scan()));
    const scan = other!.scan({ fetchSize: 11 });
    const seen: Everything[] = [];
    for await (const row of scan) if (seen.push(row) === 57) break;
    const rest = await all(other!.scan({ fetchSize: 11, resume: scan.checkpoint() }));
    expect(byId([...seen, ...rest])).toStrictEqual(await all(one!.scan()));
  });

  test('a conditional write that was not applied', async () => {
    const [one, other] = repositories();
    const row = { bucket: 0, id: sample(0).id! };
    const refused = await one!.insert(row, { ifNotExists: true });
    expect(refused.applied).toBe(false);
    expect(await other!.insert(row, { ifNotExists: true })).toStrictEqual(refused);
  });

  test('tracing, warnings and the page state come along', async () => {
    const options = { tracing: true, fetchSize: 5 };
    const page = await fast.execute('SELECT * FROM everything WHERE bucket = ?', [1], options);
    expect(page.rows).toHaveLength(5);
    expect(page.pageState).toBeDefined();
    expect(page.traceId).toMatch(/^[0-9a-f-]{36}$/);
  });
});

test('an entity that was loaded and changed writes only what changed', async () => {
  const repository = fast.getRepository(Everything);
  const key = { bucket: 7, id: sample(1).id! };
  await repository.save({ ...sample(1), ...key } as Everything);
  const entity = await repository.getOrFail(key);
  await repository.update(key, { plain: 'by another', tags: new Set(['theirs']) });
  entity.quoted = 'mine';
  entity.list.push(5);
  await repository.save(entity);
  expect(await repository.getOrFail(key)).toMatchObject({
    ...{ plain: 'by another', tags: new Set(['theirs']), quoted: 'mine', list: [1, -1, 5] },
  });
});

test('other clients, and the session handed out, get rows as ever', async () => {
  const { contactPoints, localDataCenter = 'datacenter1', port = 9042 } = testConnection();
  const client = new Client({ contactPoints: [...(contactPoints ?? [])], localDataCenter, protocolOptions: { port } });
  try {
    const cql = `SELECT id, tags FROM "${stock.keyspace}".everything WHERE bucket = 1 LIMIT 1`;
    const own = await client.execute(cql);
    const handed = await fast.getSession().execute(cql, [], { prepare: true });
    expect(Array.isArray(own.rows)).toBe(true);
    expect(Array.isArray(handed.rows)).toBe(true);
    expect(String(handed.rows[0]?.get('id'))).toBe(String(own.rows[0]?.get('id')));
  } finally {
    await client.shutdown();
  }
});
