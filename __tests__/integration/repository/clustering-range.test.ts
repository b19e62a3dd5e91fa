import { dropTestData, testDataSource } from '../support/test-data-source';
import type { DataSource, Repository } from 'caspy';
import {
  And,
  Between,
  ClusteringKey,
  Column,
  In,
  LessThan,
  MoreThan,
  MoreThanOrEqual,
  PartitionKey,
  Table,
} from 'caspy';

@Table('clustering_ranges')
class Point {
  @PartitionKey('int') id!: number;
  @ClusteringKey('int') a!: number;
  @ClusteringKey('int', { order: 'DESC', name: 'select' }) b!: number;
  @ClusteringKey() c!: string;
  @Column('int') value!: number;
}

let dataSource: DataSource;
let points: Repository<Point>;
const all: readonly Point[] = [1, 2, 3].flatMap((a) =>
  [1, 2, 3].flatMap((b) => ['x', 'y'].map((c) => Object.assign(new Point(), { id: 1, a, b, c, value: a }))),
);
beforeAll(async () => {
  dataSource = await testDataSource({ entities: [Point] });
  points = dataSource.getRepository(Point);
  await points.save(all);
});
afterAll(() => dropTestData(dataSource));

const name = ({ a, b, c }: Point): string => `${a}${b}${c}`;
const of = (test: (name: string) => boolean): string[] => all.map(name).filter(test).sort();

const query = (): ReturnType<typeof points.filter> => points.filter({ id: 1 });

test.each<[string, () => ReturnType<typeof query>, string[]]>([
  ['MoreThan', () => query().clusteringRange(MoreThan({ a: 1, b: 2 })), of((n) => n.slice(0, 2) > '12')],
  [
    'whatever the order of the properties',
    () => query().clusteringRange(MoreThan({ b: 2, a: 1 })),
    of((n) => n.slice(0, 2) > '12'),
  ],
  [
    'MoreThanOrEqual of all three',
    () => query().clusteringRange(MoreThanOrEqual({ a: 2, b: 2, c: 'y' })),
    of((n) => n >= '22y'),
  ],
  [
    'And',
    () => query().clusteringRange(And(MoreThan({ a: 1, b: 3 }), LessThan({ a: 3, b: 2 }))),
    of((n) => n.slice(0, 2) > '13' && n.slice(0, 2) < '32'),
  ],
  [
    'Between',
    () => query().clusteringRange(Between({ a: 1, b: 3 }, { a: 2, b: 1 })),
    of((n) => n.slice(0, 2) >= '13' && n.slice(0, 2) <= '21'),
  ],
  [
    'bounds of different length',
    () => query().clusteringRange(And(MoreThan({ a: 1, b: 3 }), LessThan({ a: 3 }))),
    of((n) => n.slice(0, 2) > '13' && n < '3'),
  ],
  [
    'behind an equality',
    () => points.filter({ id: 1, a: 2 }).clusteringRange(MoreThan({ b: 1, c: 'x' })),
    of((n) => n.startsWith('2') && n.slice(1) > '1x'),
  ],
  [
    'In',
    () =>
      query().clusteringRange(
        In([
          { a: 1, b: 1 },
          { a: 3, b: 2 },
          { a: 1, b: 1 },
        ]),
      ),
    of((n) => /^(11|32)/.test(n)),
  ],
  [
    'In and the next column',
    () =>
      query()
        .clusteringRange(
          In([
            { a: 1, b: 1 },
            { a: 3, b: 2 },
          ]),
        )
        .filter({ c: 'y' }),
    ['11y', '32y'],
  ],
  ['In of nothing', () => query().clusteringRange(In<{ a: number }>([])), []],
  [
    'several partitions',
    () => points.filter({ id: In([1, 2]) }).clusteringRange(MoreThan({ a: 3, b: 2 })),
    of((n) => n.slice(0, 2) > '32'),
  ],
])('%s', async (_, make, expected) => {
  expect(make().explain().plan).toBe('partition');
  expect((await make().all()).map(name).sort()).toEqual([...expected].sort());
  expect(await make().count()).toBe(expected.length);
});

test('one text for all values, another one for other columns', () => {
  const cql = query()
    .clusteringRange(MoreThan({ a: 1, b: 2 }))
    .toCql();
  expect(cql).toMatch(/WHERE id = \? AND \(a, "select"\) > \(\?, \?\)$/);
  expect(
    query()
      .clusteringRange(MoreThan({ a: 9, b: 9 }))
      .toCql(),
  ).toBe(cql);
  expect(
    query()
      .clusteringRange(MoreThan({ a: 9 }))
      .toCql(),
  ).not.toBe(cql);
});

test('ordered and limited: the keyset of a page', async () => {
  const rows = await query()
    .clusteringRange(MoreThan({ a: 1, b: 2 }))
    .orderBy('a', 'DESC')
    .limit(2)
    .all();
  expect(rows.map(name)).toEqual(['31y', '31x']);
});

test.each<[string, () => unknown, RegExp]>([
  ['a gap', () => query().clusteringRange(MoreThan({ a: 1, c: 'x' })), /columns that follow each other/],
  ['the partition key', () => query().clusteringRange(MoreThan({ id: 1, a: 1 })), /columns that follow each other/],
  ['a plain column', () => query().clusteringRange(MoreThan({ c: 'x', value: 1 })), /columns that follow each other/],
  ['nothing', () => query().clusteringRange(MoreThan({})), /clusteringRange\(\) takes/],
  ['a value', () => query().clusteringRange(MoreThan(1 as never)), /clusteringRange\(\) takes/],
  ['no operator', () => query().clusteringRange({ a: 1 } as never), /clusteringRange\(\) takes/],
  ['a misspelt column', () => query().clusteringRange(MoreThan({ aa: 1 } as never)), /Point has no column 'aa'/],
  ['a wrong type', () => query().clusteringRange(MoreThan({ a: 'x' } as never)), /Point\.a does not fit int/],
  ['undefined', () => query().clusteringRange(MoreThan({ a: undefined as never })), /Point\.a is undefined/],
  [
    'different columns',
    () => query().clusteringRange(In([{ a: 1 }, { a: 1, b: 1 }])),
    /names the same clustering columns/,
  ],
  [
    'a skipped column',
    () =>
      query()
        .clusteringRange(MoreThan({ b: 1 }))
        .toCql(),
    /Point\.b is stored behind a/,
  ],
  [
    'a condition behind it',
    () =>
      query()
        .clusteringRange(MoreThan({ a: 1, b: 1 }))
        .filter({ c: 'x' })
        .toCql(),
    /Point\.c/,
  ],
  [
    'no partition',
    () =>
      points
        .all()
        .clusteringRange(MoreThan({ a: 1 }))
        .toCql(),
    /Point\.a is a clustering column/,
  ],
])('refused: %s', (_, work, message) => {
  expect(work).toThrow(message);
});

test('deletes a range', async () => {
  const copies = all.map((point) => points.merge(points.create(point), { id: 5 }));
  await points.save(copies);
  await points
    .filter({ id: 5 })
    .clusteringRange(MoreThan({ a: 2, b: 2 }))
    .delete();
  expect((await points.findBy({ id: 5 })).map(name).sort()).toEqual(of((n) => n.slice(0, 2) <= '22'));
});
