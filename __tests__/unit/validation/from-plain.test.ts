import { types } from 'cassandra-driver';
import { Exclude, Expose, instanceToPlain, Transform, Type } from 'class-transformer';
import fc from 'fast-check';
import {
  Column,
  ConfigurationError,
  fromPlain,
  list,
  map,
  PartitionKey,
  set,
  Table,
  toPlain,
  tuple,
  UserType,
  ValidationError,
  vector,
} from '../../../lib/index';
import { SCALAR_NAMES } from '../../../lib/types/cql-type';
import { createCodec } from '../../../lib/types/create-codec';
import { parseCqlType } from '../../../lib/types/parse-cql-type';
import { valuesOf } from '../types/support/arbitrary-values';

@UserType()
class Address {
  @Column() street!: string;
  @Column('int') zip!: number;
  @Column(set('text')) tags!: Set<string>;
}

@Table()
class Account {
  @PartitionKey('uuid') id!: string;
  @Column('bigint') total!: bigint;
  @Column('bigint') small!: number;
  @Column() at!: Date;
  @Column() bytes!: Buffer;
  @Column(set('int')) ids!: number[];
  @Column(map('text', 'bigint')) sums!: Map<string, bigint>;
  @Column(map('text', 'int')) counts!: Record<string, number>;
  @Column('uuid') ref!: types.Uuid;
  @Column('date') day!: types.LocalDate;
  @Column(vector('float', 2)) near!: Float32Array;
  @Column(tuple('int', 'text')) pair!: [number, string | null];
  @Column(() => Address) home!: Address;
  @Column(list(() => Address)) homes!: Address[];
  @Column({ transformer: { to: (cents: bigint) => String(cents), from: (text: string) => BigInt(text) } })
  price!: string;
}

const UUID = '123e4567-e89b-42d3-a456-426614174000';

function faultsOf(work: () => unknown): Record<string, string> {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return Object.fromEntries(error.errors.map(({ path, constraints }) => [path, Object.values(constraints).join()]));
  }
  throw new Error('It was taken.');
}

const body = (): Record<string, unknown> => ({
  id: UUID.toUpperCase(),
  total: '9007199254740993',
  small: '5',
  at: '2024-02-29T00:00:00.000Z',
  bytes: 'aGk=',
  ids: [1, 2],
  sums: { a: '1', __proto: '2' },
  counts: { a: 1 },
  ref: UUID,
  day: '2024-02-29',
  near: [0.5, 1],
  pair: [1, null],
  home: { street: 's', zip: 1, tags: ['x'] },
  homes: [{ street: 't', zip: 2, tags: [] }],
});

test('each value has the form of its property', () => {
  const account = fromPlain(Account, body());
  expect(account).toBeInstanceOf(Account);
  expect(account).toMatchObject({
    id: UUID,
    total: 9007199254740993n,
    small: 5,
    at: new Date('2024-02-29'),
    bytes: Buffer.from('hi'),
    ids: [1, 2],
    sums: new Map([
      ['a', 1n],
      ['__proto', 2n],
    ]),
    near: Float32Array.of(0.5, 1),
    pair: [1, null],
  });
  expect(account.ref).toBeInstanceOf(types.Uuid);
  expect(account.day).toBeInstanceOf(types.LocalDate);
  expect(Object.getPrototypeOf(account.counts)).toBeNull();
  expect(account.home).toBeInstanceOf(Address);
  expect(account.homes[0]).toBeInstanceOf(Address);
  expect(account.home.tags).toEqual(new Set(['x']));
  expect(fromPlain(Account, JSON.parse(JSON.stringify(toPlain(account))))).toEqual(account);
});

test('all that does not fit is told at once, with its place and without the value', () => {
  const wrong = {
    id: 'secret',
    total: 2 ** 60,
    at: 'secret',
    bytes: 'secret!',
    ids: [1, 'secret'],
    sums: { a: 'secret' },
    near: [1],
    pair: [1],
    home: { street: 5, zip: 1.5, tags: 'secret', city: 'x' },
    homes: {},
    nmae: 1,
  };
  const faults = faultsOf(() => fromPlain(Account, wrong));
  expect(Object.keys(faults).sort()).toEqual([
    'Account.at',
    'Account.bytes',
    'Account.home.city',
    'Account.home.street',
    'Account.home.tags',
    'Account.home.zip',
    'Account.homes',
    'Account.id',
    'Account.ids[1]',
    'Account.near',
    'Account.nmae',
    'Account.pair',
    'Account.sums[0].value',
    'Account.total',
  ]);
  expect(JSON.stringify(faults)).not.toContain('secret');
});

test.each<[string, string]>([
  ['__proto__', '{"__proto__":{"polluted":1}}'],
  ['constructor', '{"constructor":{"prototype":{"polluted":1}}}'],
  ['prototype', '{"prototype":1}'],
])('%s is refused, stripped or not', (name, json) => {
  for (const unknown of ['refuse', 'strip'] as const) {
    expect(Object.keys(faultsOf(() => fromPlain(Account, JSON.parse(json), { unknown })))).toEqual([`Account.${name}`]);
  }
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
});

test('unknown properties are refused or stripped', () => {
  const given = { id: UUID, more: 1, home: { street: 's', more: 1 } };
  expect(Object.keys(faultsOf(() => fromPlain(Account, given)))).toEqual(['Account.more', 'Account.home.more']);
  const stripped = fromPlain(Account, given, { unknown: 'strip' });
  expect(Object.keys(stripped)).not.toContain('more');
  expect(stripped.home).toEqual(Object.assign(new Address(), { street: 's', zip: null, tags: new Set() }));
});

test.each([5, null, 'text', [], undefined, new Date()])('%p is no body', (value) => {
  expect(Object.keys(faultsOf(() => fromPlain(Account, value)))).toEqual(['Account']);
});

test('wrong calls', () => {
  expect(() => fromPlain(Account, {}, { unknown: 'drop' as never })).toThrow(ConfigurationError);
  expect(() => fromPlain(Account, {}, 5 as never)).toThrow(ConfigurationError);
  expect(() => fromPlain(class Bare {}, {})).toThrow('Bare has no columns.');
  expect(() => fromPlain(5 as never, {})).toThrow(ConfigurationError);
  expect(() => toPlain({}, 'x' as never)).toThrow(ConfigurationError);
  expect([1n, 2n].map(toPlain)).toEqual(['1', '2']);
});

test('behind a transformer: the own form, or the stored one', () => {
  expect(fromPlain(Account, { price: '7' }).price).toBe('7');
  @Table()
  class Event {
    @PartitionKey('text', {
      transformer: { to: (at: Date) => at.toISOString(), from: (text: string) => new Date(text) },
    })
    at!: Date;
  }
  const event = fromPlain(Event, { at: '2024-02-29T00:00:00.000Z' });
  expect(event.at).toEqual(new Date('2024-02-29'));
});

const TYPES = [
  ...SCALAR_NAMES,
  ...SCALAR_NAMES.filter((name) => name !== 'counter').flatMap((name) => [
    `list<${name}>`,
    `frozen<tuple<${name}, int>>`,
  ]),
  ...SCALAR_NAMES.filter((name) => !['counter', 'duration'].includes(name)).flatMap((name) => [
    `set<${name}>`,
    `map<${name}, text>`,
  ]),
  'vector<float, 3>',
  'vector<text, 2>',
  'map<frozen<tuple<int, text>>, frozen<list<bigint>>>',
  'map<frozen<list<uuid>>, frozen<map<text, frozen<set<timestamp>>>>>',
];

/** JSON has no -0, and Map and Set hold none either. */
const withoutZero = (value: unknown): boolean => {
  if (Array.isArray(value) || value instanceof Set) return [...(value as Set<unknown>)].every(withoutZero);
  if (value instanceof Map) return [...value].every(([key, item]) => withoutZero(key) && withoutZero(item));
  return !Object.is(value, -0);
};

describe('toPlain, JSON and fromPlain give the same value', () => {
  test.each(TYPES)('%s', (cql) => {
    class Holder {
      value: unknown;
    }
    PartitionKey('text')(Holder.prototype, 'id');
    Column(cql)(Holder.prototype, 'value');
    const type = parseCqlType(cql);
    const { encode } = createCodec(type);
    fc.assert(
      fc.property(valuesOf(type).filter(withoutZero), (value) => {
        const holder = Object.assign(new Holder(), { value });
        const read = fromPlain(Holder, JSON.parse(JSON.stringify(toPlain(holder))));
        if (value instanceof Map || value instanceof Set) expect(read.value).toEqual(value);
        else expect(encode(read.value)).toEqual(encode(value));
      }),
      { numRuns: 30 },
    );
  });
});

class Photo {
  @Expose() url!: string;
  @Exclude() path!: string;
}

class Member {
  @PartitionKey() @Expose({ name: 'member_id' }) id!: string;
  @Column() @Exclude({ toPlainOnly: true }) password!: string;
  @Column() @Exclude({ toClassOnly: true }) role!: string;
  @Column() @Expose({ groups: ['admin'] }) note!: string;
  @Column() @Transform(({ value }) => String(value).trim(), { toClassOnly: true }) name!: string;
  @Column(set('text'))
  @Transform(({ value }) => String(value).split(','), { toClassOnly: true })
  @Transform(({ value }) => [...(value as Set<string>)].join(), { toPlainOnly: true })
  tags!: Set<string>;
  @Column('timestamp') @Transform(({ value }) => new Date(String(value)), { toClassOnly: true }) at!: Date;
  @Expose() greeting(): string {
    return `hi ${this.name}`;
  }
}

describe('decorators of class-transformer', () => {
  const member = Object.assign(new Member(), { id: 'i', password: 'p', role: 'r', note: 'n', name: 'ada' });
  Object.assign(member, { tags: new Set(['a', 'b']), at: new Date(0) });

  test('toPlain', () => {
    const plain = { member_id: 'i', role: 'r', name: 'ada', tags: 'a,b', at: '1970-01-01T00:00:00.000Z' };
    expect(toPlain([member])).toEqual([{ ...plain, greeting: 'hi ada' }]);
    expect(toPlain(member, { groups: ['admin'] })).toEqual({ ...plain, note: 'n', greeting: 'hi ada' });
  });

  test('fromPlain', () => {
    const read = fromPlain(Member, { member_id: 'i', password: 'p', name: ' ada ', tags: 'a,b', at: '1970-01-01' });
    expect(read).toMatchObject({ id: 'i', password: 'p', name: 'ada', tags: new Set(['a', 'b']), at: new Date(0) });
    expect(Object.keys(faultsOf(() => fromPlain(Member, { id: 'i', role: 'r', note: 'n' })))).toEqual([
      'Member.id',
      'Member.role',
      'Member.note',
    ]);
    expect(fromPlain(Member, { note: 'n' }, { groups: ['admin'] }).note).toBe('n');
  });

  @Exclude()
  class Strict {
    @Expose() a = 1;
    b = 2;
    @Expose({ since: 2 }) c = 3;
    @Expose({ until: 2 }) d = 4;
    @Type(() => Photo) @Expose() photo: unknown = { url: 'u', path: 'p' };
    @Type(() => Photo) @Expose() photos: unknown = [Object.assign(new Photo(), { url: 'v', path: 'q' })];
  }
  class Child extends Member {
    @Expose({ name: 'extra' }) more = 'm';
  }

  test.each<[string, object]>([
    ['a class without its own rule', Object.assign(new Photo(), { url: 'u', path: 'p' })],
    ['excludeAll', new Strict()],
    ['inherited', Object.assign(new Child(), { name: 'x', tags: new Set(['a']) })],
  ])('the same as class-transformer: %s', (_, object) => {
    for (const options of [{}, { groups: ['admin'] }, { version: 1 }, { version: 2 }]) {
      const expected = JSON.parse(JSON.stringify(instanceToPlain(object, options))) as unknown;
      expect(JSON.parse(JSON.stringify(toPlain(object, options)))).toEqual(expected);
    }
  });
});
