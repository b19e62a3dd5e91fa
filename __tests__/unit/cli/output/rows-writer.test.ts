import pico from 'picocolors';
import type { FORMATS } from '../../../../lib/cli/output/formats';
import { createRowsWriter } from '../../../../lib/cli/output/rows-writer';
import type { Sink } from '../../../../lib/cli/output/sink';

const columns = [
  { name: 'id', isKey: true },
  { name: 'tags', isKey: false },
];
const rows = [
  { id: 'a,"b"', tags: new Set(['x']), hidden: 1 },
  { id: '\u001b[2J', tags: null },
];

async function write(format: (typeof FORMATS)[number], given: readonly object[], isTerminal = false): Promise<string> {
  let text = '';
  const nothing = (): Promise<void> => Promise.resolve();
  const sink: Sink = {
    isTerminal,
    write: (chunk) => {
      text += chunk;
      return nothing();
    },
    close: nothing,
    discard: nothing,
  };
  const writer = createRowsWriter(format, sink, columns, { colors: pico.createColors(false), width: undefined });
  for (const row of given) await writer.row(row);
  await writer.end();
  return text;
}

describe('createRowsWriter', () => {
  it('writes JSON, one row a line', async () => {
    const text = await write('json', rows);
    expect(text).toBe('[\n  {"id":"a,\\"b\\"","tags":["x"]},\n  {"id":"\\u001b[2J","tags":null}\n]\n');
    expect(JSON.parse(text)).toHaveLength(2);
  });

  it('writes NDJSON', async () => {
    expect(await write('ndjson', rows)).toBe('{"id":"a,\\"b\\"","tags":["x"]}\n{"id":"\\u001b[2J","tags":null}\n');
  });

  it('writes CSV as it is into a pipe, and escaped onto a terminal', async () => {
    expect(await write('csv', rows)).toBe('id,tags\n"a,""b""","[""x""]"\n\u001b[2J,\n');
    expect(await write('csv', rows, true)).toBe('id,tags\n"a,""b""","[""x""]"\n\\u001b[2J,\n');
  });

  it.each([
    ['json', '[]\n'],
    ['ndjson', ''],
    ['csv', 'id,tags\n'],
    ['table', ''],
  ] as const)('writes no rows as %s', async (format, expected) => {
    expect(await write(format, [])).toBe(expected);
  });

  it('writes many rows without losing one', async () => {
    const many = Array.from({ length: 5000 }, (_, index) => ({ id: String(index), tags: null }));
    const parsed: unknown = JSON.parse(await write('json', many));
    expect(parsed).toEqual(many);
  });
});
