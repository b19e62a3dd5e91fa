import fc from 'fast-check';
import { SCALAR_NAMES } from '../../../lib/types/cql-type';
import type { CqlType } from '../../../lib/types/cql-type';
import { createCodec } from '../../../lib/types/create-codec';
import { formatJson, formatText } from '../../../lib/types/format-text';
import { parseCqlType } from '../../../lib/types/parse-cql-type';
import { parseJson, parseText } from '../../../lib/types/parse-text';
import { cqlTypes } from './support/arbitrary-types';
import { valuesOf } from './support/arbitrary-values';
import { driver, typeInfo } from './support/driver-codec';

/** What is stored, as it is read. Entries of a map have an order in bytes only. */
function stored(type: CqlType, value: unknown): unknown {
  const { encode, decode } = createCodec(type);
  const decoded = driver.decode(encode(value), typeInfo(type));
  return decode === undefined ? decoded : decode(decoded);
}

function expectRoundTrip(type: CqlType, value: unknown): void {
  expect(stored(type, parseText(type, formatText(type, value as object)))).toEqual(value);
  // Once through JSON itself, as in a file.
  const json: unknown = JSON.parse(JSON.stringify(formatJson(type, value)));
  expect(stored(type, parseJson(type, json))).toEqual(value);
}

describe('formatText and formatJson', () => {
  it.each(SCALAR_NAMES)('%s: what is written as text is read as the same value', (name) => {
    const type: CqlType = { kind: 'scalar', name };
    fc.assert(
      fc.property(valuesOf(type), (value) => expectRoundTrip(type, value)),
      { numRuns: 300 },
    );
  });

  it('nested types: what is written as text is read as the same value', () => {
    const typed = cqlTypes({ userTypes: false, depth: 2, maxDimension: 4 }).chain((type) =>
      valuesOf(type).map((value) => ({ type, value })),
    );
    fc.assert(
      fc.property(typed, ({ type, value }) => expectRoundTrip(type, value)),
      { numRuns: 1000 },
    );
  });

  it.each<[string, unknown, string]>([
    ['bigint', 5n, '5'],
    ['bigint', 9007199254740993n, '"9007199254740993"'],
    ['double', -0, '"-0"'],
    ['double', NaN, '"NaN"'],
    ['decimal', '1.50', '"1.50"'],
    ['blob', Buffer.from('cafe', 'hex'), '"0xcafe"'],
    ['map<text, int>', new Map([['__proto__', 1]]), '{"__proto__":1}'],
    ['map<blob, int>', new Map([[Buffer.of(1), 1]]), '[["0x01",1]]'],
    ['tuple<int, text>', [null, ''], '[null,""]'],
    ['frozen<set<int>>', new Set(), '[]'],
  ])('%s %p is %s in JSON', (cql, value, json) => {
    expect(JSON.stringify(formatJson(parseCqlType(cql), value))).toBe(json);
  });

  it('refuses a value of another form', () => {
    expect(() => formatText(parseCqlType('int'), {})).toThrow('expected a value of int in its default form');
    expect(() => formatJson(parseCqlType('list<int>'), 5)).toThrow('expected a value in its default form');
  });
});
