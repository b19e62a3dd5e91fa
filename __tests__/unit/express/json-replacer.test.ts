import { types } from 'cassandra-driver';
import { jsonReplacer } from 'caspy/express';

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value, jsonReplacer));

test.each<[string, unknown, unknown]>([
  ['bigint', 2n ** 64n, '18446744073709551616'],
  ['Date', new Date(0), '1970-01-01T00:00:00.000Z'],
  ['Uuid', types.Uuid.fromString('00000000-0000-4000-8000-000000000001'), '00000000-0000-4000-8000-000000000001'],
  ['Long', types.Long.fromString('9007199254740993'), '9007199254740993'],
  [
    'Map',
    new Map<unknown, unknown>([
      ['a', 1n],
      [new Date(0), new Set([1])],
    ]),
    { a: '1', '1970-01-01T00:00:00.000Z': [1] },
  ],
  ['Set', new Set(['x', 'y']), ['x', 'y']],
  ['bytes', Buffer.from('abc'), 'YWJj'],
  ['Float32Array', new Float32Array([1, 2]), [1, 2]],
  ['not a number', Number.NaN, 'NaN'],
  ['tuple', new types.Tuple(1, 'a'), [1, 'a']],
  ['number', 1.5, 1.5],
  ['null', null, null],
])('%s', (_name, value, expected) => {
  expect(json(value)).toEqual(expected);
  expect(json({ a: { b: [value] } })).toEqual({ a: { b: [expected] } });
});

test('what has a toJSON() of its own keeps it, and undefined is left out', () => {
  const url = new URL('http://127.0.0.1/x');
  expect(json({ url, missing: undefined, call: () => 1 })).toEqual({ url: 'http://127.0.0.1/x' });
});
