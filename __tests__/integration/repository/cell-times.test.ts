import { dropTestData, testDataSource } from '../support/test-data-source';
import type { DataSource, Repository } from 'caspy';
import { ClusteringKey, Column, CounterColumn, PartitionKey, QueryPlanError, StaticColumn, Table } from 'caspy';

@Table('cell_times')
class Cell {
  @PartitionKey() id!: string;
  @ClusteringKey('int') seq!: number;
  @StaticColumn('text') owner!: string;
  @Column('text', { name: 'Mixed "Case" 🕰' }) name!: string | null;
  @Column('int', { name: 'select' }) level!: number;
  @Column('set<int>') tags!: Set<number>;
  @Column('frozen<list<int>>') fixed!: number[];
}

@Table('cell_time_names')
class Timed {
  @PartitionKey() id!: string;
  @Column('int') ttl!: number;
}

@Table('cell_time_counters')
class Hits {
  @PartitionKey() id!: string;
  @CounterColumn() hits!: bigint;
}

let dataSource: DataSource;
let cells: Repository<Cell>;
beforeAll(async () => {
  dataSource = await testDataSource({ entities: [Cell, Timed, Hits] });
  cells = dataSource.getRepository(Cell);
  const row = cells.create({ id: 'a', seq: 1, owner: 'o', name: 'n', level: 1, tags: new Set([1, 2]), fixed: [1] });
  await cells.save(row, { ttl: 1000, timestamp: 1_000_000n });
  await cells.update({ id: 'a', seq: 1 }, { level: 2 }, { timestamp: 2_000_000n });
  await cells.update({ id: 'a', seq: 1 }, { name: null }, { timestamp: 2_000_000n });
  await cells.updateCollection({ id: 'a', seq: 1 }, 'tags', { add: [3] }, { timestamp: 3_000_000n });
});
afterAll(() => dropTestData(dataSource));

test('find: the times of cells, beside the columns that were named', async () => {
  const [row] = await cells.find({
    where: { id: 'a' },
    select: { columns: ['seq', 'level'], ttl: ['owner', 'level', 'name'], writetime: ['level', 'owner', 'name'] },
  });
  expect(row).toEqual({
    seq: 1,
    level: 2,
    ttl: { owner: expect.any(Number), level: null, name: null },
    writetime: { level: 2_000_000n, owner: 1_000_000n, name: null },
  });
  const left: number | null = row!.ttl.owner;
  const written: bigint | null = row!.writetime.level;
  expect(left).toBeGreaterThan(900);
  expect(written).toBe(2_000_000n);
});

test('a collection has a time for each element, a frozen one has one', async () => {
  const row = await cells
    .filter({ id: 'a' })
    .select({ columns: [], ttl: ['tags', 'fixed'], writetime: ['tags', 'fixed'] })
    .firstOrFail();
  expect(row.writetime.tags).toEqual([1_000_000n, 1_000_000n, 3_000_000n]);
  expect(row.ttl.tags).toEqual([expect.any(Number), expect.any(Number), null]);
  expect(row.writetime.fixed).toBe(1_000_000n);
});

test('without columns: all of them, as plain objects', async () => {
  const [row] = await cells.find({ where: { id: 'a', seq: 1 }, select: { writetime: ['level'] } });
  expect(row).not.toBeInstanceOf(Cell);
  expect(row).toMatchObject({
    id: 'a',
    owner: 'o',
    fixed: [1],
    tags: new Set([1, 2, 3]),
    writetime: { level: 2_000_000n },
  });
  expect(Object.hasOwn(row!, 'ttl')).toBe(false);
});

test('select() again forgets the times; pages and streams have them', async () => {
  const query = cells.filter({ id: 'a' }).select({ columns: ['seq'], ttl: ['level'] });
  expect(await query.select('seq').all()).toEqual([{ seq: 1 }]);
  expect((await query.page()).items).toEqual([{ seq: 1, ttl: { level: null } }]);
  for await (const row of query) expect(row).toEqual({ seq: 1, ttl: { level: null } });
  expect(await query.count()).toBe(1);
});

test('a column that is called ttl', async () => {
  const timed = dataSource.getRepository(Timed);
  await timed.save(timed.create({ id: 'a', ttl: 5 }), { timestamp: 7n });
  expect(await timed.find({ select: { ttl: true } })).toEqual([{ ttl: 5 }]);
  expect(await timed.find({ select: { columns: ['ttl'], writetime: ['ttl'] } })).toEqual([
    { ttl: 5, writetime: { ttl: 7n } },
  ]);
  expect(await timed.find({ select: { columns: ['id'], ttl: ['ttl'] } })).toEqual([{ id: 'a', ttl: { ttl: null } }]);
  await expect(timed.find({ select: { ttl: ['ttl'] } })).rejects.toThrow('the rows have a column ttl already');
});

test.each<[string, () => Promise<unknown>, string]>([
  ['a partition key column', () => cells.find({ select: { ttl: ['id'] } }), 'Cell.id: a key column has no ttl'],
  [
    'a clustering column',
    () => cells.find({ select: { writetime: ['seq'] } }),
    'Cell.seq: a key column has no writetime',
  ],
  ['no column', () => cells.find({ select: { ttl: ['nam' as 'name'] } }), "Cell has no column 'nam'"],
])('refused, as Cassandra refuses it: %s', async (_, work, message) => {
  const before = dataSource.metrics().executed;
  await expect(work()).rejects.toThrow(message);
  await expect(work()).rejects.toThrow(QueryPlanError);
  expect(dataSource.metrics().executed).toBe(before);
});

test('Cassandra refuses them', async () => {
  await expect(dataSource.execute('SELECT ttl(id) FROM cell_times')).rejects.toThrow(/PRIMARY KEY/i);
});

test('counters have a write time', async () => {
  const hits = dataSource.getRepository(Hits);
  await hits.increment({ id: 'a' }, 'hits');
  const [row] = await hits.find({ select: { columns: ['hits'], ttl: ['hits'], writetime: ['hits'] } });
  expect(row).toEqual({ hits: 1n, ttl: { hits: null }, writetime: { hits: expect.anything() } });
});

test('other words in a selection with lists are refused', async () => {
  await expect(cells.find({ select: { columns: ['id'], tll: ['name'] } as never })).rejects.toThrow('{ columns: […]');
});
