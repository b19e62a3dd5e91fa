/** What a hostile object throws when somebody reads it; it must come out as it went in. */
export const BOOM = new Error('thrown by the input');

const throwing = (): never => {
  throw BOOM;
};

function circular(): object {
  const self: Record<string, unknown> = {};
  self.self = self;
  return self;
}

/** A proxy that has every property there is, and says so. */
function everything(): object {
  return new Proxy({}, { get: () => "'; DROP TABLE x; --", has: () => true });
}

function boobyTrap(): object {
  return new Proxy({}, { get: throwing, has: throwing, ownKeys: throwing, getOwnPropertyDescriptor: throwing });
}

const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then'];

const TEXTS: readonly (readonly [string, string])[] = [
  ['a statement behind a quote', "'; DROP TABLE x; --"],
  ['a condition behind a double quote', '" = 1 --'],
  ['a column alias', 'note" FROM system.local --'],
  ['a comment', '/* */ -- //'],
  ['markers', '? :a $1 {}'],
  ['NUL and control characters', 'a\u0000b\u0001\u001b[2J\r\n\u007f'],
  ['half a surrogate pair', 'a\ud800b'],
  ['four-byte characters', '\u{1f600}'],
  ['a bidirectional override', '\u202egnp.exe'],
  ['an empty text', ''],
  ['a path', '../../etc/passwd'],
  ['a megabyte', 'x'.repeat(1 << 20)],
  ...NAMES.map((name) => [`the name ${name}`, name] as const),
];

const JSON_BODIES: readonly string[] = [
  '{"$gt":""}',
  '{"id":{"$ne":null}}',
  '{"name":"=","operands":["x"]}',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"id":"a","__proto__":{"polluted":true}}',
  '{"a":{"b":{"c":[1,{"d":null}]}}}',
  '["x","y"]',
  '[[["deep"]]]',
  '[]',
  '{}',
];

const OBJECTS: readonly (readonly [string, () => unknown])[] = [
  ['an object without a prototype', () => Object.assign(Object.create(null) as object, { id: 'a', x: 1 })],
  ['an object whose toString lies', () => ({ toString: () => 'id' })],
  ['an object whose valueOf lies', () => ({ valueOf: () => 1 })],
  ['an object whose toJSON lies', () => ({ toJSON: () => 'id' })],
  ['an object whose toPrimitive throws', () => ({ [Symbol.toPrimitive]: throwing })],
  ['an object whose toStringTag lies', () => ({ [Symbol.toStringTag]: 'String' })],
  ['a getter that throws', () => Object.defineProperty({}, 'id', { get: throwing, enumerable: true })],
  ['a proxy with every property', everything],
  ['a proxy that throws', boobyTrap],
  ['a boxed text', () => Object('id') as unknown],
  ['a boxed number', () => Object(1) as unknown],
  ['an invalid Date', () => new Date(Number.NaN)],
  ['a Date', () => new Date(0)],
  ['a Map', () => new Map([['__proto__', 'x']])],
  ['a Set', () => new Set(['__proto__'])],
  ['bytes', () => Buffer.from('id')],
  ['a typed array', () => new Uint8Array([1, 2])],
  ['a regular expression', () => /x/],
  ['an error', () => new Error('x')],
  ['a promise', () => Promise.resolve('id')],
  ['a circle', circular],
  ['an array-like', () => ({ length: 1e9, 0: 'x' })],
  ['an iterator that throws', () => ({ [Symbol.iterator]: throwing })],
  ['an array with holes', () => new Array(3)],
  ['a function', () => () => 'id'],
  ['a class', () => class Id {}],
];

const NUMBERS = [0, -0, -1, 1, 1.5, 1e21, 2 ** 31, 2 ** 53, -(2 ** 63), Number.NaN, Infinity, -Infinity];

/** Hostile inputs: a name for the report, and a fresh value each time, so that no call sees what another one did. */
export const HOSTILE: readonly (readonly [string, () => unknown])[] = [
  ...TEXTS.map(([name, text]) => [name, () => text] as const),
  ...JSON_BODIES.map((json) => [`the JSON ${json}`, (): unknown => JSON.parse(json)] as const),
  ...OBJECTS,
  ...NUMBERS.map((number) => [`the number ${Object.is(number, -0) ? '-0' : number}`, () => number] as const),
  ...[0n, -1n, 1n, 2n ** 70n].map((big) => [`the bigint ${big}`, () => big] as const),
  ['true', () => true],
  ['false', () => false],
  ['null', () => null],
  ['undefined', () => undefined],
  ['a symbol', () => Symbol('id')],
  ['a well-known symbol', () => Symbol.iterator],
];
