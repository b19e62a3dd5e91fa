import { dropTestData, testDataSource } from './support/test-data-source';
import type { DataSource, Repository } from 'caspy';
import { ClusteringKey, Column, ConfigurationError, In, PartitionKey, QueryPlanError, Table, toPlain } from 'caspy';

@Table()
class Item {
  @PartitionKey('int') a!: number;
  @PartitionKey('int') b!: number;
  @ClusteringKey('int') seq!: number;
  @Column('int') value!: number;
}

let dataSource: DataSource;
let items: Repository<Item>;
beforeAll(async () => {
  dataSource = await testDataSource({ entities: [Item] });
  items = dataSource.getRepository(Item);
  await items.save([1, 2, 3].map((seq) => items.create({ a: 1, b: 1, seq, value: seq })));
});
afterAll(() => dropTestData(dataSource));

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const key = { a: 1, b: 1 };

describe('In()', () => {
  test('takes 10,000 values, and 10,000 combinations', async () => {
    expect(await items.find({ where: { ...key, seq: In(numbers(10_000)) } })).toHaveLength(3);
    expect(items.filter({ a: In(numbers(100)), b: In(numbers(100)) }).explain().reads).toBe(10_000);
  });

  test.each<[string, () => unknown, string]>([
    ['one list', () => items.findBy({ ...key, seq: In(numbers(10_001)) }), 'Item.seq: In() has 10001 values; 10000 are allowed'],
    ['partitions that are read one by one', () => items.findBy({ a: In(numbers(101)), b: In(numbers(100)) }), 'Item.a and Item.b: In() comes to 10100 combinations'],
    ['partitions and rows', () => items.findBy({ a: In(numbers(5_001)), b: 1, seq: In([1, 2]) }), 'Item.a and Item.seq: In() comes to 10002 combinations'],
    ['a count', () => items.countBy({ a: In(numbers(101)), b: In(numbers(100)) }), 'comes to 10100 combinations'],
    ['an aggregate', () => items.sum('value', { a: In(numbers(101)), b: In(numbers(100)) }), 'comes to 10100 combinations'],
    ['a delete', () => items.delete({ a: In(numbers(101)), b: In(numbers(100)) }), 'comes to 10100 combinations'],
    ['a delete of a query', () => items.filter({ a: In(numbers(101)), b: In(numbers(100)) }).delete(), 'comes to 10100 combinations'],
    ['a clustering range', async () => items.filter(key).clusteringRange(In(numbers(10_001).map((seq) => ({ seq })))), '10001 values'],
    ['the if of a write', () => items.update({ ...key, seq: 1 }, { value: 1 }, { if: { value: In(numbers(10_001)) } }), 'Item.value: In() has 10001 values'],
  ])('refuses more, before anything is sent: %s', async (_, work, message) => {
    const before = dataSource.metrics().executed;
    const error: unknown = await Promise.resolve(work()).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(QueryPlanError);
    expect((error as Error).message).toContain(message);
    expect((error as Error).message).toContain('make several queries');
    expect(dataSource.metrics().executed).toBe(before);
  }); // prettier-ignore
});

describe('pages', () => {
  test('have up to 10,000 rows', async () => {
    expect((await items.findPage({ where: key, size: 10_000 })).items).toHaveLength(3);
    expect(await items.find({ where: key, fetchSize: 10_000 })).toHaveLength(3);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['size', async () => items.findPage({ where: key, size: 10_001 })],
    ['fetchSize of a call', async () => items.find({ where: key, fetchSize: 10_001 })],
    ['fetchSize of a query set', async () => items.filter(key).fetchSize(10_001).all()],
    ['fetchSize of a repository', async () => items.withOptions({ fetchSize: 10_001 }).findBy(key)],
    ['fetchSize of raw CQL', async () => dataSource.execute('SELECT * FROM item', [], { fetchSize: 10_001 })],
  ])('of more are refused: %s', async (_, work) => {
    await expect(work()).rejects.toThrow(ConfigurationError);
    await expect(work()).rejects.toThrow(/whole number.* from 1 to 10000/);
  });
});

test('toPlain goes 100 levels deep', () => {
  const nested = (levels: number): object => {
    let value: object = {};
    for (let level = 1; level < levels; level += 1) value = { value };
    return value;
  };
  expect(JSON.stringify(toPlain(nested(100)))).toHaveLength(2 + 99 * '{"value":}'.length);
  expect(() => toPlain(nested(101))).toThrow('toPlain: has more than 100 levels of objects');
});
