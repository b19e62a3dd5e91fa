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

  it('wraps what is not the key to the width of the terminal, then shortens it', () => {
    const rows = [
      ['k'.repeat(30), 5, 't'.repeat(100)],
      ['second', 10, 'a few words that go on'],
    ];
    const lines = renderTable(columns, rows, { ...plain, width: 60 }).split('\n');
    expect(lines).toEqual([
      'id                              count  text',
      '──────────────────────────────  ─────  ─────────────────────',
      'kkkkkkkkkkkkkkkkkkkkkkkkkkkkkk      5  ttttttttttttttttttttt',
      '                                       ttttttttttttttttttttt',
      '                                       tttttttttttttttttttt…',
      'second                             10  a few words that go',
      '                                       on',
    ]);
  });

  it('turns into blocks where the columns do not fit at all', () => {
    const text = renderTable(columns, [['k'.repeat(16), 5, 't'.repeat(100)]], { ...plain, width: 20 });
    expect(text).toBe(
      [
        `id     ${'k'.repeat(13)}`,
        `       kkk`,
        'count  5',
        ...[`text   ${'t'.repeat(13)}`, `       ${'t'.repeat(13)}`, `       ${'t'.repeat(12)}…`],
      ].join('\n'),
    );
  });

  it('breaks no uuid, number or date: rather than that it turns into blocks', () => {
    const row = ['1b5c2d4e-8a3f-4e6b-b1c7-5d2e9f8a7c22', new Date(0), 'text'];
    expect(renderTable(columns, [row], { ...plain, width: 80 })).toContain('1970-01-01T00:00:00.000Z  text');
    expect(renderTable(columns, [row], { ...plain, width: 66 })).toBe(
      `id     ${row[0] as string}\ncount  1970-01-01T00:00:00.000Z\ntext   text`,
    );
  });

  it('aligns emoji, combining marks and wide characters', () => {
    const rows = ['👩‍👩‍👧', 'ño', 'e\u0301', '🇧🇷 x', '한국', 'क्षि', '❤️'].map((text) => ['k', 1, text]);
    const lines = renderTable(
      [...columns, { name: 'end', isKey: false }],
      rows.map((row) => [...row, '|']),
      plain,
    );
    const ends = lines
      .split('\n')
      .slice(2)
      .map((line) => textWidth(line.slice(0, line.lastIndexOf('|'))));
    expect(new Set(ends)).toEqual(new Set([textWidth('id  count  text  ')]));
  });

  it('colours by the kind of value', () => {
    const style = { colors: pico.createColors(true), width: undefined };
    const rows = [[true, 1, new Date(0)]];
    const line = renderTable(columns, rows, style).split('\n')[2];
    expect(line).toBe(
      '\u001b[33mtrue\u001b[39m      \u001b[36m1\u001b[39m  \u001b[35m1970-01-01T00:00:00.000Z\u001b[39m',
    );
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
    ['the key gives when it must', [of(36, true), of(36)], 30, [18, 12]],
    ['a column says how little it takes', [{ ...of(36), least: 30 }, of(36)], 50, [30, 20]],
    ['nothing helps', [of(36, true), of(36)], 15, undefined],
  ])('%s', (_, widths, available, expected) => {
    expect(fitWidths(widths, available)).toEqual(expected);
  });
});
