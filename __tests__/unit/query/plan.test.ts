import {
  And,
  Between,
  Contains,
  ContainsEntry,
  ContainsKey,
  In,
  LessThan,
  Like,
  MoreThan,
  Raw,
  Token,
} from '../../../lib/index';
import { readConditions } from '../../../lib/query/conditions';
import type { PlanInput, QueryPlan } from '../../../lib/query/plan';
import { planQuery } from '../../../lib/query/plan';
import { ID, KEY, messageOf, planInput, readings, users } from '../support/reading';

const AT = new Date(0);
const RANGE = { tenant: Token(MoreThan('a')), day: Token(MoreThan('2024-01-01')) };
const FILTERING = { allowFiltering: true } as const;

const plan = (where: object | undefined, extra: Partial<PlanInput> = {}): QueryPlan =>
  planQuery(readings, planInput(where, extra));

describe('what runs', () => {
  test.each<[string, object | undefined, string, string?]>([
    ['the whole key', { ...KEY, sensor: 's', at: AT }, 'row'],
    ['the whole partition key', KEY, 'partition'],
    ['a prefix of the clustering key', { ...KEY, sensor: 's' }, 'partition'],
    ['a range behind a prefix', { ...KEY, sensor: 's', at: MoreThan(AT) }, 'partition'],
    ['two bounds', { ...KEY, sensor: And(MoreThan('a'), LessThan('b')) }, 'partition'],
    ['Between', { ...KEY, sensor: 's', at: Between(AT, AT) }, 'partition'],
    ['In on the partition key', { tenant: In(['a', 'b']), day: KEY.day }, 'partition'],
    ['In of one', { tenant: In(['a']), day: KEY.day, sensor: 's', at: AT }, 'partition'],
    ['In on a clustering column', { ...KEY, sensor: In(['a', 'b']), at: AT }, 'partition'],
    ['Raw on a clustering column', { ...KEY, sensor: 's', at: Raw('>', 'toTimestamp(now())') }, 'partition'],
    ['a SAI index', { level: 1 }, 'index', 'readings_level_idx'],
    ['a range over SAI', { level: MoreThan(1) }, 'index', 'readings_level_idx'],
    ['two bounds over SAI', { level: Between(1, 2) }, 'index', 'readings_level_idx'],
    ['several SAI indexes', { level: 1, grade: MoreThan(2) }, 'index', 'readings_level_idx readings_grade_idx'],
    ['equality over SAI of text', { city: 'x' }, 'index', 'readings_city_idx'],
    ['a legacy index', { code: 1 }, 'index', 'readings_code_idx'],
    ['an index on a part of the partition key', { day: KEY.day }, 'index', 'readings_day_idx'],
    ['an index inside a partition', { ...KEY, level: 1 }, 'index', 'readings_level_idx'],
    ['a legacy index inside a partition', { ...KEY, code: 1 }, 'index', 'readings_code_idx'],
    ['an index behind a range', { ...KEY, sensor: MoreThan('a'), level: 1 }, 'index', 'readings_level_idx'],
    ['Contains', { tags: Contains('a') }, 'index', 'readings_tags_idx'],
    ['Contains twice', { tags: And(Contains('a'), Contains('b')) }, 'index', 'readings_tags_idx'],
    ['ContainsKey', { attrs: ContainsKey('k') }, 'index', 'readings_attributes_idx'],
    ['ContainsEntry', { attrs: ContainsEntry('k', 1) }, 'index', 'by_entry'],
    ['a frozen collection', { shape: [1] }, 'index', 'readings_shape_idx'],
    ['no where', undefined, 'table'],
    ['a range of tokens', RANGE, 'table'],
    ['two bounds of tokens', { tenant: Token(Between('a', 'b')), day: Token(Between(KEY.day, KEY.day)) }, 'table'],
  ])('%s', (_, where, kind, indexes = '') => {
    const found = plan(where);
    expect([found.kind, found.indexes.map(({ name }) => name).join(' ')]).toEqual([kind, indexes]);
    expect(found.reason).not.toBe('');
  });

  test('a single partition key column is a row, and its token a range', () => {
    const of = (where: object): string =>
      planQuery(users, { conditions: readConditions(users, where), order: [], allowFiltering: false }).kind;
    expect(of({ id: ID })).toBe('row');
    expect(of({ id: In([ID]) })).toBe('partition');
    expect(of({ id: Token(MoreThan(ID)) })).toBe('table');
  });

  test.each<[string, object, string]>([
    ['a column without index', { value: 1 }, 'the whole table'],
    ['a column in a partition', { ...KEY, value: 1 }, 'the partition'],
    ['a skipped clustering column', { ...KEY, at: AT }, 'the partition'],
    ['a part of the partition key', { tenant: 't' }, 'the whole table'],
    ['a legacy index and more', { code: 1, level: 1 }, 'the whole table'],
    ['conditions beside tokens', { ...RANGE, value: 1 }, 'tokens'],
    ['In on an indexed column', { level: In([1]) }, 'the whole table'],
  ])('with allowFiltering: %s', (_, where, scope) => {
    expect(plan(where, FILTERING)).toMatchObject({ kind: 'filtering', reason: expect.stringContaining(scope) });
  });

  test('allowFiltering does not hide a better plan', () => {
    expect([plan(KEY, FILTERING).kind, plan({ level: 1 }, FILTERING).kind]).toEqual(['partition', 'index']);
  });
});

describe('what is refused', () => {
  const refusals: readonly [string, object, RegExp, ...RegExp[]][] = [
    [
      'a partial partition key',
      { tenant: 't' },
      /^QueryPlanError: Reading\.day is part of the partition key and is missing/,
      /add day to the where/,
    ],
    [
      'a partial key with clustering',
      { day: KEY.day, sensor: 's' },
      /Reading\.tenant is part of the partition key and is missing/,
    ],
    [
      'a range on the partition key',
      { tenant: MoreThan('a'), day: KEY.day },
      /Reading\.tenant is part of the partition key, which takes a value or In\(\), not a range/,
      /Token\(\)/,
    ],
    [
      'a skipped clustering column',
      { ...KEY, at: AT },
      /Reading\.at is stored behind sensor, which has no condition/,
      /add sensor to the where/,
    ],
    [
      'a condition behind a range',
      { ...KEY, sensor: MoreThan('a'), at: AT },
      /Reading\.at stands behind a range on sensor/,
      /give sensor a value/,
    ],
    [
      'clustering without partition',
      { sensor: 's' },
      /Reading\.sensor is a clustering column, which serves a query only within a partition/,
      /tenant, day/,
    ],
    [
      'a plain column',
      { value: 1 },
      /Reading\.value is neither part of the key nor indexed, so Cassandra would read the whole table/,
      /query by the partition key: tenant, day/,
      /declare @Index\(\) on Reading\.value/,
      /allowFiltering/,
    ],
    ['a plain column in a partition', { ...KEY, value: 1 }, /would read the whole partition/],
    ['a static column', { ...KEY, owner: 'me' }, /Reading\.owner is neither part of the key nor indexed/],
    ['one indexed, one not', { level: 1, value: 1 }, /Reading\.value is neither part of the key nor indexed/],
    ['a range over text', { city: MoreThan('a') }, /Reading\.city is indexed, but its index does not serve '>'/],
    [
      'a range over a legacy index',
      { code: MoreThan(1) },
      /Reading\.code is indexed, but its index does not serve '>'/,
    ],
    ['In over an index', { level: In([1, 2]) }, /Reading\.level is indexed, but its index does not serve 'IN'/],
    ['a legacy index and another', { code: 1, level: 1 }, /Reading\.code is indexed, but its index does not serve '='/],
    ['two conditions on a legacy index', { code: 1, value: 2 }, /Reading\.value/],
    [
      'Contains of another part',
      { attrs: Contains(1) },
      /Reading\.attrs is indexed, but its index does not serve 'CONTAINS'/,
    ],
    [
      'several partitions and an index',
      { tenant: In(['a', 'b']), day: KEY.day, level: 1 },
      /Reading\.tenant has In\(\), and Cassandra takes no index beside it/,
      /one partition at a time/,
    ],
    ['half a token', { tenant: Token(MoreThan('a')) }, /a token is made of the whole partition key/, /tenant, day/],
    [
      'two comparisons of tokens',
      { tenant: Token(MoreThan('a')), day: Token(LessThan(KEY.day)) },
      /a token is made of the whole partition key/,
    ],
    [
      'a token of no key',
      { sensor: Token(MoreThan('a')) },
      /Reading\.sensor is not part of the partition key, so it has no token/,
    ],
    ['conditions beside tokens', { ...RANGE, level: 1 }, /conditions beside a token range/, /allowFiltering/],
    [
      'two equalities',
      { level: And(MoreThan(1), MoreThan(2)) },
      /Reading\.level has conditions that cannot stand together/,
    ],
    [
      'a value and a range',
      { ...KEY, sensor: And(In(['a']), MoreThan('a')) },
      /Reading\.sensor has conditions that cannot stand together/,
    ],
  ];

  test.each(refusals)('%s', (_, where, ...messages) => {
    const message = messageOf(() => plan(where));
    for (const part of messages) expect(message).toMatch(part);
  });

  test('the error says where and gives the ways out to programs too', () => {
    let thrown: unknown;
    try {
      plan({ value: 1 });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({
      code: 'CASPY_QUERY_PLAN',
      path: 'Reading.value',
      waysOut: expect.arrayContaining([expect.stringContaining('@Index()')]),
    });
  });

  test.each<[string, object, RegExp]>([
    ['Like', { city: Like('a%') }, /Reading\.city: Like\(\) needs an index that serves it/],
    [
      'several partitions and an index',
      { tenant: In(['a', 'b']), day: KEY.day, level: 1 },
      /Reading\.tenant has In\(\)/,
    ],
    ['two equalities', { level: And(MoreThan(1), MoreThan(2)) }, /cannot stand together/],
    ['half a token', { tenant: Token(MoreThan('a')) }, /a token is made of the whole partition key/],
  ])('even with allowFiltering: %s', (_, where, message) => {
    expect(messageOf(() => plan(where, FILTERING))).toMatch(message);
  });

  test('two conditions of two filters', () => {
    const conditions = [...readConditions(readings, { level: 1 }), ...readConditions(readings, { level: 2 })];
    expect(messageOf(() => planQuery(readings, { conditions, order: [], allowFiltering: true }))).toMatch(
      /Reading\.level has conditions that cannot stand together/,
    );
  });
});
