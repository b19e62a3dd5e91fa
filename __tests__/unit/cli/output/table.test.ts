import pico from 'picocolors';
import { fitWidths } from '../../../../lib/cli/output/fit-widths';
import { renderTable } from '../../../../lib/cli/output/table';
import { textWidth } from '../../../../lib/cli/output/text-width';

const plain = { colors: pico.createColors(false), width: undefined };
const columns = [
  { name: 'id', isKey: true },
  { name: 'count', isKey: false },
  { name: 'text', isKey: false },
];

describe('renderTable', () => {
  it('aligns numbers right and leaves no blanks at the ends of lines', () => {
    const rows = [
      ['a', 5n, 'x'],
      ['bb', 1000, null],
    ];
    expect(renderTable(columns, rows, plain)).toBe(
      ['id  count  text', '──  ─────  ────', 'a       5  x', 'bb   1000  null'].join('\n'),
    );
  });

  it('measures wide characters, and lets none move the cursor', () => {
    const lines = renderTable(columns, [['日本', 1, '\u001b[2J']], plain).split('\n');
    expect(lines[2]).toBe('日本      1  \\u001b[2J');
    expect(lines[1]).toBe('────  ─────  ─────────');
  });

  it('shortens what is not the key to the width of the terminal', () => {
    const text = renderTable(columns, [['k'.repeat(30), 5, 't'.repeat(100)]], { ...plain, width: 60 });
    const lines = text.split('\n');
    expect(Math.max(...lines.map(textWidth))).toBe(60);
    expect(lines[2]).toBe(`${'k'.repeat(30)}      5  ${'t'.repeat(20)}…`);
  });

  it('turns into blocks where the columns do not fit at all', () => {
    const text = renderTable(columns, [['k'.repeat(30), 5, 't'.repeat(100)]], { ...plain, width: 20 });
    expect(text).toBe(`id     ${'k'.repeat(30)}\ncount  5\ntext   ${'t'.repeat(100)}`);
  });

  it('dims null and writes names bold, with colours', () => {
    const text = renderTable(columns, [['a', null, 'x']], { colors: pico.createColors(true), width: 80 });
    expect(text).toContain('\u001b[1mid\u001b[22m');
    expect(text).toContain('\u001b[2mnull\u001b[22m');
  });

  it('takes a text of a million characters', () => {
    const started = performance.now();
    const text = renderTable(columns, [['a', 1, 'x'.repeat(1_000_000)]], { ...plain, width: 80 });
    expect(textWidth(text.split('\n')[2] ?? '')).toBe(80);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('fitWidths', () => {
  const of = (natural: number, precious = false) => ({ natural, precious });

  it.each([
    ['all fit', [of(10), of(20)], 30, [10, 20]],
    ['the widest gives', [of(10), of(20)], 25, [10, 15]],
    ['two of a width give alike', [of(20), of(20), of(5)], 35, [15, 15, 5]],
    ['the key gives last', [of(36, true), of(36)], 50, [36, 14]],
    ['the key gives when it must', [of(36, true), of(36)], 30, [22, 8]],
    ['nothing helps', [of(36, true), of(36)], 15, undefined],
  ])('%s', (_, widths, available, expected) => {
    expect(fitWidths(widths, available)).toEqual(expected);
  });
});
