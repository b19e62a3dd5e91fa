import { textWidth } from '../../../../lib/cli/output/text-width';
import { wrapText } from '../../../../lib/cli/output/wrap-text';

describe('wrapText', () => {
  it.each<[string, number, number, string[]]>([
    ['short', 8, 3, ['short']],
    ['', 8, 3, ['']],
    ['one two three', 8, 3, ['one two', 'three']],
    ['one two three', 7, 3, ['one two', 'three']],
    ['one two three', 8, 1, ['one two…']],
    ['abcdefghij', 4, 3, ['abcd', 'efgh', 'ij']],
    ['abcdefghijklm', 4, 3, ['abcd', 'efgh', 'ijk…']],
    ['a,b,c,d,e,f', 4, 3, ['a,b,', 'c,d,', 'e,f']],
    ['日本語日本語', 5, 3, ['日本', '語日', '本語']],
    ['👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 5, 1, ['👩‍👩‍👧👩‍👩‍👧…']],
    ['e\u0301e\u0301e\u0301', 2, 1, ['e\u0301…']],
  ])('%j in %d columns and %d lines', (text, width, lines, expected) => {
    expect(wrapText(text, width, lines)).toEqual(expected);
    for (const line of expected) expect(textWidth(line)).toBeLessThanOrEqual(width);
  });

  it('loses nothing where there are lines enough', () => {
    const text = 'Quem conhece a chave, conhece o nó; 日本語 too, and👩‍👩‍👧emoji';
    const lines = wrapText(text, 9, Infinity);
    expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
  });
});

describe('textWidth', () => {
  it.each([
    ['abc', 3],
    ['日本', 4],
    ['e\u0301', 1],
    ['👍', 2],
    ['👍🏽', 2],
    ['👩‍👩‍👧', 2],
    ['🇧🇷', 2],
    ['❤️', 2],
    ['1', 1],
    ['\u200b', 0],
    ['ＡＢ', 4],
    ['한국', 4],
    ['№…─', 3],
  ])('%j takes %d columns', (text, width) => {
    expect(textWidth(text)).toBe(width);
  });
});
