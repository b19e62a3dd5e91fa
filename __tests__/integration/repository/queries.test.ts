import { dropTestData, testDataSource } from '../support/test-data-source';
import type { DataSource, QuerySet, Repository, Where } from 'caspy';
import {
  And,
  Between,
  ClusteringKey,
  Column,
  Contains,
  ContainsEntry,
  ContainsKey,
  Equal,
  In,
  Index,
  LessThan,
  LessThanOrEqual,
  MoreThan,
  MoreThanOrEqual,
  MultipleResultsError,
  PartitionKey,
  QueryPlanError,
  Raw,
  StaticColumn,
  Table,
  Token,
} from 'caspy';

@Table('plan_readings')
class Reading {
  @PartitionKey() tenant!: string;
  @PartitionKey('int') day!: number;
  @ClusteringKey() sensor!: string;
  @ClusteringKey('int', { order: 'DESC' }) at!: number;
  @StaticColumn('text') site!: string;
  @Index() @Column('int') level!: number;
  @Index() @Column() unit!: string;
  @Index({ using: 'legacy' }) @Column() old!: string;
  @Index() @Column('set<text>') tags!: Set<string>;
  @Index({ target: 'keys' }) @Column('map<text, int>') byKey!: Map<string, number>;
  @Index({ target: 'entries' }) @Column('map<text, int>') byEntry!: Map<string, number>;
  @Column('double') value!: number;
}

type Case = [name: string, where: Where<Reading> | undefined, plan: string, matches: (row: Reading) => boolean];

const CASES: Case[] = [
  ['whole key', { tenant: 'a', day: 1, sensor: 's1', at: 3 }, 'row', (r) => key(r) === 'a 1 s1 3'],
  ['partition', { tenant: 'a', day: 1 }, 'partition', (r) => r.tenant === 'a' && r.day === 1],
  ['In on a partition key', { tenant: In(['a', 'b', 'a']), day: 2 }, 'partition', (r) => r.day === 2],
  ['In([])', { tenant: In<string>([]), day: 2 }, 'partition', () => false],
  ['clustering prefix', { tenant: 'a', day: 1, sensor: 's2' }, 'partition', (r) => key(r).startsWith('a 1 s2')],
  [
    'In on a clustering column',
    { tenant: 'a', day: 1, sensor: In(['s1', 's3']) },
    'partition',
    (r) => /^a 1 s[13]/.test(key(r)),
  ],
  [
    'range on the first clustering column',
    { tenant: 'a', day: 1, sensor: MoreThan('s1') },
    'partition',
    (r) => /^a 1 s[^1]/.test(key(r)),
  ],
  [
    'range on the last',
    { tenant: 'a', day: 1, sensor: 's1', at: Between(2, 3) },
    'partition',
    (r) => /^a 1 s1 [23]$/.test(key(r)),
  ],
  [
    'both bounds',
    { tenant: 'a', day: 1, sensor: 's1', at: And(MoreThan(1), LessThanOrEqual(3)) },
    'partition',
    (r) => /^a 1 s1 [23]$/.test(key(r)),
  ],
  [
    'Raw',
    { tenant: 'a', day: 1, sensor: 's1', at: Raw('>', '(int)? + 1', [1]) },
    'partition',
    (r) => /^a 1 s1 [3-9]$/.test(key(r)),
  ],
  ['Equal', { tenant: Equal('b'), day: 2 }, 'partition', (r) => r.tenant === 'b' && r.day === 2],
  ['SAI equality', { level: 2 }, 'index', (r) => r.level === 2],
  ['SAI range', { level: MoreThanOrEqual(2) }, 'index', (r) => r.level >= 2],
  ['SAI text', { unit: 'C' }, 'index', (r) => r.unit === 'C'],
  ['two SAI indexes', { unit: 'C', level: LessThan(2) }, 'index', (r) => r.unit === 'C' && r.level < 2],
  [
    'SAI within a partition',
    { tenant: 'a', day: 1, level: 1 },
    'index',
    (r) => key(r).startsWith('a 1') && r.level === 1,
  ],
  ['legacy index', { old: 'x1' }, 'index', (r) => r.old === 'x1'],
  ['Contains', { tags: Contains('t1') }, 'index', (r) => r.tags.has('t1')],
  ['ContainsKey', { byKey: ContainsKey('k1') }, 'index', (r) => r.byKey.has('k1')],
  ['ContainsEntry', { byEntry: ContainsEntry('k', 1) }, 'index', (r) => r.byEntry.get('k') === 1],
  ['no where', undefined, 'table', () => true],
  ['token range', { tenant: Token(MoreThan('a')), day: Token(MoreThan(1)) }, 'table', () => true],
];

const key = (r: Reading): string => `${r.tenant} ${r.day} ${r.sensor} ${r.at}`;

let dataSource: DataSource;
let readings: Repository<Reading>;
const all: Reading[] = [];

beforeAll(async () => {
  dataSource = await testDataSource({ entities: [Reading] });
  readings = dataSource.getRepository(Reading);
  for (const tenant of ['a', 'b']) {
    for (const day of [1, 2]) {
      for (const sensor of ['s1', 's2', 's3']) {
        for (const at of [1, 2, 3, 4]) {
          const n = at % 3;
          all.push(
            readings.create({
              ...{ tenant, day, sensor, at, level: n, unit: at % 2 === 0 ? 'C' : 'F', old: `x${n}`, value: at / 2 },
              ...{ tags: new Set([`t${n}`]), byKey: new Map([[`k${n}`, 1]]), byEntry: new Map([['k', n]]) },
              site: `${tenant} ${day}`,
            }),
          );
        }
      }
    }
  }
  await readings.save(all);
}, 60_000);
afterAll(() => dropTestData(dataSource));

describe('every plan is what explain() says, runs, and gives the right rows', () => {
  test.each(CASES)('%s', async (name, where, plan, matches) => {
    const query = where === undefined ? readings.all() : readings.filter(where);
    expect(query.explain().plan).toBe(plan);
    const rows = await query.all();
    if (name !== 'token range') expect(rows.map(key).sort()).toEqual(all.filter(matches).map(key).sort());
    for (const row of rows) expect(row).toEqual(all.find((each) => key(each) === key(row)));
    expect(await query.count()).toBe(rows.length);
    expect(await query.exists()).toBe(rows.length > 0);
  });
});

describe('refused plans never reach the server, and what they refuse the server refuses too', () => {
  const refused: [string, Where<Reading>, string][] = [
    ['partial partition key', { tenant: 'a' }, 'Reading.day is part of the partition key and is missing'],
    ['plain column', { value: 1 }, 'Reading.value is neither part of the key nor indexed'],
    ['clustering column alone', { sensor: 's1' }, 'Reading.sensor is a clustering column'],
    ['skipped clustering column', { tenant: 'a', day: 1, at: 1 }, 'Reading.at is stored behind sensor'],
    [
      'equality behind a range',
      { tenant: 'a', day: 1, sensor: MoreThan('s'), at: 1 },
      'Reading.at stands behind a range',
    ],
    ['range on the partition key', { tenant: MoreThan('a'), day: 1 }, 'takes a value or In(), not a range'],
    ['range on a text index', { unit: MoreThan('A') }, "its index does not serve '>'"],
    ['In on an index', { level: In([1, 2]) }, "its index does not serve 'IN'"],
    ['legacy index and another condition', { old: 'x1', level: 1 }, 'does not serve'],
    ['ContainsKey on an index of values', { byEntry: ContainsKey('k') }, "does not serve 'CONTAINS KEY'"],
  ];

  test.each(refused)('%s', async (_, where, message) => {
    const before = dataSource.metrics().executed;
    await expect(readings.findBy(where)).rejects.toThrow(message);
    await expect(readings.findBy(where)).rejects.toThrow(QueryPlanError);
    expect(dataSource.metrics().executed).toBe(before);
    // The same query with the caller's consent runs, so nothing was wrong but its cost.
    const cql = readings.filter(where).allowFiltering().toCql();
    expect(cql).toMatch(/ALLOW FILTERING$/);
  });

  test.each<[string, unknown, string]>([
    ['undefined', { tenant: undefined }, 'Reading.tenant is undefined in a where'],
    ['null', { tenant: null, day: 1 }, 'Reading.tenant is null in a where'],
    ['an unknown property', { tenent: 'a' }, "Reading has no column 'tenent'. Did you mean 'tenant'?"],
    ['a wrong type', { tenant: 'a', day: '1' }, 'Reading.day does not fit int'],
    ['an operator as JSON', JSON.parse('{"tenant":{"$gt":""},"day":1}'), 'Reading.tenant does not fit text'],
    ['a forged operator', { tenant: { name: 'IN', operands: ['a'] }, day: 1 }, 'Reading.tenant does not fit text'],
    ['__proto__ out of JSON', JSON.parse('{"__proto__":{"tenant":"a"}}'), "no column '__proto__'"],
    ['nothing', {}, "'where' is empty"],
    ['an array', [{ tenant: 'a' }], 'CQL has no OR'],
    ['a string', 'tenant', "'where' is an object"],
  ])('%s', async (_, where, message) => {
    const before = dataSource.metrics().executed;
    await expect(readings.findBy(where as Where<Reading>)).rejects.toThrow(message);
    expect(() => readings.filter(where as Where<Reading>)).toThrow(message);
    expect(dataSource.metrics().executed).toBe(before);
  });

  test('a find without its word where does not read the table', async () => {
    await expect(readings.find({ tenant: 'a' } as never)).rejects.toThrow("Conditions go into 'where'");
    await expect(readings.find({ wher: { tenant: 'a' } } as never)).rejects.toThrow("Did you mean 'where'?");
    await expect(readings.find({ where: undefined })).rejects.toThrow("'where' is undefined");
    await expect(readings.find({ take: 5 } as never)).rejects.toThrow("'limit'");
  });
});

describe('order', () => {
  const partition = { tenant: 'a', day: 1 };
  const ats = async (order: object, where: Where<Reading> = partition): Promise<string[]> =>
    (await readings.find({ where, order, select: ['sensor', 'at'] })).map(({ sensor, at }) => `${sensor}${at}`);

  test('as declared, reversed, and behind an equality', async () => {
    expect((await ats({ sensor: 'ASC', at: 'DESC' })).slice(0, 5)).toEqual(['s14', 's13', 's12', 's11', 's24']);
    expect((await ats({ sensor: 'DESC', at: 'ASC' })).slice(0, 5)).toEqual(['s31', 's32', 's33', 's34', 's21']);
    expect(await ats({ at: 'ASC' }, { ...partition, sensor: 's1' })).toEqual(['s11', 's12', 's13', 's14']);
  });

  test.each<[string, object, Where<Reading>, string]>([
    ['mixed directions', { sensor: 'ASC', at: 'ASC' }, partition, 'Reading.at: cannot order by it'],
    ['skipped column', { at: 'ASC' }, partition, 'Reading.at: cannot order by it'],
    ['plain column', { value: 'ASC' }, partition, 'Reading.value: cannot order by it'],
    ['over an index', { sensor: 'ASC' }, { level: 1 }, 'sorts within a partition only'],
    ['over partitions', { sensor: 'ASC' }, { tenant: In(['a', 'b']), day: 1 }, 'cannot be paged'],
    ['wrong direction', { sensor: 'up' }, partition, "is 'ASC' or 'DESC'"],
  ])('refuses %s', async (_, order, where, message) => {
    await expect(readings.find({ where, order })).rejects.toThrow(message);
  });
});

test('limit, perPartitionLimit, distinct, groupBy, select', async () => {
  expect(await readings.all().limit(5).all()).toHaveLength(5);
  expect(await readings.all().perPartitionLimit(2).all()).toHaveLength(8);
  const partitions = await readings.all().distinct().all();
  expect(partitions).toHaveLength(4);
  expect(partitions).toContainEqual({ tenant: 'b', day: 2 });
  expect(await readings.all().distinct().count()).toBe(4);
  const groups = await readings
    .filter({ tenant: 'a', day: 1 })
    .groupBy('tenant', 'day', 'sensor')
    .select('sensor', 'at')
    .all();
  expect(groups).toEqual([1, 2, 3].map((n) => ({ sensor: `s${n}`, at: 4 })));
  expect(() => readings.all().groupBy('sensor')).toThrow('from its first column on');
  const [row] = await readings.find({ where: { tenant: 'a', day: 1 }, select: { at: true }, limit: 1 });
  expect(row).toEqual({ at: 4 });
  expect(row).not.toBeInstanceOf(Reading);
});

test.each<[string, () => QuerySet<Reading, object>, string]>([
  ['clustering column', () => readings.filter({ tenant: 'a', day: 1, sensor: 's1' }).distinct(), "sensor = 's1'"],
  ['range', () => readings.filter({ tenant: 'a', day: 1, sensor: MoreThan('a') }).distinct(), "sensor > 'a'"],
  ['plain column', () => readings.filter({ tenant: 'a', day: 1, value: 1 }).allowFiltering().distinct(), 'value = 1'],
])('distinct with a condition on a %s is refused, as the server would', async (_, query, condition) => {
  await expect(query().all()).rejects.toThrow(/is of rows, and Reading is read by partitions with distinct\(\)/);
  await expect(query().count()).rejects.toThrow(QueryPlanError);
  const cql = `SELECT DISTINCT tenant, day FROM ${readings.metadata.tableName} WHERE tenant = 'a' AND day = 1 AND ${condition} ALLOW FILTERING`;
  await expect(dataSource.execute(cql)).rejects.toThrow(/DISTINCT/);
});

test('one() refuses a second row; first() takes it', async () => {
  await expect(readings.filter({ tenant: 'a', day: 1 }).one()).rejects.toThrow(MultipleResultsError);
  expect(await readings.filter({ tenant: 'a', day: 1 }).first()).toMatchObject({ sensor: 's1', at: 4 });
  expect(await readings.filter({ tenant: 'z', day: 1 }).one()).toBeNull();
});

test('allowFiltering reads what would be refused', async () => {
  const rows = await readings.filter({ value: 2 }).allowFiltering().all();
  expect(rows.map(key).sort()).toEqual(
    all
      .filter(({ value }) => value === 2)
      .map(key)
      .sort(),
  );
});

test('delete by key names one statement, over an index the keys that were found', async () => {
  const other = await testDataSource({ entities: [Reading] });
  const copy = other.getRepository(Reading);
  await copy.save(all);
  expect(await copy.filter({ tenant: 'a', day: 1, sensor: 's1', at: 1 }).delete()).toBe(1);
  expect(await copy.filter({ tenant: 'a', day: In([1, 2]), sensor: 's2' }).delete()).toBe(2);
  expect(await copy.count()).toBe(all.length - 1 - 8);
  const indexed = await copy.countBy({ level: 2 });
  expect(await copy.filter({ level: 2 }).delete()).toBe(indexed);
  expect(await copy.countBy({ level: 2 })).toBe(0);
  await expect(copy.all().delete()).rejects.toThrow('a delete needs conditions');
  await expect(copy.filter({ level: 1 }).limit(1).delete()).rejects.toThrow('takes no limit');
  await dropTestData(other);
});

test('static columns are written by the partition key alone', async () => {
  await readings.update({ tenant: 'a', day: 1 }, { site: 'roof' });
  const rows = await readings.findBy({ tenant: 'a', day: 1 });
  expect(new Set(rows.map(({ site }) => site))).toEqual(new Set(['roof']));
  await readings.update({ tenant: 'a', day: 1 }, { site: 'a 1' });
});

test('an aborted signal ends a read', async () => {
  await expect(readings.find({ signal: AbortSignal.abort() })).rejects.toThrow();
});
