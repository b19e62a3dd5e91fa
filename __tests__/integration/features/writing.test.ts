import { dropTestData, testDataSource } from '../support/test-data-source';
import { ENTITIES, Heard, Hits, KEY, Paper, Task } from './model';
import type { DataSource, Repository } from 'caspy';
import {
  Add,
  Append,
  Increment,
  MoreThan,
  OptimisticLockError,
  Prepend,
  Put,
  QueryPlanError,
  Remove,
  RemoveKey,
  SetAt,
  ValidationError,
} from 'caspy';

let dataSource: DataSource;
let tasks: Repository<Task>;
beforeAll(async () => {
  dataSource = await testDataSource({ entities: ENTITIES });
  tasks = dataSource.getRepository(Task);
});
afterAll(() => dropTestData(dataSource));
beforeEach(() => tasks.clear());

const raw = async (columns: string): Promise<Record<string, unknown> | undefined> => {
  const { rows } = await dataSource.execute(`SELECT ${columns} FROM feature_tasks WHERE project = ? AND seq = ?`, [
    KEY.project,
    KEY.seq,
  ]);
  return rows[0];
};

it('Conditional writes answer the existing row, typed', async () => {
  expect(await tasks.insert({ ...KEY, title: 'first' }, { ifNotExists: true })).toEqual({ applied: true });
  const second = await tasks.insert({ ...KEY, title: 'second' }, { ifNotExists: true });
  if (second.applied) throw new Error('The row was there.');
  const title: string | null | undefined = second.existing?.title;
  expect(title).toBe('first');
});

it('IF conditions on update and delete', async () => {
  expect(await tasks.update(KEY, { size: 1 }, { ifExists: true })).toMatchObject({ applied: false });
  await tasks.insert({ ...KEY, size: 5 });
  const refused = await tasks.update(KEY, { title: 'x' }, { if: { size: MoreThan(5) } });
  expect(refused).toEqual({ applied: false, existing: { size: 5 } });
  expect(await tasks.update(KEY, { title: 'x' }, { if: { size: MoreThan(4), title: null } })).toEqual({
    applied: true,
  });
  expect(await tasks.delete(KEY, { if: { title: 'y' } })).toMatchObject({ applied: false });
  expect(await tasks.delete(KEY, { if: { title: 'x' } })).toEqual({ applied: true });
  expect(await tasks.get(KEY)).toBeNull();
});

it('Optimistic lock', async () => {
  const papers = dataSource.getRepository(Paper);
  await papers.save(papers.create({ id: 'p', edits: 0 }));
  const [mine, theirs] = await Promise.all([papers.getOrFail({ id: 'p' }), papers.getOrFail({ id: 'p' })]);
  await papers.save(papers.merge(theirs, { edits: 1 }));
  await expect(papers.save(papers.merge(mine, { edits: 9 }))).rejects.toThrow(OptimisticLockError);
  expect(await papers.get({ id: 'p' })).toMatchObject({ edits: 1, version: 2 });
});

it('TTL as a bound value', async () => {
  for (const ttl of [100, 2_000, 30_000]) {
    await tasks.update(KEY, { title: 't' }, { ttl });
    const left = Number((await raw('ttl(title) AS left'))?.left);
    expect(left).toBeGreaterThan(ttl - 60);
    expect(left).toBeLessThanOrEqual(ttl);
  }
  const { rows } = await dataSource.execute('SELECT query_string FROM system.prepared_statements');
  const texts = rows
    .map(({ query_string: text }) => String(text))
    .filter((text) => text.includes(tasks.metadata.tableName));
  const own = texts.filter((text) => text.includes(`${dataSource.keyspace}.`) && text.startsWith('UPDATE'));
  expect(own.filter((text) => text.includes('USING TTL ?'))).toHaveLength(1);
  expect(own.filter((text) => /TTL \d/.test(text))).toEqual([]);
});

it('Write timestamp', async () => {
  await tasks.update(KEY, { title: 'late' }, { timestamp: 2_000_000n });
  await tasks.update(KEY, { title: 'early' }, { timestamp: 1_000_000n });
  expect(String((await raw('writetime(title) AS at'))?.at)).toBe('2000000');
  expect(await tasks.get(KEY)).toMatchObject({ title: 'late' });
  await tasks.delete(KEY, { timestamp: 1_500_000n });
  expect(await tasks.get(KEY)).toMatchObject({ title: 'late' });
});

it('Counters, save forbidden', async () => {
  const hits = dataSource.getRepository(Hits);
  const key = { page: 'a' };
  await Promise.all(Array.from({ length: 10 }, () => hits.increment(key, 'count', 3n)));
  await hits.decrement(key, 'count');
  expect(await hits.get(key)).toMatchObject({ count: 29n });
  // @ts-expect-error a table of counters cannot be saved
  await expect(hits.save(hits.create(key))).rejects.toThrow(ValidationError);
  await expect(tasks.update(KEY, { size: Increment(1n) as never })).rejects.toThrow('only counters are incremented');
  const { rows } = await dataSource.execute('SELECT count FROM feature_hits WHERE page = ?', ['a']);
  expect(String(rows[0]?.count)).toBe('29');
});

it('Static columns, written alone', async () => {
  await tasks.update({ project: 'p' }, { owner: 'ada' });
  const { rows } = await dataSource.execute('SELECT seq, owner FROM feature_tasks WHERE project = ?', ['p']);
  expect(rows).toEqual([{ seq: null, owner: 'ada' }]);
  await tasks.insert(KEY);
  expect(await tasks.get(KEY)).toMatchObject({ owner: 'ada' });
  await expect(tasks.update({ project: 'p' }, { title: 'x' })).rejects.toThrow(ValidationError);
});

it('Collections in place: append, prepend, add, remove, put, set at an index', async () => {
  await tasks.save(tasks.create({ ...KEY, steps: ['b'], tags: new Set(['a', 'b']), votes: new Map([['no', 1]]) }));
  await tasks.update(KEY, { steps: [Append('c'), Prepend('a')], tags: [Add('c'), Remove('a')] });
  await tasks.update(KEY, { steps: SetAt(1, 'B'), votes: [Put('yes', 2), RemoveKey('no')] });
  await tasks.updateCollection(KEY, 'tags', { add: ['d'], remove: ['b'] });
  const { steps, tags, votes } = await tasks.getOrFail(KEY);
  expect([steps, [...tags], [...votes]]).toEqual([['a', 'B', 'c'], ['c', 'd'], [['yes', 2]]]);
  await expect(tasks.update(KEY, { title: Append('x') as never })).rejects.toThrow(ValidationError);
});

it('Change tracking, opt-in', async () => {
  await tasks.save(tasks.create({ ...KEY, title: 't', tags: new Set(['a', 'b']) }));
  const loaded = await tasks.getOrFail(KEY);
  await tasks.updateCollection(KEY, 'tags', { add: ['theirs'] });
  loaded.tags.add('mine').delete('a');
  const before = dataSource.metrics().executed;
  await tasks.save(loaded, { trackChanges: true });
  await tasks.save(loaded, { trackChanges: true });
  expect(dataSource.metrics().executed - before).toBe(1);
  expect([...(await tasks.getOrFail(KEY)).tags]).toEqual(['b', 'mine', 'theirs']);
});

it('Null strategy: undefined writes nothing, null writes a tombstone', async () => {
  await tasks.save(tasks.create({ ...KEY, title: 't', size: 1 }));
  await tasks.save(tasks.create({ ...KEY, title: undefined, size: null }));
  expect(await raw('title, size')).toEqual({ title: 't', size: null });
  await tasks.update(KEY, { title: null });
  expect(await raw('title')).toEqual({ title: null });
});

it('Logged, unlogged and counter batches, with guards', async () => {
  await dataSource.batch((batch) => void batch.save(tasks.create(KEY)).insert(Paper, { id: 'batched', edits: 1 }));
  expect(await dataSource.getRepository(Paper).existsBy({ id: 'batched' })).toBe(true);
  const unlogged = { logged: false };
  const rows = [1, 2].map((seq) => tasks.create({ project: 'p', seq, title: 'one partition' }));
  await dataSource.batch((batch) => void batch.save(rows), unlogged);
  expect(await tasks.countBy({ project: 'p' })).toBe(2);
  await dataSource.batch(
    (batch) => void batch.increment(Hits, { page: 'x' }, 'count').increment(Hits, { page: 'y' }, 'count'),
  );
  expect(await dataSource.getRepository(Hits).get({ page: 'y' })).toMatchObject({ count: 1n });
  const several = rows.map(({ seq }) => tasks.create({ project: `p${seq}`, seq }));
  await expect(dataSource.batch((batch) => void batch.save(several), unlogged)).rejects.toThrow(QueryPlanError);
  const mixed = dataSource.batch((batch) => void batch.save(rows).increment(Hits, { page: 'x' }, 'count'));
  await expect(mixed).rejects.toThrow(QueryPlanError);
});

it('Hooks, and an opt-out per call', async () => {
  const heard = dataSource.getRepository(Heard);
  await heard.save(heard.create({ id: 'a' }));
  await heard.save(heard.create({ id: 'b' }), { hooks: false });
  expect(Heard.log).toEqual(['before a', 'after a']);
  await expect(heard.save(heard.create({ id: 'veto' }))).rejects.toThrow('no');
  expect((await heard.find()).map(({ id }) => id).sort()).toEqual(['a', 'b']);
});
