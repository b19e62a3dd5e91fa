import { dropTestData, testDataSource } from '../support/test-data-source';
import type { DataSource, Repository } from 'caspy';
import { ClusteringKey, Column, PageTokenError, PartitionKey, Table } from 'caspy';

const ROWS = 25_000;

@Table()
class Tick {
  @PartitionKey('int') bucket!: number;
  @ClusteringKey('int') n!: number;
  @Column('int') tenth!: number;
}

let dataSource: DataSource;
let ticks: Repository<Tick>;

beforeAll(async () => {
  dataSource = await testDataSource({ entities: [Tick], pageTokenSecret: 'test secret' });
  ticks = dataSource.getRepository(Tick);
  await ticks.save(Array.from({ length: ROWS }, (_, n) => ticks.create({ bucket: n % 5, n, tenth: n % 10 })));
}, 120_000);
afterAll(() => dropTestData(dataSource));

describe('25,000 rows, each exactly once', () => {
  test('by findPage', async () => {
    const seen = new Set<number>();
    let after: string | null = null;
    let pages = 0;
    do {
      const page: { items: Tick[]; next: string | null } = await ticks.findPage({ size: 1_000, after });
      for (const { n } of page.items) {
        expect(seen.has(n)).toBe(false);
        seen.add(n);
      }
      after = page.next;
      pages += 1;
    } while (after !== null);
    expect(seen.size).toBe(ROWS);
    // A full last page is known to be the last: no empty page follows it.
    expect(pages).toBe(ROWS / 1_000);
  });

  test('by for await', async () => {
    const seen = new Set<number>();
    for await (const { n } of ticks.all()) seen.add(n);
    expect(seen.size).toBe(ROWS);
  });

  test('with empty pages on the way, as filtering makes them', async () => {
    // Two rows match among 5,000: most pages of 100 rows that the server looks at come back empty.
    const rare = ticks.filter({ bucket: 0, tenth: 0 }).allowFiltering().fetchSize(7);
    const rows = await rare.all();
    expect(new Set(rows.map(({ n }) => n)).size).toBe(2_500);
    expect(rows.every(({ tenth, bucket }) => tenth === 0 && bucket === 0)).toBe(true);
    expect(await ticks.filter({ bucket: 0, tenth: 3 }).allowFiltering().fetchSize(7).all()).toEqual([]);
    expect(await ticks.filter({ bucket: 0, tenth: 3 }).allowFiltering().page({ size: 10 })).toEqual({
      items: [],
      next: null,
    });
  });
});

test('break in the middle ends the stream, and asks for no further page', async () => {
  const before = dataSource.metrics().executed;
  let rows = 0;
  for await (const _ of ticks.all().fetchSize(100)) {
    rows += 1;
    if (rows === 150) break;
  }
  // Pages 1 and 2 were begun, and page 3 was on its way.
  expect(dataSource.metrics().executed - before).toBeLessThanOrEqual(3);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(dataSource.metrics().executed - before).toBeLessThanOrEqual(3);
});

test('limit holds over pages', async () => {
  expect(await ticks.all().limit(2_345).fetchSize(100).all()).toHaveLength(2_345);
  expect(await ticks.filter({ bucket: 1 }).limit(10).count()).toBe(10);
});

describe('page tokens', () => {
  test('hold for their query only', async () => {
    const { next } = await ticks.findPage({ where: { bucket: 1 }, size: 10 });
    const second = await ticks.findPage({ where: { bucket: 1 }, size: 10, after: next });
    expect(second.items.map(({ n }) => n)).toEqual(Array.from({ length: 10 }, (_, index) => 51 + index * 5));
    await expect(ticks.findPage({ where: { bucket: 2 }, size: 10, after: next })).rejects.toThrow(PageTokenError);
    await expect(ticks.findPage({ size: 10, after: next })).rejects.toThrow(PageTokenError);
  });

  test('a changed token never reaches the server', async () => {
    const { next } = await ticks.findPage({ where: { bucket: 1 }, size: 10 });
    const before = dataSource.metrics().executed;
    for (let index = 0; index < next!.length; index += 1) {
      const changed = next!.slice(0, index) + (next![index] === 'A' ? 'B' : 'A') + next!.slice(index + 1);
      await expect(ticks.findPage({ where: { bucket: 1 }, size: 10, after: changed })).rejects.toThrow(PageTokenError);
    }
    await expect(ticks.findPage({ where: { bucket: 1 }, size: 10, after: '' })).rejects.toThrow(PageTokenError);
    expect(dataSource.metrics().executed).toBe(before);
  });

  test('are no use to a data source with another secret', async () => {
    const { next } = await ticks.findPage({ where: { bucket: 1 }, size: 10 });
    const other = await testDataSource({ entities: [Tick], keyspace: dataSource.keyspace, pageTokenSecret: 'other' });
    const page = other.getRepository(Tick).findPage({ where: { bucket: 1 }, size: 10, after: next });
    await expect(page).rejects.toThrow(PageTokenError);
    await other.destroy();
  });

  test('the size of a page is bounded', async () => {
    await expect(ticks.findPage({ size: 0 })).rejects.toThrow("'size' is a whole number from 1");
    await expect(ticks.findPage({ size: 10_001 })).rejects.toThrow("'size' is a whole number from 1 to 10000");
  });
});
