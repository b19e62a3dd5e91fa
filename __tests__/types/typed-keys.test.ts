import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compile } from './support/compile';

jest.setTimeout(120_000);

const FIXTURE = readFileSync(path.join(__dirname, 'fixtures/typed-keys.ts'), 'utf8');

const READING = `
import { ClusteringKey, Column, DataSource, Index, MoreThan, PartitionKey, primaryKey, Table } from 'caspy';
@Table()
class Reading {
  static readonly keys = primaryKey<Reading>()(['tenant', 'day'], ['sensor', 'at'], { indexed: ['unit'] });
  @PartitionKey('text') tenant!: string;
  @PartitionKey('date') day!: string;
  @ClusteringKey('text') sensor!: string;
  @ClusteringKey('timestamp') at!: Date;
  @Column('double') value!: number;
  @Index() @Column('text') unit!: string;
}
declare const dataSource: DataSource;
const readings = dataSource.getRepository(Reading);
const partition = { tenant: 'a', day: 'b' };
const whole = { ...partition, sensor: 'c', at: new Date() };
`;

describe('what the fixture says', () => {
  test('legal calls compile, and each call that Cassandra would refuse does not', () => {
    expect(compile(FIXTURE).errors).toEqual([]);
  });

  test('also for projects with looser settings', () => {
    const loose = { exactOptionalPropertyTypes: false, noUncheckedIndexedAccess: false };
    expect(compile(FIXTURE, loose).errors).toEqual([]);
  });
});

test('messages say what is wrong and what to do', () => {
  const calls: readonly (readonly [string, string])[] = [
    [`findBy({ tenant: 'a' })`, `'day' is missing: a where names the whole partition key, which is tenant, day`],
    ['findBy({})', 'the where is empty: name the whole partition key, which is tenant, day'],
    [
      'findBy({ ...partition, value: 1 })',
      `'value' is not a key column: declare an index on it, use find() with allowFiltering, or query another table`,
    ],
    [
      'findBy({ ...partition, at: new Date() })',
      `'at' needs 'sensor' before it: clustering columns are given in their order, without a gap`,
    ],
    [
      `findBy({ ...partition, sensor: MoreThan('a'), at: new Date() })`,
      `'at' stands behind a range on 'sensor', where CQL takes no further clustering column`,
    ],
    [
      `find({ where: { tenant: 'a', day: MoreThan('b') } })`,
      `'day' is part of the partition key, which takes a value or In(), but no range`,
    ],
    [`findBy({ ...partition, nmae: 'x' })`, `'nmae' is no column`],
    [
      `find({ where: partition, order: { value: 'ASC' } })`,
      `'value' is no clustering column: rows of a partition are ordered by sensor, at`,
    ],
    [`all().orderBy('value')`, `'value' is no clustering column: rows of a partition are ordered by sensor, at`],
    [
      `update(whole, { day: 'x' })`,
      `'day' is part of the primary key, which cannot change: save a new row, delete the old`,
    ],
    [
      `delete({ unit: 'C' })`,
      `'unit' is not a key column: a delete names rows by their key, and filter(…).delete() finds keys over an index`,
    ],
    ['get(partition)', 'is missing the following properties'],
  ];
  const source = READING + calls.map(([call]) => `readings.${call};`).join('\n');
  const first = READING.split('\n').length;
  const { errors } = compile(source);
  expect(errors).toEqual(
    calls.map(([, message], index) => expect.stringMatching(startsWith(`${first + index}: `, message)) as unknown),
  );
});

function startsWith(start: string, text: string): RegExp {
  return new RegExp(`^${start}[^]*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
}

describe('the cost of typed keys', () => {
  const entity = (index: number, keys: boolean): string => `
@Table('e${index}')
class E${index} {
  ${keys ? `static readonly keys = primaryKey<E${index}>()(['tenant', 'day'], ['sensor', 'at'], { indexed: ['unit'] });` : ''}
  @PartitionKey('text') tenant!: string;
  @PartitionKey('date') day!: string;
  @ClusteringKey('text') sensor!: string;
  @ClusteringKey('timestamp') at!: Date;
  @Column('double') value!: number;
  @Column('text') note?: string | null;
  @Column('set<text>') tags!: Set<string>;
  @Index() @Column('text') unit!: string;
}
export async function use${index}(dataSource: DataSource): Promise<void> {
  const repository = dataSource.getRepository(E${index});
  await repository.findBy({ tenant: 'a', day: 'b', sensor: 'c', at: MoreThan(new Date()) });
  await repository.find({ where: { tenant: 'a', day: 'b' }, order: { sensor: 'DESC' }, select: ['value'] });
  await repository.get({ tenant: 'a', day: 'b', sensor: 'c', at: new Date() });
  await repository.update({ tenant: 'a', day: 'b', sensor: 'c', at: new Date() }, { value: 1 });
}`;
  const program = (count: number, keys: boolean): string =>
    `import { ClusteringKey, Column, DataSource, Index, MoreThan, PartitionKey, primaryKey, Table } from 'caspy';` +
    Array.from({ length: count }, (_, index) => entity(index, keys)).join('\n');

  test('200 entities with four calls each stay cheap to check', () => {
    const none = compile(program(0, true));
    const typed = compile(program(200, true));
    const untyped = compile(program(200, false));
    expect([typed.errors, untyped.errors]).toEqual([[], []]);
    const each = (compiled: { instantiations: number }): number =>
      Math.round((compiled.instantiations - none.instantiations) / 200);
    const seconds = [none, typed, untyped].map(({ milliseconds }) => (milliseconds / 1_000).toFixed(1));
    process.stdout.write(
      `instantiations an entity: typed ${each(typed)}, untyped ${each(untyped)}; ` +
        `seconds without, with typed, with untyped entities: ${seconds.join(', ')}\n`,
    );
    // Counts do not depend on the machine, as seconds do: 2,000 an entity take about 10 ms on a laptop.
    expect(each(typed)).toBeLessThan(3_000);
    expect(typed.instantiations).toBeLessThan(700_000);
  });
});
