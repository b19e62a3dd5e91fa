import fc from 'fast-check';
import { MigrationError } from '../../../../lib/errors';
import { splitCql } from '../../../../lib/schema/migrations/split-cql';

const split = (text: string): string[] => splitCql(text, 'x.cql').map(({ cql }) => cql);

test.each([
  ['nothing', '', []],
  ['white space, comments and empty statements', ' ;\n-- a;\n// b;\n/* c; */;;', []],
  ['without a last semicolon', 'SELECT 1', ['SELECT 1']],
  ['a string with a semicolon and a quote', `A ';''--'; B`, [`A ';''--'`, 'B']],
  ['a name in quotes', 'A ";""--"; B', ['A ";""--"', 'B']],
  ['a body between dollars', `A $$ it's; -- $ $$; B`, [`A $$ it's; -- $ $$`, 'B']],
  ['comments within a statement', 'A -- x;\nB /* y;\n */ C // z', ['A  \nB   C']],
  ['a comment that stands for white space', 'A/**/B', ['A B']],
  ['a comment that looks like subtraction', 'A 1--1;\nB', ['A 1 \nB']],
  ['a batch', 'BEGIN BATCH A; B; APPLY BATCH; C', ['BEGIN BATCH A; B; APPLY BATCH', 'C']],
  ['a batch in small letters', 'begin unlogged batch a;apply\nbatch;c', ['begin unlogged batch a;apply\nbatch', 'c']],
  [
    'a batch with its words in strings',
    `BEGIN BATCH A 'APPLY BATCH'; APPLY BATCH; B`,
    [`BEGIN BATCH A 'APPLY BATCH'; APPLY BATCH`, 'B'],
  ],
  ['begin that is no first word', 'A BEGIN BATCH; B', ['A BEGIN BATCH', 'B']],
  ['lines of Windows', 'A\r\nB;\r\nC', ['A\r\nB', 'C']],
  ['an empty string', `A ''; B`, [`A ''`, 'B']],
])('%s', (_what, text, expected) => {
  expect(split(text)).toEqual(expected);
});

test('says in which line a statement begins', () => {
  const lines = splitCql('-- first\n\nA;\n/* two\nlines */ B\nC; D', 'x.cql').map(({ line }) => line);
  expect(lines).toEqual([3, 5, 6]);
});

test.each([
  [`A;\nB 'x`, 'string that begins in line 2'],
  [`A 'x''`, 'string that begins in line 1'],
  ['A $$ x $', 'string that begins in line 1'],
  ['A $$', 'string that begins in line 1'],
  ['A "x', 'quoted name that begins in line 1'],
  ['A;\n/* x *', 'comment that begins in line 2'],
  ['/*/', 'comment that begins in line 1'],
  ['A;\n\nBEGIN BATCH B; C;', 'batch that begins in line 3'],
])('%j does not end', (text, message) => {
  expect(() => split(text)).toThrow(MigrationError);
  expect(() => split(text)).toThrow(`x.cql: the ${message} does not end.`);
});

const word = fc.constantFrom(
  'SELECT',
  'a',
  'FROM',
  'x1',
  '=',
  '?',
  '(',
  ')',
  ',',
  '1.5',
  '-',
  '/',
  '*',
  '$',
  'batch',
  'apply',
);
const text = fc.string({
  unit: fc.constantFrom(';', '-', '/', '*', '$', "'", '"', '\n', ' ', 'x', 'BEGIN BATCH', 'é'),
});
const literal = fc.oneof(
  text.map((inner) => `'${inner.replaceAll("'", "''")}'`),
  text.map((inner) => `"${inner.replaceAll('"', '""')}"`),
  text.filter((inner) => !inner.includes('$$') && !inner.endsWith('$')).map((inner) => `$$${inner}$$`),
);
const comment = fc.oneof(
  text.filter((inner) => !inner.includes('\n')).map((inner) => `--${inner}\n`),
  text.filter((inner) => !inner.includes('\n')).map((inner) => `//${inner}\n`),
  text.filter((inner) => !inner.includes('*/') && !inner.endsWith('*')).map((inner) => `/*${inner}*/`),
);
/** Pieces with white space between them, so that no two of them make a third. */
const statement = fc
  .array(fc.oneof(word, literal), { minLength: 1, maxLength: 8 })
  .map((pieces) => ['INSERT', ...pieces].join(' '));
const batch = fc
  .array(statement, { minLength: 1, maxLength: 4 })
  .map(
    (inner) =>
      `BEGIN BATCH ${inner.map((each) => `${each.replaceAll(/ apply(?= batch)/g, ' x')}; `).join('')}APPLY BATCH`,
  );
const gap = fc
  .array(fc.oneof(comment, fc.constantFrom(' ', '\n', '\t')), { maxLength: 3 })
  .map((parts) => ` ${parts.join('')}`);

test('any list of statements comes back, whatever stands in their strings and between them', () => {
  const list = fc.array(fc.tuple(gap, fc.oneof(statement, batch), gap), { maxLength: 6 });
  fc.assert(
    fc.property(list, (parts) => {
      const file = parts.map(([before, cql, after]) => `${before}${cql}${after};`).join('');
      expect(split(file)).toEqual(parts.map(([, cql]) => cql));
    }),
    { numRuns: 2000 },
  );
});

test('what was split stays as it is when it is split again', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(statement, batch), { maxLength: 5 }), (list) => {
      expect(split(split(list.join(';')).join(';'))).toEqual(list);
    }),
  );
});

test('any text is split or refused, never anything else', () => {
  fc.assert(
    fc.property(text, (any) => {
      try {
        for (const { cql, line } of splitCql(any, 'x.cql')) {
          expect(cql.trim()).toBe(cql);
          expect(line).toBeGreaterThan(0);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(MigrationError);
      }
    }),
    { numRuns: 2000 },
  );
});
