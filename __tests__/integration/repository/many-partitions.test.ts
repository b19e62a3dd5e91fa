import { setTimeout } from 'node:timers/promises';
import { dropTestData, testDataSource } from '../support/test-data-source';
import type { DataSource, Repository } from 'caspy';
import { ClusteringKey, Column, Count, In, Maximum, MoreThan, PartitionKey, StaticColumn, Table } from 'caspy';

@Table('many_partitions')
class Event {
  @PartitionKey('int') a!: number;
  @PartitionKey() b!: string;
  @ClusteringKey('int') seq!: number;
  @StaticColumn('text') name!: string;
  @Column('int') value!: number;
}

const AS = Array.from({ length: 30 }, (_, n) => (n * 7) % 30);

let dataSource: DataSource;
let events: Repository<Event>;
beforeAll(async () => {
  dataSource = await testDataSource({ entities: [Event] });
  events = dataSource.getRepository(Event);
  const rows = AS.flatMap((a) =>
    ['x', 'y'].flatMap((b) => [1, 2, 3].map((seq) => events.create({ a, b, seq, value: a * seq, name: `${a}${b}` }))),
  );
  await events.save(rows);
});
afterAll(() => dropTestData(dataSource));

/** A stream that was left early, maybe by an earlier test, still has requests on their way, which count when they end. */
const whenIdle = async (): Promise<void> => {
  while (dataSource.metrics().inFlight > 0) await setTimeout(5);
};
const ran = async (work: () => Promise<unknown>): Promise<number> => {
  await whenIdle();
  const before = dataSource.metrics().executed;
  await work();
  await whenIdle();
  return dataSource.metrics().executed - before;
};
const named = (row: Event): string => `${row.a}${row.b}${row.seq}`;

test('up to 20 partitions are one statement, more are one read each, in the order of the list', async () => {
  const few = events.filter({ a: In(AS.slice(0, 20)), b: 'x' });
  expect(few.explain()).toMatchObject({ plan: 'partition', reads: 1 });
  expect(await ran(() => few.all())).toBe(1);
  const many = events.filter({ a: In([...AS, ...AS]), b: 'x' });
  expect(many.explain()).toMatchObject({
    plan: 'partition',
    reads: 30,
    cql: expect.stringContaining('a = ? AND b = ?'),
  });
  expect(many.explain().reason).toContain('30 of them, each by a read of its own, 16 at a time');
  expect(many.toCql()).toBe(many.explain().cql);
  expect(await ran(() => many.all())).toBe(30);
  expect((await many.all()).map(named)).toEqual(AS.flatMap((a) => [1, 2, 3].map((seq) => `${a}x${seq}`)));
});

test('over a composite key every combination is read', async () => {
  const both = events.filter({ a: In(AS.slice(0, 11)), b: In(['y', 'x']) });
  expect(both.explain().reads).toBe(22);
  const expected = AS.slice(0, 11).flatMap((a) => ['y', 'x'].flatMap((b) => [1, 2, 3].map((seq) => `${a}${b}${seq}`)));
  expect((await both.all()).map(named)).toEqual(expected);
  const names: string[] = [];
  for await (const row of both.fetchSize(2)) names.push(named(row));
  expect(names).toEqual(expected);
});

test('count, exists, first, limit, perPartitionLimit, distinct, groupBy, clustering conditions, allowFiltering', async () => {
  const all = events.filter({ a: In(AS), b: In(['x', 'y']) });
  expect(await all.count()).toBe(180);
  expect(await all.limit(7).count()).toBe(7);
  expect(await all.exists()).toBe(true);
  expect(await events.existsBy({ a: In(AS.map((a) => a + 1000)), b: 'x' })).toBe(false);
  expect(named((await all.first())!)).toBe('0x1');
  expect((await all.limit(4).all()).map(named)).toEqual(['0x1', '0x2', '0x3', '0y1']);
  expect(await all.perPartitionLimit(1).all()).toHaveLength(60);
  expect(await all.distinct().all()).toHaveLength(60);
  expect(await all.groupBy('a', 'b').select('a', 'b').all()).toHaveLength(60);
  expect(await all.filter({ seq: MoreThan(1) }).count()).toBe(120);
  expect(
    await all
      .filter({ value: 29 * 3 })
      .allowFiltering()
      .count(),
  ).toBe(2);
  expect(await all.select('name').limit(1).all()).toEqual([{ name: '0x' }]);
});

test('a stream that is left early asks for no more partitions', async () => {
  const asked = await ran(async () => {
    for await (const row of events.filter({ a: In(AS), b: In(['x', 'y']) })) if (row.seq === 3) break;
  });
  expect(asked).toBeLessThanOrEqual(16);
});

test('a failure ends the stream', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(events.find({ where: { a: In(AS), b: 'x' }, signal })).rejects.toThrow();
  await expect(events.count({ where: { a: In(AS), b: 'x' }, signal })).rejects.toThrow();
});

test('pages come out of one statement, whose token holds for the whole list', async () => {
  const query = { where: { a: In(AS), b: 'x' }, size: 50 } as const;
  expect(await ran(() => events.findPage({ ...query, size: 1000 }))).toBeLessThan(10);
  const first = await events.findPage(query);
  const second = await events.findPage({ ...query, after: first.next });
  expect([first.items.length, second.items.length, second.next]).toEqual([50, 40, null]);
  expect(new Set([...first.items, ...second.items].map(named)).size).toBe(90);
});

test('In() of nothing sends nothing', async () => {
  const none = events.filter({ a: In<number>([]), b: 'x' });
  const sent = await ran(async () => {
    expect(await none.all()).toEqual([]);
    expect(await none.count()).toBe(0);
    expect(await none.exists()).toBe(false);
    expect(await none.page()).toEqual({ items: [], next: null });
    expect(await none.sum('value')).toBeNull();
    expect(await none.aggregate({ rows: Count(), last: Maximum('seq') })).toEqual({ rows: 0, last: null });
    expect(await none.aggregateBy(['a'], { rows: Count() })).toEqual([]);
  });
  expect(sent).toBe(0);
});
