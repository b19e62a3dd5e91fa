import { emptyValue } from '../../../lib/types/empty-value';
import { parseCqlType } from '../../../lib/types/parse-cql-type';
import type { Representation } from '../../../lib/types/representation';

describe('emptyValue', () => {
  it.each<[string, Representation | undefined, unknown]>([
    ['list<int>', undefined, []],
    ['set<int>', undefined, new Set()],
    ['set<int>', Set, new Set()],
    ['set<int>', Array, []],
    ['map<text, int>', undefined, new Map()],
    ['map<text, int>', Map, new Map()],
    ['map<text, int>', Object, Object.create(null)],
    ['map<blob, int>', Object, new Map()],
    ['frozen<list<int>>', undefined, undefined],
    ['frozen<map<text, int>>', Object, undefined],
    ['tuple<int>', undefined, undefined],
    ['vector<float, 2>', undefined, undefined],
    ['text', undefined, undefined],
    ['address', undefined, undefined],
  ])('%s as %p', (cql, as, expected) => {
    const value = emptyValue(parseCqlType(cql), as);
    expect(value).toStrictEqual(expected);
    if (value !== undefined) expect(emptyValue(parseCqlType(cql), as)).not.toBe(value);
  });
});
