import { Readable } from 'node:stream';
import fc from 'fast-check';
import { rowsFormat } from '../../../../lib/cli/bulk/format-rows';
import type { RawRecord } from '../../../../lib/cli/bulk/raw-record';
import { readCsv } from '../../../../lib/cli/bulk/read-csv';
import { readNdjson } from '../../../../lib/cli/bulk/read-ndjson';
import { Post, tableOf } from '../support';

const columns = tableOf(Post).columns;

/** In pieces of a few bytes, as they may come from a pipe: a character may be cut in two. */
async function records(read: typeof readCsv, text: string, piece = 3): Promise<RawRecord[]> {
  const bytes = Buffer.from(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, at) =>
    bytes.subarray(at * piece, (at + 1) * piece),
  );
  const all: RawRecord[] = [];
  for await (const record of read(Readable.from(pieces))) all.push(record);
  return all;
}

const rows = fc.array(
  fc.record({
    authorId: fc.uuid(),
    number: fc.integer({ min: -5, max: 5 }),
    title: fc.option(
      fc.oneof(
        fc.constantFrom('', '\r', '\n', '"', 'a\r\nb', ' ', '\ufeff', 'null', ','),
        fc.string({ unit: 'binary' }),
      ),
    ),
  }),
  { minLength: 1, maxLength: 5 },
);

describe.each([
  ['csv', readCsv, true],
  ['ndjson', readNdjson, false],
] as const)('%s', (format, read, isText) => {
  it('reads what it has written', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const as = rowsFormat(format, columns);
        const found = await records(read, as.head + as.format(given));
        const expected = given.map((row) => ({ ...row, number: isText ? String(row.number) : row.number }));
        expect(found.map((record) => ('values' in record ? { ...record.values } : record))).toEqual(expected);
      }),
    );
  });
});

describe('readCsv', () => {
  it('knows the lines of records that take several, and what is wrong with others', async () => {
    const text = '\ufeffa,b\r\n1,"x\ny"\r\n2\r\n\r\n3,\r\n4,""\n5,x"y\n6,z\n';
    const found = await records(readCsv, text);
    expect(found.toSorted((one, other) => one.line - other.line)).toEqual([
      { line: 2, isText: true, values: { a: '1', b: 'x\ny' } },
      { line: 4, reason: 'has 1 fields, the header 2', record: ['2'] },
      { line: 6, isText: true, values: { a: '3', b: null } },
      { line: 7, isText: true, values: { a: '4', b: '' } },
      { line: 8, reason: 'has a quote in the wrong place', record: '5,x"y' },
      { line: 9, isText: true, values: { a: '6', b: 'z' } },
    ]);
  });

  it('loses no record to a quote that another one has in the wrong place', async () => {
    const text = 'a,b\n1,"a"b\n2,ok\n3,"multi\nline"bad\n4,"fine ""q"""\n5,"never\n6,x\n';
    expect(await records(readCsv, text)).toEqual([
      { line: 2, reason: 'has a quote in the wrong place', record: '1,"a"b' },
      { line: 3, isText: true, values: { a: '2', b: 'ok' } },
      { line: 4, reason: 'has a quote in the wrong place', record: '3,"multi\nline"bad' },
      { line: 6, isText: true, values: { a: '4', b: 'fine "q"' } },
      { line: 7, reason: 'opens a quote that is closed nowhere in the rest of the file', record: '5,"never\n6,x' },
    ]);
  });

  it('shows the beginning of a long one', async () => {
    const [found] = await records(readCsv, `a\n"${'x'.repeat(20_000)}"y\n`, 4_096);
    expect(found).toMatchObject({ record: `"${'x'.repeat(9_999)}…` });
  });

  it('refuses a header with a quote in the wrong place', async () => {
    await expect(records(readCsv, 'a,b"c\n1,2\n')).rejects.toThrow('The header of the file has a quote');
  });

  it('refuses a file without a header', async () => {
    await expect(records(readCsv, '')).rejects.toThrow('The file has no header.');
  });
});

describe('readNdjson', () => {
  it('passes over empty lines, and takes a last line without an end', async () => {
    expect(await records(readNdjson, '\ufeff{"a":1}\r\n\n[1]\nx\n{"a":"é"}')).toEqual([
      { line: 1, isText: false, values: { a: 1 } },
      { line: 3, reason: 'is no JSON object', record: [1] },
      { line: 4, reason: 'is no JSON', record: 'x' },
      { line: 5, isText: false, values: { a: 'é' } },
    ]);
  });
});
