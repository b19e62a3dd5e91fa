import { splitItems, unquote } from '../../../../lib/cli/filters/unquote';

describe('unquote', () => {
  it.each([
    ['a', 'a'],
    [' a ', 'a'],
    ['" a "', ' a '],
    [`'a'`, 'a'],
    ['"a', '"a'],
    ['"', '"'],
    ['""', ''],
    ['"say ""hi"""', 'say "hi"'],
    ['"a" b "c"', '"a" b "c"'],
    [`"it's"`, `it's`],
    ['a"b"', 'a"b"'],
  ])('%j is %j', (text, value) => {
    expect(unquote(text)).toBe(value);
  });
});

describe('splitItems', () => {
  it.each([
    ['a,b', ['a', 'b']],
    ['a, b ', ['a', 'b']],
    ['"a,b",c', ['a,b', 'c']],
    [`'a,b', "c""d"`, ['a,b', 'c"d']],
    [`it's,ok`, [`it's`, 'ok']],
    ['a,', ['a', '']],
    ['""', ['']],
    ['', []],
    ['  ', []],
  ])('%j is %j', (text, items) => {
    expect(splitItems(text)).toEqual(items);
  });
});
