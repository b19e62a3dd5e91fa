import { dropTestData, testDataSource } from '../support/test-data-source';
import type { DataSource, Repository } from 'caspy';
import {
  Average,
  ClusteringKey,
  Column,
  Count,
  CounterColumn,
  Index,
  Maximum,
  Minimum,
  PartitionKey,
  QueryPlanError,
  Sum,
  Table,
  ValidationError,
} from 'caspy';

const centsAsEuros = {
  to: (euros: unknown) => Math.round(Number(euros) * 100),
  from: (cents: unknown) => Number(cents) / 100,
};

@Table('aggregated')
class Sale {
  @PartitionKey() shop!: string;
  @ClusteringKey('int') day!: number;
  @ClusteringKey('timeuuid') id!: string;
  @Column('tinyint') tiny!: number | null;
  @Column('smallint') small!: number;
  @Column('int') whole!: number;
  @Column('bigint') big!: bigint;
  @Column('bigint', { as: Number }) bigAsNumber!: number;
  @Column('varint') huge!: bigint;
  @Column('float') single!: number;
  @Column('double') real!: number;
  @Column('decimal') exact!: string;
  @Column('text', { name: 'select' }) note!: string;
  @Column('timestamp') at!: Date;
  @Column('int', { transformer: centsAsEuros }) euros!: number;
  @Column('set<int>') tags!: Set<number>;
  @Index() @Column() region!: string;
}

@Table('aggregated_counters')
class Visits {
  @PartitionKey() page!: string;
  @CounterColumn() total!: bigint;
}

let dataSource: DataSource;
let sales: Repository<Sale>;
const IDS = [1, 2, 3, 4].map((n) => `0000000${n}-29bb-11e5-b345-feff819cdc9f`);

beforeAll(async () => {
  dataSource = await testDataSource({ entities: [Sale, Visits] });
  sales = dataSource.getRepository(Sale);
  const rows = IDS.map((id, n) =>
    sales.create({
      ...{ shop: 'a', day: n % 2, id, tiny: n === 3 ? null : 100, small: 30_000, whole: 2_000_000_001 + n },
      ...{ big: 2n ** 61n, bigAsNumber: 5, huge: 2n ** 80n, single: 0.5, real: 0.25, exact: '0.10' },
      ...{ note: `n${n}`, at: new Date(n), euros: n + 0.5, tags: new Set([n]), region: n < 2 ? 'north' : 'south' },
    }),
  );
  await sales.save(rows);
});
afterAll(() => dropTestData(dataSource));

test('sums are exact where Cassandra would wrap around without a word', async () => {
  const query = sales.filter({ shop: 'a' });
  expect(await query.sum('tiny')).toBe(300);
  expect(await query.sum('small')).toBe(120_000);
  expect(await query.sum('whole')).toBe(8_000_000_010);
  expect(await query.filter({ day: 0 }).sum('big')).toBe(2n ** 62n);
  expect(await query.sum('bigAsNumber')).toBe(20);
  expect(await query.sum('huge')).toBe(2n ** 82n);
  expect(await query.sum('single')).toBe(2);
  expect(await query.sum('real')).toBe(1);
  expect(await query.sum('exact')).toBe('0.40');
  // 4 * 2**61 is more than a bigint column holds.
  await expect(query.sum('big')).rejects.toThrow(ValidationError);
});

test('averages keep their fraction, nulls count for nothing, and nothing gives null', async () => {
  expect(await sales.filter({ shop: 'a' }).average('whole')).toBe(2_000_000_002.5);
  expect(await sales.average('tiny', { shop: 'a' })).toBe(100);
  expect(await sales.average('big', { shop: 'a' })).toBe(2 ** 61);
  expect(await sales.average('exact', { shop: 'a' })).toMatch(/^0\.10*$/);
  expect(await sales.sum('whole', { shop: 'none' })).toBeNull();
  expect(await sales.average('whole', { shop: 'none' })).toBeNull();
  expect(await sales.minimum('whole', { shop: 'none' })).toBeNull();
});

test('minimum and maximum have the form of their property', async () => {
  expect(await sales.minimum('whole', { shop: 'a' })).toBe(2_000_000_001);
  expect(await sales.maximum('note', { shop: 'a' })).toBe('n3');
  expect(await sales.maximum('at', { shop: 'a' })).toEqual(new Date(3));
  expect(await sales.maximum('id', { shop: 'a' })).toBe(IDS[3]);
  expect(await sales.minimum('euros', { shop: 'a' })).toBe(0.5);
});

test('counters', async () => {
  await dataSource.execute('UPDATE aggregated_counters SET total = total + 5 WHERE page = ?', ['p']);
  await dataSource.execute('UPDATE aggregated_counters SET total = total + 7 WHERE page = ?', ['q']);
  expect(await dataSource.getRepository(Visits).sum('total')).toBe(12n);
});

test('several at once, over the table, a partition, an index, and by groups', async () => {
  const found = await sales
    .all()
    .aggregate({ rows: Count(), tiny: Count('tiny'), total: Sum('real'), last: Maximum('at') });
  expect(found).toEqual({ rows: 4, tiny: 3, total: 1, last: new Date(3) });
  expect(await sales.filter({ region: 'north' }).sum('real')).toBe(0.5);
  const groups = await sales
    .filter({ shop: 'a' })
    .aggregateBy(['shop', 'day'], { n: Count(), mean: Average('whole'), least: Minimum('note') });
  expect(groups).toEqual([
    { shop: 'a', day: 0, n: 2, mean: 2_000_000_002, least: 'n0' },
    { shop: 'a', day: 1, n: 2, mean: 2_000_000_003, least: 'n1' },
  ]);
  expect(groups[0]!.mean! + groups[0]!.n).toBeGreaterThan(0);
});

test.each<[string, () => Promise<unknown>, RegExp]>([
  ['a text', () => sales.sum('note'), /Sale\.note: no sum of it, as it is text, which is no number/],
  ['a set', () => sales.maximum('tags'), /Sale\.tags: no maximum of it, as it has no order/],
  ['behind a transformer', () => sales.sum('euros'), /Sale\.euros: no sum of it, as it has a transformer/],
  ['with a limit', () => sales.all().limit(2).sum('real'), /counts a limit and distinct\(\) in results/],
  ['where nothing serves', () => sales.sum('real', { real: 1 }), /Sale\.real is neither part of the key nor indexed/],
  ['nothing', () => sales.all().aggregate({}), /name at least one aggregate/],
  ['something else', () => sales.all().aggregate({ x: 'sum' } as never), /'x' is .*, not an aggregate/],
  ['no column', () => sales.sum('nothing' as never), /Sale has no column 'nothing'/],
  ['groups', () => sales.all().groupBy('shop').aggregate({ n: Count() }), /aggregateBy/],
  ['a stray group', () => sales.all().aggregateBy(['day'], { n: Count() }), /from its first column on/],
])('refused: %s', async (_, work, message) => {
  const before = dataSource.metrics().executed;
  const error: unknown = await work().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(QueryPlanError);
  expect((error as Error).message).toMatch(message);
  expect(dataSource.metrics().executed).toBe(before);
});
