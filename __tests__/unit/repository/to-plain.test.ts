import { types } from 'cassandra-driver';
import { toPlain, ValidationError } from '../../../lib/index';

const UUID = '123e4567-e89b-42d3-a456-426614174000';
const TIME_UUID = '50554d6e-29bb-11e5-b345-feff819cdc9f';

test.each<[string, unknown, unknown]>([
  ['bigint', 2n ** 70n, '1180591620717411303424'],
  ['Date', new Date(0), '1970-01-01T00:00:00.000Z'],
  ['invalid Date', new Date(NaN), null],
  ['Map', new Map([['a', 1n]]), { a: '1' }],
  [
    'Map of keys that are no text',
    new Map<unknown, number>([
      [1, 1],
      [new Date(0), 2],
      [[1n, 'x'], 3],
    ]),
    { '1': 1, '1970-01-01T00:00:00.000Z': 2, '["1","x"]': 3 },
  ],
  ['Set', new Set([1n]), ['1']],
  ['Buffer', Buffer.from('hello'), 'aGVsbG8='],
  ['Uint8Array in a larger buffer', new Uint8Array(new Uint8Array([0, 104, 105]).buffer, 1), 'aGk='],
  ['Float32Array', Float32Array.of(0.5, 1), [0.5, 1]],
  ['NaN', [NaN, Infinity, -Infinity, -0], ['NaN', 'Infinity', '-Infinity', -0]],
  ['Uuid', types.Uuid.fromString(UUID), UUID],
  ['TimeUuid', types.TimeUuid.fromString(TIME_UUID), TIME_UUID],
  ['Long', types.Long.fromString('9007199254740993'), '9007199254740993'],
  ['Integer', types.Integer.fromString('12345678901234567890'), '12345678901234567890'],
  ['BigDecimal', types.BigDecimal.fromString('1.10'), '1.10'],
  ['LocalDate', types.LocalDate.fromString('2024-02-29'), '2024-02-29'],
  ['LocalTime', types.LocalTime.fromString('01:02:03'), '01:02:03'],
  ['Duration', types.Duration.fromString('1d2h'), 'P1DT2H'],
  ['InetAddress', types.InetAddress.fromString('::1'), '::1'],
  ['Tuple', new types.Tuple(1, types.Long.fromInt(2)), [1, '2']],
  ['null', null, null],
  ['nested', { a: [{ b: new Map([['c', new Set([Buffer.of(1)])]]) }] }, { a: [{ b: { c: ['AQ=='] } }] }],
  ['undefined and functions', { a: undefined, b: () => 1, c: [undefined] }, { c: [null] }],
  ['a name like any other', new Map([['__proto__', 1]]), JSON.parse('{"__proto__":1}')],
])('%s', (_, value, expected) => {
  const plain = toPlain(value);
  expect(plain).toEqual(expected);
  expect(JSON.parse(JSON.stringify(plain))).toEqual(JSON.parse(JSON.stringify(expected)));
});

test('entities lose their class, not their values, and stay as they are', () => {
  class User {
    id = 1n;
    tags = new Set(['a']);
    greet(): string {
      return 'hi';
    }
  }
  const user = new User();
  const plain = toPlain([user]);
  const id: string = plain[0]!.id;
  expect(id).toBe('1');
  expect(plain).toEqual([{ id: '1', tags: ['a'] }]);
  expect(plain[0]).not.toBeInstanceOf(User);
  expect(user).toEqual(new User());
  // @ts-expect-error methods are left out
  expect(plain[0]!.greet).toBeUndefined();
});

test('an object twice is no circle, an object in itself is', () => {
  const shared = { a: 1n };
  expect(toPlain([shared, shared])).toEqual([{ a: '1' }, { a: '1' }]);
  const circle: Record<string, unknown> = {};
  circle.self = [circle];
  expect(() => toPlain(circle)).toThrow(ValidationError);
});
