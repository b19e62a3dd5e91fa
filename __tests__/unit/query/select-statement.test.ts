import { Between, Contains, ContainsEntry, ContainsKey, In, MoreThan, Raw, Token } from '../../../lib/index';
import { encodeList } from '../../../lib/query/encode-list';
import type { SelectShape } from '../../../lib/query/select-statement';
import { selectKey, selectStatement, whereParameters } from '../../../lib/query/select-statement';
import { hex, KEY, planInput, readings } from '../support/reading';

const column = (property: string): (typeof readings.columns)[number] => readings.byProperty.get(property)!;

function shape(where: object | undefined, extra: Partial<SelectShape> = {}): SelectShape {
  return {
    ...planInput(where),
    columns: [column('sensor')],
    distinct: false,
    groupBy: [],
    limited: false,
    limitedPerPartition: false,
    ...extra,
  };
}

const HEAD = 'SELECT sensor FROM ks.readings';

interface Case {
  readonly name: string;
  readonly where?: object;
  readonly extra?: Partial<SelectShape>;
  readonly cql: string;
  readonly types?: readonly string[];
  readonly params?: readonly unknown[];
}

const cases: readonly Case[] = [
  { name: 'all', cql: HEAD },
  {
    name: 'a partition',
    where: KEY,
    cql: `${HEAD} WHERE tenant = ? AND day = ?`,
    types: ['text', 'date'],
    params: ['74', '80004d46'],
  },
  {
    name: 'a range',
    where: { ...KEY, sensor: Between('a', 'b') },
    cql: `${HEAD} WHERE tenant = ? AND day = ? AND sensor >= ? AND sensor <= ?`,
    types: ['text', 'date', 'text', 'text'],
    params: ['74', '80004d46', '61', '62'],
  },
  {
    name: 'In is one marker',
    where: { tenant: In(['a', 'b']), day: KEY.day },
    cql: `${HEAD} WHERE tenant IN ? AND day = ?`,
    types: ['list<text>', 'date'],
    params: ['00000002' + '0000000161' + '0000000162', '80004d46'],
  },
  {
    name: 'collections',
    where: { tags: Contains('a'), attrs: ContainsKey('k') },
    cql: `${HEAD} WHERE tags CONTAINS ? AND attributes CONTAINS KEY ?`,
    types: ['element of set<text>', 'key of map<text, int>'],
    params: ['61', '6b'],
  },
  {
    name: 'a value of a map',
    where: { attrs: Contains(1) },
    cql: `${HEAD} WHERE attributes CONTAINS ?`,
    types: ['value of map<text, int>'],
    params: ['00000001'],
  },
  {
    name: 'an entry',
    where: { attrs: ContainsEntry('k', 1) },
    cql: `${HEAD} WHERE attributes[?] = ?`,
    types: ['key of map<text, int>', 'value of map<text, int>'],
    params: ['6b', '00000001'],
  },
  {
    name: 'Raw',
    where: { ...KEY, sensor: Raw('>', 'concat(?, ?)', ['a', 'b']) },
    cql: `${HEAD} WHERE tenant = ? AND day = ? AND sensor > concat(?, ?)`,
    types: ['text', 'date', 'inferred by the server', 'inferred by the server'],
    params: ['74', '80004d46', 'a', 'b'],
  },
  {
    name: 'a token goes to the end, in the order of the key',
    where: { day: Token(MoreThan('1970-01-01')), tenant: Token(MoreThan('a')), level: 1 },
    extra: { allowFiltering: true },
    cql: `${HEAD} WHERE level = ? AND token(tenant, day) > token(?, ?) ALLOW FILTERING`,
    types: ['int', 'text', 'date'],
    params: ['00000001', '61', '80000000'],
  },
  {
    name: 'two bounds of tokens',
    where: { tenant: Token(Between('a', 'b')), day: Token(Between('1970-01-01', '1970-01-02')) },
    cql: `${HEAD} WHERE token(tenant, day) >= token(?, ?) AND token(tenant, day) <= token(?, ?)`,
    types: ['text', 'date', 'text', 'date'],
    params: ['61', '80000000', '62', '80000001'],
  },
  {
    name: 'everything in its place',
    where: KEY,
    extra: {
      columns: [column('tenant'), column('attrs')],
      groupBy: [column('tenant'), column('day')],
      order: [
        [column('sensor'), 'DESC'],
        [column('at'), 'ASC'],
      ],
      limited: true,
      limitedPerPartition: true,
      allowFiltering: true,
    },
    cql:
      'SELECT tenant, attributes FROM ks.readings WHERE tenant = ? AND day = ? GROUP BY tenant, day ' +
      'ORDER BY sensor DESC, at ASC PER PARTITION LIMIT ? LIMIT ? ALLOW FILTERING',
    types: ['text', 'date', 'int', 'int'],
    params: ['74', '80004d46'],
  },
  {
    name: 'distinct',
    extra: { distinct: true, columns: readings.partitionKey },
    cql: 'SELECT DISTINCT tenant, day FROM ks.readings',
  },
  { name: 'count', extra: { columns: 'count' }, cql: 'SELECT count(*) FROM ks.readings' },
];

test.each(cases)('$name', ({ where, extra, cql, types = [], params = [] }) => {
  const made = shape(where, extra);
  expect(selectStatement(readings, 'ks.readings', made, 'Reading.find')).toEqual({
    cql,
    kind: 'read',
    idempotent: true,
    operation: 'Reading.find',
    parameterTypes: types,
  });
  expect(hex(whereParameters(readings, made.conditions))).toEqual(params);
});

describe('the key of a shape', () => {
  const key = (where: object | undefined, extra: Partial<SelectShape> = {}): string =>
    selectKey(shape(where, extra), 'find');

  test('does not depend on values and their number', () => {
    expect(key({ level: 1 })).toBe(key({ level: 2 }));
    expect(key({ level: In([1]) })).toBe(key({ level: In([1, 2, 3]) }));
  });

  test('tells texts apart', () => {
    const keys = [
      key(undefined),
      key({ level: 1 }),
      key({ grade: 1 }),
      key({ level: In([1]) }),
      key({ level: Raw('=', '1') }),
      key({ level: Raw('=', '2') }),
      key({ level: MoreThan(1) }),
      key({ tenant: MoreThan('a') }),
      key({ tenant: Token(MoreThan('a')) }),
      key(undefined, { limited: true }),
      key(undefined, { limitedPerPartition: true }),
      key(undefined, { allowFiltering: true }),
      key(undefined, { distinct: true }),
      key(undefined, { columns: 'count' }),
      key(undefined, { columns: [column('day')] }),
      key(undefined, { groupBy: [column('day')] }),
      key(undefined, { order: [[column('day'), 'ASC']] }),
      key(undefined, { order: [[column('day'), 'DESC']] }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('commas in property names make no difference', () => {
    const named = (...properties: string[]): SelectShape['columns'] =>
      properties.map((property) => ({ ...column('day'), property }));
    expect(key(undefined, { columns: named('a,b') })).not.toBe(key(undefined, { columns: named('a', 'b') }));
    expect(key(undefined, { columns: named('#') })).not.toBe(key(undefined, { columns: 'count' }));
  });
});

test.each<[readonly string[], string]>([
  [[], '00000000'],
  [[''], '0000000100000000'],
  [['61', '6263'], '00000002' + '0000000161' + '000000026263'],
])('encodeList(%j)', (items, bytes) => {
  expect(encodeList(items.map((item) => Buffer.from(item, 'hex'))).toString('hex')).toBe(bytes);
});
