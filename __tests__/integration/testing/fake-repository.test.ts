import { dropTestData, testDataSource } from '../support/test-data-source';
import type { DataSource, Repository } from 'caspy';
import {
  Add,
  Append,
  Between,
  BeforeInsert,
  CaspyError,
  ClusteringKey,
  Column,
  Contains,
  ContainsEntry,
  ContainsKey,
  CounterColumn,
  In,
  Increment,
  Index,
  LessThan,
  MoreThan,
  MoreThanOrEqual,
  NotEqual,
  PartitionKey,
  Prepend,
  Put,
  Remove,
  RemoveKey,
  SetAt,
  StaticColumn,
  Table,
  toPlain,
  VersionColumn,
} from 'caspy';
import { FakeRepository } from 'caspy/testing';

@Table()
class Reading {
  @PartitionKey() station!: string;
  @PartitionKey('int') year!: number;
  @ClusteringKey('timestamp', { order: 'DESC' }) at!: Date;
  @ClusteringKey('int') sensor!: number;
  @StaticColumn('text') owner!: string | null;
  @Column('double') value!: number | null;
  @Column('text') note!: string | null;
  @Column('set<int>') marks!: Set<number>;
  @Column('list<text>') lines!: string[];
  @Column('map<text, int>') sums!: Map<string, number>;
  @Column('frozen<list<int>>') raw!: number[] | null;
}

@Table()
class Person {
  @PartitionKey('uuid', { generated: 'uuid' }) id!: string;
  @Column() name!: string;
  @Index() @Column() city!: string;
  @Column('int', { default: 7 }) level!: number;
  @VersionColumn() version!: number;
  @BeforeInsert() trim(): void {
    this.name = this.name.trim();
  }
}

@Table()
class Tally {
  @PartitionKey() name!: string;
  @CounterColumn() hits!: bigint;
}

interface Repositories {
  readonly readings: Repository<Reading>;
  readonly people: Repository<Person>;
  readonly tallies: Repository<Tally>;
}

const T = (hour: number): Date => new Date(Date.UTC(2026, 0, 1, hour));
const KEY = { station: 'oslo', year: 2026 };
const ROW = { ...KEY, at: T(1), sensor: 1 };
const ID = '9b2d5f3a-4c1e-4b7a-8f6d-2e1c3b4a5d6f';
const wrong = (value: unknown): never => value as never;

async function fill({ readings }: Repositories): Promise<void> {
  for (const at of [1, 2, 3]) {
    for (const sensor of [2, 1]) {
      await readings.save(readings.create({ ...KEY, at: T(at), sensor, value: at * 10 + sensor, owner: 'Ada' }));
    }
  }
  await readings.save(readings.create({ station: 'rome', year: 2026, at: T(1), sensor: 1, marks: new Set([3, 1]) }));
  await readings.update({ station: 'bonn', year: 2026 }, { owner: 'Bo' });
}

const SCENARIOS: Record<string, ((on: Repositories) => unknown)[]> = {
  'reads by key, partition, range, order and limit': [
    fill,
    ({ readings }) => readings.get(ROW),
    ({ readings }) => readings.getOrFail({ ...ROW, sensor: 9 }),
    ({ readings }) => readings.find(),
    ({ readings }) => readings.findBy(KEY),
    ({ readings }) => readings.find({ where: KEY, order: { at: 'ASC', sensor: 'DESC' }, limit: 4 }),
    ({ readings }) => readings.findBy({ ...KEY, at: MoreThan(T(1)) }),
    ({ readings }) => readings.findBy({ ...KEY, at: Between(T(1), T(2)) }),
    ({ readings }) => readings.findBy({ ...KEY, at: T(2), sensor: MoreThanOrEqual(2) }),
    ({ readings }) => readings.findBy({ ...KEY, at: In([T(1), T(3)]) }),
    ({ readings }) =>
      readings
        .filter(KEY)
        .clusteringRange(LessThan({ at: T(2), sensor: 2 }))
        .all(),
    ({ readings }) => readings.find({ where: KEY, select: ['sensor', 'value'] }),
    ({ readings }) => readings.filter(KEY).first(),
    ({ readings }) => readings.filter(KEY).one(),
    ({ readings }) => readings.findOneBy({ station: 'nowhere', year: 1 }),
    ({ readings }) => readings.findOneByOrFail({ station: 'nowhere', year: 1 }),
    ({ readings }) => readings.all().perPartitionLimit(1).all(),
    ({ readings }) => readings.all().distinct().all(),
    ({ readings }) =>
      readings
        .filter({ ...KEY, value: MoreThan(20) })
        .allowFiltering()
        .all(),
    ({ readings }) => Promise.all([readings.count(), readings.countBy(KEY), readings.exists({ where: KEY })]),
    ({ readings }) => readings.existsBy({ station: 'nowhere', year: 1 }),
    ({ readings }) => readings.filter({ ...KEY, at: T(1) }).count(),
    ({ readings }) =>
      readings
        .filter({ ...KEY, at: T(1) })
        .toCql()
        .replace(/"?\w+"?\./, ''),
  ],
  'pages and streams': [
    fill,
    async ({ readings }) => {
      const pages: unknown[] = [];
      let after: string | null | undefined;
      do {
        const page = await readings.findPage({ where: KEY, size: 4, after });
        pages.push(page.items.map(toPlain), page.next === null);
        after = page.next;
      } while (after !== null);
      return pages;
    },
    async ({ readings }) => {
      const { next } = await readings.findPage({ where: KEY, size: 2 });
      return readings.findPage({ where: { ...KEY, station: 'rome' }, size: 2, after: next });
    },
    async ({ readings }) => {
      const seen: number[] = [];
      for await (const { sensor } of readings.filter(KEY).fetchSize(2)) seen.push(sensor);
      return seen;
    },
  ],
  'what is refused is refused alike': [
    ({ readings }) => readings.findBy({ station: 'oslo' }),
    ({ readings }) => readings.findBy({ value: 1 }),
    ({ readings }) => readings.findBy({ ...KEY, sensor: 1 }),
    ({ readings }) => readings.findBy(wrong({})),
    ({ readings }) => readings.findBy(wrong({ ...KEY, at: undefined })),
    ({ readings }) => readings.findBy(wrong({ ...KEY, att: 1 })),
    ({ readings }) => readings.find({ where: KEY, order: wrong({ value: 'ASC' }) }),
    ({ readings }) => readings.find(wrong({ where: KEY, take: 3 })),
    ({ readings }) => readings.save(wrong({ ...ROW, value: 'much' })),
    ({ readings }) => readings.save(wrong({ ...KEY, value: 1 })),
    ({ readings }) => readings.update(ROW, wrong({ at: T(2) })),
    ({ readings }) => readings.update(ROW, wrong({})),
    ({ readings }) => readings.delete(wrong({ station: 'oslo' })),
    ({ readings }) => readings.insert(ROW, { ttl: -1 }),
    ({ readings }) => readings.insert(ROW, wrong({ tttl: 1 })),
    ({ people }) => people.findBy({ name: 'Ada' }),
    ({ tallies }) => tallies.save(wrong({ name: 'a', hits: 1n })),
    ({ readings }) => readings.findPage({ where: KEY, after: 'AAAA' }),
    ({ readings }) => readings.withKeyspace('no name'),
    ({ readings }) => readings.create(wrong({ nothing: 1 })),
    ({ readings }) => readings.updateCollection(ROW, 'marks', wrong({ append: [1] })),
  ],
  'writes, nulls and deletes': [
    fill,
    ({ readings }) => readings.save(readings.create({ ...ROW, note: 'kept' })),
    ({ readings }) => readings.get(ROW),
    ({ readings }) => readings.update(ROW, { value: null }),
    ({ readings }) => readings.get(ROW),
    ({ readings }) => readings.delete(ROW, { columns: ['note'] }),
    ({ readings }) => readings.get(ROW),
    ({ readings }) => readings.delete({ ...KEY, at: T(2) }),
    ({ readings }) => readings.delete({ ...KEY, at: T(3), sensor: MoreThan(1) }),
    ({ readings }) => readings.findBy(KEY),
    ({ readings }) => readings.delete(ROW),
    ({ readings }) => readings.get(ROW),
    // A row that only an update made goes with its last value; one that was inserted stays.
    ({ readings }) => readings.update({ ...ROW, sensor: 5 }, { note: 'x' }),
    ({ readings }) => readings.update({ ...ROW, sensor: 5 }, { note: null }),
    ({ readings }) => readings.get({ ...ROW, sensor: 5 }),
    ({ readings }) => readings.delete(KEY),
    ({ readings }) => readings.find(),
    ({ readings }) => readings.filter({ station: 'rome', year: 2026 }).delete(),
    ({ readings }) => readings.clear(),
    ({ readings }) => readings.count(),
  ],
  'collections in place': [
    ({ readings }) =>
      readings.insert({ ...ROW, marks: new Set([5, 1]), lines: ['a'], sums: new Map([['x', 1]]), raw: [] }),
    ({ readings }) => readings.update(ROW, { marks: Add(3, 1), lines: Append('b', 'c'), sums: Put('a', 2) }),
    ({ readings }) => readings.get(ROW),
    ({ readings }) => readings.update(ROW, { marks: Remove(5), lines: Prepend('0'), sums: RemoveKey('x') }),
    ({ readings }) => readings.update(ROW, { lines: SetAt(1, 'A'), sums: SetAt('z', 9) }),
    ({ readings }) => readings.get(ROW),
    ({ readings }) => readings.updateCollection(ROW, 'lines', { remove: ['c'] }),
    ({ readings }) => readings.delete(ROW, { elements: { marks: [1], lines: [0], sums: ['a'] } }),
    ({ readings }) => readings.get(ROW),
    ({ readings }) => readings.update(ROW, { lines: SetAt(99, 'A') }),
    ({ readings }) =>
      readings
        .filter({ ...KEY, marks: Contains(3) })
        .allowFiltering()
        .count(),
    ({ readings }) =>
      readings
        .filter({ ...KEY, sums: ContainsKey('z') })
        .allowFiltering()
        .count(),
    ({ readings }) =>
      readings
        .filter({ ...KEY, sums: ContainsEntry('z', 8) })
        .allowFiltering()
        .count(),
    ({ readings }) => readings.update(ROW, { marks: new Set() }),
    ({ readings }) => readings.get(ROW),
  ],
  'conditions and versions': [
    ({ readings }) => readings.insert({ ...ROW, value: 1 }, { ifNotExists: true }),
    ({ readings }) => readings.insert({ ...ROW, value: 2 }, { ifNotExists: true }),
    ({ readings }) => readings.update(ROW, { value: 3 }, { if: { value: 2 } }),
    ({ readings }) => readings.update(ROW, { value: 3 }, { if: { value: MoreThan(0), note: null } }),
    ({ readings }) => readings.update(ROW, { value: 4 }, { if: { value: In([7, 3]) } }),
    ({ readings }) => readings.update(ROW, { value: 5 }, { if: { note: NotEqual('x') } }),
    ({ readings }) => readings.update({ ...ROW, sensor: 8 }, { value: 5 }, { ifExists: true }),
    ({ readings }) => readings.update({ ...ROW, sensor: 8 }, { value: 5 }, { if: { value: 1 } }),
    ({ readings }) => readings.delete({ ...ROW, sensor: 8 }, { ifExists: true }),
    ({ readings }) => readings.delete(ROW, { if: { value: 9 } }),
    ({ readings }) => readings.delete(ROW, { if: { value: 5 } }),
    ({ readings }) => readings.count(),
    ({ people }) => people.save(people.create({ id: ID, name: ' Ada ', city: 'Oslo' })),
    ({ people }) => people.save(people.create({ id: ID, name: 'Bo', city: 'Oslo' })),
    ({ people }) => people.update({ id: ID }, { city: 'Rome', version: 1 }),
    ({ people }) => people.update({ id: ID }, { city: 'Bonn', version: 1 }),
    ({ people }) => people.findBy({ city: 'Rome' }),
    ({ people }) => people.findOneOrFail({ where: { city: 'Oslo' } }),
    async ({ people }) => {
      const person = await people.getOrFail({ id: ID });
      person.name = 'Eve';
      await people.save(person);
      return person;
    },
    async ({ people }) => people.remove(await people.getOrFail({ id: ID })),
    ({ people }) => people.get({ id: ID }),
  ],
  'counters, times and write times': [
    ({ tallies }) => tallies.increment({ name: 'a' }, 'hits', 5),
    ({ tallies }) => tallies.decrement({ name: 'a' }, 'hits', 2n),
    ({ tallies }) => tallies.update({ name: 'b' }, { hits: Increment(1) }),
    ({ tallies }) => tallies.find(),
    ({ readings }) => readings.insert({ ...ROW, value: 2 }, { timestamp: 2_000_000_000_000_000n }),
    ({ readings }) => readings.insert({ ...ROW, value: 1, note: 'new' }, { timestamp: 1_999_999_999_999_999n }),
    ({ readings }) => readings.get(ROW),
    ({ readings }) =>
      readings.find({ where: KEY, select: { columns: ['value'], writetime: ['value'], ttl: ['value'] } }),
    ({ readings }) => readings.insert({ ...ROW, sensor: 2, value: 1 }, { ttl: 1 }),
    ({ readings }) => readings.countBy(KEY),
    () => new Promise((resolve) => setTimeout(resolve, 2_100)),
    ({ readings }) => readings.countBy(KEY),
  ],
};

let dataSource: DataSource | undefined;
beforeAll(async () => {
  dataSource = await testDataSource({ entities: [Reading, Person, Tally] });
});
afterAll(() => dropTestData(dataSource));

/** What a call answered or failed with, in a form that can be compared. */
async function outcome(call: () => unknown): Promise<unknown> {
  try {
    return { answer: plain(await call()) };
  } catch (error) {
    if (!(error instanceof CaspyError)) throw error;
    // Refusals are worded by the same code; the server words its own.
    return { code: error.code, ...(error.code === 'CASPY_INVALID_QUERY' ? {} : { message: error.message }) };
  }
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === 'object' && value !== null ? toPlain(value) : value;
}

test.each(Object.entries(SCENARIOS))('%s: the fake answers as Cassandra does', async (_, steps) => {
  const real: Repositories = {
    readings: dataSource!.getRepository(Reading),
    people: dataSource!.getRepository(Person),
    tallies: dataSource!.getRepository(Tally),
  };
  for (const repository of Object.values(real) as Repository<object>[]) await repository.clear();
  const fake: Repositories = {
    readings: new FakeRepository(Reading),
    people: new FakeRepository(Person),
    tallies: new FakeRepository(Tally),
  };
  for (const [index, step] of steps.entries()) {
    const [expected, answered] = await Promise.all([outcome(() => step(real)), outcome(() => step(fake))]);
    expect({ index, step: String(step), outcome: answered }).toEqual({ index, step: String(step), outcome: expected });
  }
});
