import { frozen, list, map, set, tuple, vector } from '../../../lib/types/builders';
import { CqlTypeSyntaxError } from '../../../lib/types/cql-type-syntax-error';
import { formatCqlType } from '../../../lib/types/format-cql-type';

describe('builders', () => {
  it.each([
    [list('text'), 'list<text>'],
    [set('varchar'), 'set<text>'],
    [map('text', list('int')), 'map<text, frozen<list<int>>>'],
    [tuple('int', 'text'), 'frozen<tuple<int, text>>'],
    [vector('float', 3), 'vector<float, 3>'],
    [frozen(list('int')), 'frozen<list<int>>'],
    [frozen('"Address"'), 'frozen<"Address">'],
    [list(tuple('int', vector(set('int'), 2))), 'list<frozen<tuple<int, vector<frozen<set<int>>, 2>>>>'],
  ])('%j', (type, expected) => {
    expect(formatCqlType(type)).toBe(expected);
    expect(Object.isFrozen(type)).toBe(true);
  });

  it.each<[string, () => unknown, RegExp]>([
    ['no type', () => list('list<'), /Expected a type in "list<" at column 6/],
    [
      'a text that would change what surrounds it',
      () => list('int>, list<int'),
      /Expected the end in "int>, list<int"/,
    ],
    ['a counter', () => list('counter'), /A counter cannot be a list element/],
    ['a duration in a set', () => set('duration'), /A duration cannot be a set element/],
    ['no elements', () => tuple(), /Expected a type/],
    ['a fractional dimension', () => vector('float', 1.5), /Expected '>'/],
    ['a dimension that is no number', () => vector('float', NaN), /from 1 to 8192/],
    ['frozen around a native type', () => frozen('int'), /inside frozen<>, not int/],
  ])('refuse %s', (_, build, message) => {
    expect(build).toThrow(CqlTypeSyntaxError);
    expect(build).toThrow(message);
  });
});
