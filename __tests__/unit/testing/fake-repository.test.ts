import {
  AbortError,
  Column,
  ConfigurationError,
  MaterializedView,
  PartitionKey,
  Repository,
  Server,
  Sum,
  Table,
} from 'caspy';
import { FakeRepository } from 'caspy/testing';

@Table()
class Point {
  @PartitionKey() name!: string;
  @Column('int') value!: number | null;
}

@MaterializedView(() => Point)
class PointView {
  @PartitionKey() name!: string;
}

afterEach(() => jest.useRealTimers());

test('is a Repository, with its ways to others', async () => {
  const points = new FakeRepository(Point);
  expect(points).toBeInstanceOf(Repository);
  const named = points.extend({
    one() {
      return this.getOrFail({ name: 'one' });
    },
  });
  await points.save(points.create({ name: 'one', value: 1 }));
  expect(await named.one()).toBeInstanceOf(Point);
  expect(await points.withOptions({ timeout: 5 }).count()).toBe(1);
});

test('keyspaces are apart', async () => {
  const points = new FakeRepository(Point);
  await points.withKeyspace('tenant_1').insert({ name: 'a', value: 1 });
  await points.withKeyspace('tenant_2').insert({ name: 'b', value: 2 });
  expect(await points.count()).toBe(0);
  expect(await points.withKeyspace('tenant_2').find()).toEqual([{ name: 'b', value: 2 }]);
});

test('a TTL runs by the clock of the test', async () => {
  jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  const points = new FakeRepository(Point);
  await points.insert({ name: 'a', value: 1 }, { ttl: 60 });
  jest.setSystemTime(59_999);
  expect(await points.count()).toBe(1);
  jest.setSystemTime(60_000);
  expect(await points.count()).toBe(0);
});

test('what it does not know, it says', async () => {
  const points = new FakeRepository(Point);
  await expect(points.query('SELECT * FROM point')).rejects.toThrow(/runs no CQL of your own.*LocalCassandra/);
  await expect(points.insert({ name: 'a', value: Server.toTimestamp() as never })).rejects.toThrow();
  await expect(points.all().aggregate({ all: Sum('value') })).rejects.toThrow(ConfigurationError);
  expect(() => new FakeRepository(PointView)).toThrow(/PointView: a fake repository is made of a class with @Table/);
});

test('an aborted signal ends a call before it writes', async () => {
  const points = new FakeRepository(Point);
  const signal = AbortSignal.abort(new Error('over'));
  await expect(points.insert({ name: 'a', value: 1 }, { signal })).rejects.toThrow(AbortError);
  expect(await points.count()).toBe(0);
});
