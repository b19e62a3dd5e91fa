import { types } from 'cassandra-driver';
import { describeValue } from '../../../lib/types/describe-value';

describe('describeValue', () => {
  it.each<[unknown, string]>([
    [null, 'null'],
    [undefined, 'undefined'],
    ['', 'an empty string'],
    ['secret', 'a string'],
    [5, 'a whole number'],
    [1.9, 'a fractional number'],
    [2 ** 53, 'a number outside the safe range'],
    [NaN, 'NaN'],
    [-Infinity, 'an infinite number'],
    [5n, 'a bigint'],
    [true, 'a boolean'],
    [Symbol('secret'), 'a symbol'],
    [() => 'secret', 'a function'],
    [['secret'], 'an array'],
    [{ secret: 1 }, 'an object'],
    [Object.create(null), 'an object'],
    [Object.create(Object.create(null) as object), 'an object'],
    [{ constructor: { name: 'secret' } }, 'an object'],
    [Object.create({ constructor: null }), 'an object'],
    [new Map(), 'a Map'],
    [new Date(0), 'a Date'],
    [new Date(NaN), 'an invalid Date'],
    [Buffer.alloc(1), 'a Buffer'],
    [new Int8Array(1), 'an Int8Array'],
    [types.Uuid.random(), 'a Uuid'],
    [types.InetAddress.fromString('::1'), 'an InetAddress'],
    [new (class {})(), 'an object'],
  ])('%p is %s', (value, words) => {
    expect(describeValue(value)).toBe(words);
  });
});
