import fc from 'fast-check';
import type { CqlType } from '../../../lib/types/cql-type';
import { CqlTypeSyntaxError } from '../../../lib/types/cql-type-syntax-error';
import { formatCqlType } from '../../../lib/types/format-cql-type';
import { parseCqlType } from '../../../lib/types/parse-cql-type';
import { cqlTypes } from './support/arbitrary-types';

const scalar = (name: string) => ({ kind: 'scalar', name });
const int = scalar('int');
const text = scalar('text');

function faultOf(source: string): CqlTypeSyntaxError {
  try {
    parseCqlType(source);
  } catch (error) {
    if (error instanceof CqlTypeSyntaxError) return error;
    throw error;
  }
  throw new Error(`"${source}" was read without a fault`);
}

describe('parseCqlType', () => {
  it.each<[string, unknown]>([
    ['int', int],
    [' \n INT\t', int],
    ['varchar', text],
    ['VarChar', text],
    ['list<int>', { kind: 'list', element: int, frozen: false }],
    ['list < int >', { kind: 'list', element: int, frozen: false }],
    ['frozen<list<int>>', { kind: 'list', element: int, frozen: true }],
    ['frozen<frozen<list<int>>>', { kind: 'list', element: int, frozen: true }],
    ['SET<text>', { kind: 'set', element: text, frozen: false }],
    ['map<text,int>', { kind: 'map', key: text, value: int, frozen: false }],
    ['tuple<int,text>', { kind: 'tuple', elements: [int, text] }],
    ['frozen<tuple<int>>', { kind: 'tuple', elements: [int] }],
    ['vector<float, 3>', { kind: 'vector', element: scalar('float'), dimension: 3 }],
    ['vector<float,8192>', { kind: 'vector', element: scalar('float'), dimension: 8192 }],
    ['frozen<vector<int,1>>', { kind: 'vector', element: int, dimension: 1 }],
    ['Address', { kind: 'udt', name: 'address', frozen: false }],
    ['frozen<address>', { kind: 'udt', name: 'address', frozen: true }],
    ['"Address"', { kind: 'udt', name: 'Address', frozen: false }],
    ['"a ""b"" c"', { kind: 'udt', name: 'a "b" c', frozen: false }],
    ['Shop . Address', { kind: 'udt', keyspace: 'shop', name: 'address', frozen: false }],
    ['"Shop"."int"', { kind: 'udt', keyspace: 'Shop', name: 'int', frozen: false }],
    ['list.text', { kind: 'udt', keyspace: 'list', name: 'text', frozen: false }],
    ['interger', { kind: 'udt', name: 'interger', frozen: false }],
  ])('reads %j', (source, expected) => {
    expect(parseCqlType(source)).toEqual(expected);
  });

  it.each([
    ['list<set<int>>', 'list<frozen<set<int>>>'],
    ['map<text, list<int>>', 'map<text, frozen<list<int>>>'],
    ['list<address>', 'list<frozen<address>>'],
    ['tuple<list<int>, address>', 'frozen<tuple<frozen<list<int>>, frozen<address>>>'],
    ['vector<list<int>, 2>', 'vector<frozen<list<int>>, 2>'],
    ['frozen<list<list<int>>>', 'frozen<list<frozen<list<int>>>>'],
  ])('freezes what stands inside %s', (source, canonical) => {
    expect(formatCqlType(parseCqlType(source))).toBe(canonical);
  });

  it('returns objects that cannot be changed', () => {
    const deepFrozen = (value: unknown): boolean =>
      typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(deepFrozen));
    expect(deepFrozen(parseCqlType('map<text, frozen<tuple<int, list<vector<float, 2>>, a.b>>>'))).toBe(true);
  });

  it.each<[string, number, RegExp]>([
    ['', 1, /^Expected a type in "" at column 1/],
    ['   ', 4, /Expected a type/],
    ['map<text int>', 10, /^Expected ',' in "map<text int>" at column 10\n/],
    ['map<text>', 9, /Expected ','/],
    ['list', 5, /Expected '<'/],
    ['list<', 6, /Expected a type/],
    ['list<int', 9, /Expected '>'/],
    ['list<>', 6, /Expected a type/],
    ['list<int>>', 10, /Expected the end/],
    ['list<int,text>', 9, /Expected '>'/],
    ['int text', 5, /Expected the end/],
    ['text<int>', 5, /takes no parameters/],
    ['array<int>', 1, /did you mean list/],
    ['foo<int>', 1, /Expected list, set, map, tuple, vector or frozen before '<' in/],
    ['tuple<>', 7, /Expected a type/],
    ['vector<float>', 13, /Expected ','/],
    ['vector<float, 0>', 15, /from 1 to 8192/],
    ['vector<float, 8193>', 15, /from 1 to 8192/],
    ['vector<float, 1.5>', 16, /Expected '>'/],
    ['vector<float, -1>', 15, /Unexpected character/],
    ['vector<float, n>', 15, /from 1 to 8192/],
    ['frozen<int>', 8, /inside frozen<>, not int/],
    ['list<counter>', 6, /A counter cannot be a list element/],
    ['map<int, counter>', 10, /A counter cannot be a map value/],
    ['tuple<counter>', 7, /A counter cannot be a tuple element/],
    ['vector<counter, 2>', 8, /A counter cannot be a vector element/],
    ['set<duration>', 5, /A duration cannot be a set element/],
    ['map<duration, int>', 5, /A duration cannot be a map key/],
    ['"open', 1, /no end/],
    ['""', 1, /name of a type/],
    ['ks.', 4, /name of a type/],
    ["'org.apache.X'", 1, /Java class name/],
    ['li$t<int>', 3, /Unexpected character/],
    ['int;', 4, /Unexpected character/],
  ])('refuses %j at column %d', (source, column, message) => {
    const fault = faultOf(source);
    expect(fault).toMatchObject({ code: 'CASPY_TYPE_SYNTAX', text: source, column });
    expect(fault.message).toMatch(message);
  });

  it('points a caret at the fault, in long and in many-lined texts too', () => {
    expect(faultOf('map<text int>').message.split('\n').slice(1)).toEqual(['  map<text int>', '           ^']);
    for (const source of [`list<${' '.repeat(300)}!${' '.repeat(300)}>`, 'list<\n\t!\n>']) {
      const [, shown = '', caret = ''] = faultOf(source).message.split('\n');
      expect(shown[caret.indexOf('^')]).toBe('!');
      expect(shown.length).toBeLessThan(100);
    }
  });

  it('allows durations where Cassandra does', () => {
    expect(formatCqlType(parseCqlType('map<int, duration>'))).toBe('map<int, duration>');
    expect(formatCqlType(parseCqlType('list<duration>'))).toBe('list<duration>');
  });

  it('limits the depth instead of exhausting the stack', () => {
    const nest = (word: string, depth: number) => `${`${word}<`.repeat(depth)}a${'>'.repeat(depth)}`;
    const deepest = parseCqlType(nest('list', 32));
    expect(parseCqlType(formatCqlType(deepest))).toEqual(deepest);
    for (const source of [nest('list', 33), nest('list', 100_000), nest('frozen', 100_000)]) {
      expect(faultOf(source).message).toMatch(/at most 32 deep/);
    }
  });

  it('reads back what formatCqlType writes', () => {
    fc.assert(
      fc.property(cqlTypes(), (type: CqlType) => {
        expect(parseCqlType(formatCqlType(type))).toEqual(type);
      }),
    );
  });

  it('throws nothing but CqlTypeSyntaxError, with a column within the text', () => {
    const pieces = fc.constantFrom(
      'list',
      'map',
      'frozen',
      'vector',
      'int',
      '<',
      '>',
      ',',
      '.',
      '"',
      ' ',
      '3',
      'a',
      "'",
    );
    const almost = fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join(''));
    const garbage = fc.oneof(fc.string({ unit: 'binary' }), almost);
    fc.assert(
      fc.property(garbage, (source) => {
        try {
          const type = parseCqlType(source);
          expect(parseCqlType(formatCqlType(type))).toEqual(type);
        } catch (error) {
          if (!(error instanceof CqlTypeSyntaxError)) throw error;
          expect(error.column).toBeGreaterThanOrEqual(1);
          expect(error.column).toBeLessThanOrEqual(source.length + 1);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
