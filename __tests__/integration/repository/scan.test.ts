import { randomUUID } from 'node:crypto';
import { dropTestData, testDataSource } from '../support/test-data-source';
import type { DataSource, Repository } from 'caspy';
import { ClusteringKey, Column, PageTokenError, PartitionKey, QueryPlanError, Table } from 'caspy';

@Table()
class Item {
  @PartitionKey('int') bucket!: number;
  @ClusteringKey('int') n!: number;
  @Column() name!: string;
  @Column('int') size!: number;
}

@Table()
class Empty {
  @PartitionKey('uuid') id!: string;
}

const BUCKETS = 200;
const PER_BUCKET = 25;
const TOTAL = BUCKETS * PER_BUCKET;
const KEYS = Array.from({ length: TOTAL }, (_, i) => `${i % BUCKETS}/${Math.floor(i / BUCKETS)}`).sort();

const keyOf = ({ bucket, n }: { bucket: number; n: number }): string => `${bucket}/${n}`;

describe('scan', () => {
  let dataSource: DataSource;
  let items: Repository<Item>;

  beforeAll(async () => {
    dataSource = await testDataSource({ entities: [Item, Empty] });
    items = dataSource.getRepository(Item);
    const all = Array.from({ length: TOTAL }, (_, i) =>
      items.create({ bucket: i % BUCKETS, n: Math.floor(i / BUCKETS), name: `name ${i % 7}`, size: i }),
    );
    await items.save(all);
  });

  afterAll(() => dropTestData(dataSource));

  test('brings every row once, as entities', async () => {
    const keys: string[] = [];
    for await (const item of items.scan({ fetchSize: 50 })) {
      expect(item).toBeInstanceOf(Item);
      keys.push(keyOf(item));
    }
    expect(keys.sort()).toEqual(KEYS);
  });

  test.each([1, 2, 7, 64])('with %i pieces', async (splits) => {
    const keys: string[] = [];
    for await (const item of items.scan({ splits, parallelism: 3 })) keys.push(keyOf(item));
    expect(keys.sort()).toEqual(KEYS);
  });

  test('an empty table has no rows', async () => {
    const empties = dataSource.getRepository(Empty);
    const rows: Empty[] = [];
    for await (const row of empties.scan()) rows.push(row);
    expect(rows).toEqual([]);
    expect(await empties.scan().count()).toBe(0n);
    await empties.save({ id: randomUUID() });
    expect(await empties.scan().count()).toBe(1n);
    await empties.clear();
  });

  test('counts', async () => {
    expect(await items.scan().count()).toBe(BigInt(TOTAL));
    expect(await items.scan({ where: { name: 'name 3' } }).count()).toBe(714n);
  });

  test('filters and selects on the server', async () => {
    const names = new Set<unknown>();
    let rows = 0;
    for await (const row of items.scan({ where: { name: 'name 3' }, select: ['name'] })) {
      expect(row).toEqual({ name: 'name 3' });
      rows += 1;
      names.add(row);
    }
    expect(rows).toBe(714);
  });

  test('conditions that name a partition are read as they are', async () => {
    const keys: string[] = [];
    for await (const item of items.scan({ where: { bucket: 3 } })) keys.push(keyOf(item));
    expect(keys).toHaveLength(PER_BUCKET);
    expect(await items.scan({ where: { bucket: 3, name: 'name 3' } }).count()).toBe(
      BigInt((await items.find({ where: { bucket: 3 } })).filter(({ name }) => name === 'name 3').length),
    );
  });

  test('goes on from a checkpoint, at any row', async () => {
    const keys: string[] = [];
    let resume: string | undefined;
    for (const stop of [0, 1, 49, 50, 51, 777, 1000, 5000]) {
      const scan = items.scan({ resume, fetchSize: 50, parallelism: 4 });
      let left = stop;
      if (left > 0)
        for await (const item of scan) {
          keys.push(keyOf(item));
          left -= 1;
          if (left === 0) break;
        }
      resume = scan.checkpoint();
    }
    expect(keys.sort()).toEqual(KEYS);
    const rest: unknown[] = [];
    for await (const item of items.scan({ resume })) rest.push(item);
    expect(rest).toEqual([]);
  });

  test('batches are done with once their work has resolved', async () => {
    const keys: string[] = [];
    const scan = items.scan({ fetchSize: 70 });
    let calls = 0;
    const failing = scan.forEachBatch(
      async (batch) => {
        calls += 1;
        if (calls === 7) throw new Error('full disk');
        keys.push(...batch.map(keyOf));
      },
      { size: 100 },
    );
    await expect(failing).rejects.toThrow('full disk');
    expect(keys).toHaveLength(600);
    const again = items.scan({ resume: scan.checkpoint() });
    expect(again.progress.rows).toBe(600);
    await again.forEachBatch((batch) => void keys.push(...batch.map(keyOf)));
    expect(keys.sort()).toEqual(KEYS);
    expect(again.progress).toEqual({ rows: TOTAL, fraction: 1 });
  });

  test('goes on by itself after a break', async () => {
    const scan = items.scan();
    const keys: string[] = [];
    for await (const item of scan) {
      keys.push(keyOf(item));
      if (keys.length === 1234) break;
    }
    for await (const item of scan) keys.push(keyOf(item));
    expect(keys.sort()).toEqual(KEYS);
  });

  test('a checkpoint of another scan is refused', async () => {
    const token = items.scan().checkpoint();
    expect(() => items.scan({ resume: token, where: { name: 'x' } })).toThrow(PageTokenError);
    expect(() => items.scan({ resume: `${token}a` })).toThrow(PageTokenError);
    expect(() => items.scan({ resume: token }).count()).toThrow(QueryPlanError);
  });

  test('a signal ends it', async () => {
    const controller = new AbortController();
    let rows = 0;
    const scan = items.scan({ signal: controller.signal });
    const reading = (async () => {
      for await (const _ of scan) if (++rows === 10) controller.abort();
    })();
    await expect(reading).rejects.toMatchObject({ code: 'CASPY_ABORTED', maybeApplied: false });
    expect(rows).toBe(10);
    expect(dataSource.metrics().inFlight).toBe(0);
  });
});

@Table()
class Wide {
  @PartitionKey('int') id!: number;
  @ClusteringKey('int') n!: number;
  @Column() text!: string;
}

const WIDE = 100_000;

describe('a scan of 100,000 rows', () => {
  let dataSource: DataSource;
  let wides: Repository<Wide>;

  beforeAll(async () => {
    dataSource = await testDataSource({ entities: [Wide] });
    wides = dataSource.getRepository(Wide);
    function* rows(): Generator<Wide> {
      for (let i = 0; i < WIDE; i += 1) yield Object.assign(new Wide(), { id: i >> 4, n: i & 15, text: `row ${i}` });
    }
    await wides.bulkSave(rows());
  });

  afterAll(() => dropTestData(dataSource));

  test('brings each of them once while others write, and over ranges full of tombstones', async () => {
    // A third of the partitions is deleted, which leaves nothing but tombstones there.
    await wides.bulkDelete(Array.from({ length: WIDE >> 4 }, (_, id) => ({ id })).filter(({ id }) => id % 3 === 0));
    const controller = new AbortController();
    async function* others(): AsyncGenerator<Wide> {
      for (let i = 0; !controller.signal.aborted; i += 1) {
        yield Object.assign(new Wide(), { id: 1_000_000 + i, n: 0, text: 'new' });
        if (i % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
    const writing = wides.bulkSave(others(), { concurrency: 2 });
    const found = new Set<number>();
    let twice = 0;
    for await (const { id, n } of wides.scan({ fetchSize: 500, parallelism: 6 })) {
      if (id >= 1_000_000) continue;
      const key = id * 16 + n;
      if (found.has(key)) twice += 1;
      found.add(key);
    }
    controller.abort();
    await writing;
    expect(twice).toBe(0);
    const expected = Array.from({ length: WIDE }, (_, i) => i).filter((i) => (i >> 4) % 3 !== 0);
    expect([...found].sort((a, b) => a - b)).toEqual(expected);
  });

  test('count() and filter().count() go range by range too', async () => {
    await wides.clear();
    await wides.bulkSave(Array.from({ length: 3_000 }, (_, i) => ({ id: i, n: 0, text: `t${i % 3}` })));
    const before = dataSource.metrics().executed;
    expect(await wides.count()).toBe(3_000);
    expect(dataSource.metrics().executed - before).toBeGreaterThan(8);
    expect(await wides.filter({ text: 't1' }).allowFiltering().count()).toBe(1_000);
    expect(await wides.count({ where: { id: 5 } })).toBe(1);
  });
});
