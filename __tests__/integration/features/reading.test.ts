import { dropTestData, testDataSource } from '../support/test-data-source';
import { ENTITIES, KEY, Task } from './model';
import type { DataSource, Repository } from 'caspy';
import { PageTokenError, QueryPlanError } from 'caspy';

let dataSource: DataSource;
let tasks: Repository<Task>;
beforeAll(async () => {
  dataSource = await testDataSource({ entities: ENTITIES, pageTokenSecret: 'a secret of the test, long enough' });
  tasks = dataSource.getRepository(Task);
});
afterAll(() => dropTestData(dataSource));
beforeEach(async () => {
  await tasks.clear();
  await tasks.save(Array.from({ length: 30 }, (_, seq) => tasks.create({ project: 'p', seq, title: `t${seq}` })));
});

const executed = async (work: () => Promise<unknown>): Promise<number> => {
  const before = dataSource.metrics().executed;
  await work();
  return dataSource.metrics().executed - before;
};

it('Run-time guard on scans and ALLOW FILTERING', async () => {
  const sent = await executed(async () => {
    await expect(tasks.findBy({ title: 't1' })).rejects.toThrow(QueryPlanError);
    await expect(tasks.findBy({ seq: 1 })).rejects.toThrow(QueryPlanError);
    await expect(tasks.findBy({})).rejects.toThrow(QueryPlanError);
  });
  expect(sent).toBe(0);
  expect(await tasks.filter({ project: 'p' }).filter({ title: 't1' }).allowFiltering().count()).toBe(1);
});

it('Reading writetime and TTL', async () => {
  await tasks.update(KEY, { title: 'x' }, { ttl: 1_000, timestamp: 7_000_000_000_000_000n });
  const select = { columns: ['title'], ttl: ['title'], writetime: ['title', 'size'] } as const;
  const [row] = await tasks.find({ where: KEY, select });
  expect(row).toMatchObject({ title: 'x', writetime: { title: 7_000_000_000_000_000n, size: null } });
  expect(row?.ttl.title).toBeGreaterThan(900);
});

it('Vectors and nearest neighbours', async () => {
  const rows = [0.1, 0.5, 0.9].map((y, seq) => tasks.create({ project: 'v', seq, meaning: [1, y, 0] }));
  await tasks.save(rows);
  const near = await tasks.all().annOf('meaning', [1, 0.52, 0]).limit(2).withSimilarity().all();
  expect(near.map(({ seq }) => seq)).toEqual([1, 2]);
  expect(near[0]?.similarity).toBeGreaterThan(near[1]?.similarity ?? 1);
});

it('Page tokens for the client', async () => {
  const where = { project: 'p' };
  const first = await tasks.findPage({ where, size: 20 });
  expect(first.next).toMatch(/^[\w-]+(\.[\w-]+)*$/);
  const second = await tasks.findPage({ where, size: 20, after: first.next });
  expect([...first.items, ...second.items].map(({ seq }) => seq)).toEqual(Array.from({ length: 30 }, (_, seq) => seq));
  expect(second.next).toBeNull();
  await expect(tasks.findPage({ where: { project: 'q' }, after: first.next })).rejects.toThrow(PageTokenError);
  await expect(tasks.findPage({ where, after: `${first.next}x` })).rejects.toThrow(PageTokenError);
});

it('Row streaming with back-pressure', async () => {
  const seen: number[] = [];
  const sent = await executed(async () => {
    for await (const { seq } of tasks.filter({ project: 'p' }).fetchSize(3)) {
      seen.push(seq);
      if (seen.length === 4) break;
    }
  });
  expect(seen).toEqual([0, 1, 2, 3]);
  // The page that is being read, and the one ahead: never the ten of the whole partition.
  expect(sent).toBeLessThanOrEqual(3);
});

it('Partial selections, typed', async () => {
  const [row] = await tasks.find({ where: KEY, select: ['title'] });
  expect(row).toEqual({ title: 't1' });
  expect(row).not.toBeInstanceOf(Task);
  // @ts-expect-error it was not selected
  expect(row?.size).toBeUndefined();
  await expect(tasks.find({ where: KEY, select: ['nothing' as never] })).rejects.toThrow("no column 'nothing'");
});
