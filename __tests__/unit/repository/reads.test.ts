import { Column, In, Like, MoreThan, PartitionKey, QueryPlanError, Raw, Table } from '../../../lib/index';
import { repositoryOf, rowPage } from '../support/fake-executor';
import { KEY, Reading, rejectionOf } from '../support/reading';

@Table()
class Pair {
  @PartitionKey() id!: string;
  @Column() name!: string;

  get label(): string {
    return `${this.id}: ${this.name}`;
  }
}

const ROW = { id: 'a', name: 'b' };

describe('entities and selections', () => {
  test('naming every column gives plain objects, whatever was read before', async () => {
    const { repository, executor } = repositoryOf(Pair);
    executor.answers.push(rowPage([ROW]), rowPage([ROW]), rowPage([ROW]));
    const [entity] = await repository.find();
    const [selected] = await repository.find({ select: ['id', 'name'] });
    const [again] = await repository.find();
    expect(entity).toBeInstanceOf(Pair);
    expect(selected).not.toBeInstanceOf(Pair);
    expect(selected).toEqual(ROW);
    expect(again?.label).toBe('a: b');
  });

  test('entities are entities, whatever was selected before', async () => {
    const { repository, executor } = repositoryOf(Pair);
    executor.answers.push(rowPage([ROW]), rowPage([ROW]));
    await repository.find({ select: { id: true, name: true } });
    expect((await repository.find())[0]).toBeInstanceOf(Pair);
  });

  test('a selection sends its columns only, each once', async () => {
    const { repository, executor } = repositoryOf(Pair);
    await repository.find({ select: ['name', 'name'], limit: 5 });
    expect(executor.take()).toMatchObject({
      cql: 'SELECT name FROM ks.pair LIMIT ?',
      params: [Buffer.from([0, 0, 0, 5])],
    });
  });
});

test('entities take the places of the rows that they were made of', async () => {
  const { repository, executor } = repositoryOf(Pair);
  const page = rowPage([ROW, ROW]);
  executor.answers.push(page);
  const found = await repository.find();
  expect(found).toEqual([ROW, ROW]);
  expect(page.rows).toEqual(found);
  for (const item of page.rows) expect(item).toBeInstanceOf(Pair);
});

describe('what CQL cannot say is counted and looked for another way', () => {
  test.each<[string, (readings: ReturnType<typeof repositoryOf<Reading>>['repository']) => Promise<unknown>, string]>([
    ['count', (r) => r.count({ where: KEY }), 'SELECT count(*) FROM ks.readings WHERE tenant = ? AND day = ?'],
    [
      'count with a limit per partition',
      (r) => r.count({ where: KEY, perPartitionLimit: 1 }),
      'SELECT tenant, day, sensor, at FROM ks.readings WHERE tenant = ? AND day = ? PER PARTITION LIMIT ?',
    ],
    [
      'count with a limit',
      (r) => r.count({ where: KEY, limit: 1 }),
      'SELECT tenant, day, sensor, at FROM ks.readings WHERE tenant = ? AND day = ? LIMIT ?',
    ],
    ['count of partitions', (r) => r.all().distinct().count(), 'SELECT DISTINCT tenant, day FROM ks.readings'],
    [
      'exists',
      (r) => r.existsBy(KEY),
      'SELECT tenant, day, sensor, at FROM ks.readings WHERE tenant = ? AND day = ? LIMIT ?',
    ],
    ['exists a partition', (r) => r.all().distinct().exists(), 'SELECT DISTINCT tenant, day FROM ks.readings LIMIT ?'],
    [
      'orders',
      (r) => r.find({ where: KEY, order: { sensor: 'DESC', at: 'ASC' }, select: ['value'] }),
      'SELECT value FROM ks.readings WHERE tenant = ? AND day = ? ORDER BY sensor DESC, at ASC',
    ],
  ])('%s', async (_, run, cql) => {
    const { repository, executor } = repositoryOf(Reading);
    await run(repository);
    expect(executor.take().cql).toBe(cql);
  });

  test('an empty In() asks nobody, but is planned all the same', async () => {
    const { repository, executor } = repositoryOf(Reading);
    const none = { tenant: In<string>([]), day: KEY.day };
    expect(await repository.findBy(none)).toEqual([]);
    expect(await repository.findOneBy(none)).toBeNull();
    expect(await repository.countBy(none)).toBe(0);
    expect(await repository.existsBy(none)).toBe(false);
    expect(await repository.findPage({ where: none })).toEqual({ items: [], next: null });
    await expect(repository.findBy({ value: In<number>([]) })).rejects.toThrow('Reading.value is neither');
    expect(executor.sent).toEqual([]);
  });
});

describe('reads that are refused before anything is sent', () => {
  type Find = Parameters<ReturnType<typeof repositoryOf<Reading>>['repository']['find']>[0];

  test.each<[object, RegExp]>([
    [{ where: undefined }, /^QueryPlanError: Reading: 'where' is undefined/],
    [{ where: {} }, /^QueryPlanError: Reading: 'where' is empty/],
    [{ wher: KEY }, /^ConfigurationError: Reading: 'wher' is no option of a read\. Did you mean 'where'\?/],
    [{ tenant: 't' }, /'tenant' is no option of a read\. Conditions go into 'where'/],
    [{ take: 5 }, /'take' is no option of a read\. Here it is 'limit'/],
    [{ skip: 5 }, /Here it is findPage\(\) with 'after'/],
    [{ limit: 0 }, /'limit' is a whole number from 1/],
    [{ limit: 1.5 }, /'limit' is a whole number from 1/],
    [{ limit: '5' }, /'limit' is a whole number from 1/],
    [{ perPartitionLimit: 2 ** 31 }, /'perPartitionLimit' is a whole number/],
    [{ select: [] }, /'select' names no column/],
    [{ select: ['nope'] }, /Reading has no column 'nope'/],
    [{ select: ['id" FROM ks.secret --'] }, /Reading has no column/],
    [{ select: { tenant: false } }, /'select' is a list of properties/],
    [{ select: JSON.parse('{"__proto__":true}') }, /Reading has no column '__proto__'/],
    [{ order: { at: 'desc' } }, /the direction of an order is 'ASC' or 'DESC'/],
    [{ order: { at: 'ASC; DROP TABLE x' } }, /the direction of an order is 'ASC' or 'DESC'/],
    [{ order: ['at'] }, /'order' is an object such as/],
    [{ where: { tenant: 't' }, order: { at: 'ASC' } }, /Reading\.day is part of the partition key and is missing/],
    [{ where: { city: Like('a%') }, allowFiltering: true }, /Like\(\) needs an index/],
  ])('%j', async (options, message) => {
    const { repository, executor } = repositoryOf(Reading);
    expect(await rejectionOf(repository.find(options as Find))).toMatch(message);
    expect(executor.sent).toEqual([]);
  });

  test('null for the whole where of the short forms', async () => {
    const { repository, executor } = repositoryOf(Reading);
    for (const where of [undefined, null] as never[]) {
      await expect(repository.findBy(where)).rejects.toMatchObject({ code: 'CASPY_QUERY_PLAN' });
      await expect(repository.findOneBy(where)).rejects.toMatchObject({ code: 'CASPY_QUERY_PLAN' });
      await expect(repository.countBy(where)).rejects.toMatchObject({ code: 'CASPY_QUERY_PLAN' });
      expect(() => repository.filter(where)).toThrow(QueryPlanError);
    }
    expect(executor.sent).toEqual([]);
  });
});

describe('query sets', () => {
  test('are immutable', () => {
    const { repository } = repositoryOf(Reading);
    const all = repository.all();
    all.limit(1);
    all.filter(KEY);
    all.allowFiltering();
    expect(all.toCql()).not.toMatch(/WHERE|LIMIT|ALLOW/);
  });

  test('explain what they would cost', () => {
    const { repository, executor } = repositoryOf(Reading);
    expect(
      repository
        .filter({ level: MoreThan(1) })
        .select('sensor')
        .explain(),
    ).toEqual({
      plan: 'index',
      reason: 'is served by the index readings_level_idx',
      indexes: ['readings_level_idx'],
      reads: 1,
      cql: 'SELECT sensor FROM ks.readings WHERE level > ?',
      parameterTypes: ['int'],
    });
    expect(executor.sent).toEqual([]);
  });

  test('group by a prefix of the key only', () => {
    const { repository } = repositoryOf(Reading);
    expect(repository.all().groupBy('tenant', 'day').toCql()).toMatch(/ GROUP BY tenant, day$/);
    expect(() => repository.all().groupBy('day')).toThrow(
      /groups are made by the primary key, from its first column on/,
    );
  });

  test('one text per piece of raw CQL', () => {
    const { repository } = repositoryOf(Reading);
    const since = (cql: string): string => repository.filter({ ...KEY, sensor: Raw('>', cql) }).toCql();
    expect(since('f()')).toMatch(/sensor > f\(\)$/);
    expect(since('g()')).toMatch(/sensor > g\(\)$/);
  });
});
