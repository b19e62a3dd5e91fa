import type { ResultPage } from '../../../lib/repository/row-stream';
import { RowStream } from '../../../lib/repository/row-stream';

type Pages = readonly (readonly number[] | Error)[];

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A stream over these pages, and how many of them were asked for. */
function streamOf(pages: Pages): { stream: RowStream<{ n: number }>; asked: () => number } {
  let asked = 0;
  const read = (pageState: Buffer | undefined): Promise<ResultPage<{ n: number }>> => {
    asked += 1;
    const index = pageState === undefined ? 0 : (pageState[0] ?? 0);
    const page = pages[index];
    if (page === undefined) throw new Error('asked for a page behind the last');
    if (page instanceof Error) return Promise.reject(page);
    const next = index + 1 < pages.length ? Buffer.of(index + 1) : undefined;
    return Promise.resolve({ items: page.map((n) => ({ n })), pageState: next });
  };
  return { stream: new RowStream(read), asked: () => asked };
}

async function rowsOf(stream: AsyncIterable<{ n: number }>): Promise<number[]> {
  const rows: number[] = [];
  for await (const { n } of stream) rows.push(n);
  return rows;
}

describe('all rows of all pages', () => {
  test.each<[string, Pages]>([
    ['one page', [[1, 2]]],
    ['several pages', [[1, 2], [3], [4, 5]]],
    ['nothing', [[]]],
    ['an empty page first', [[], [1, 2]]],
    ['empty pages in the middle', [[1], [], [], [2]]],
    ['an empty page last', [[1], [2], []]],
    ['only empty pages', [[], [], []]],
  ])('%s', async (_, pages) => {
    const { stream, asked } = streamOf(pages);
    expect(await rowsOf(stream)).toEqual(pages.flat());
    expect(asked()).toBe(pages.length);
    expect(await stream.next()).toEqual({ value: undefined, done: true });
    expect(asked()).toBe(pages.length);
  });
});

describe('reading ahead', () => {
  test('nothing is asked for before the first row is', async () => {
    const { asked } = streamOf([[1]]);
    await settle();
    expect(asked()).toBe(0);
  });

  test('exactly one page', async () => {
    const { stream, asked } = streamOf([[1, 2], [3, 4], [5, 6], [7]]);
    await stream.next();
    await settle();
    expect(asked()).toBe(2);
    await stream.next();
    await settle();
    expect(asked()).toBe(2);
    await stream.next();
    await settle();
    expect(asked()).toBe(3);
  });

  test('break stops', async () => {
    const { stream, asked } = streamOf([[1, 2], [3], [4], [5]]);
    for await (const { n } of stream) if (n === 2) break;
    await settle();
    expect(asked()).toBe(2);
    expect(await stream.next()).toEqual({ value: undefined, done: true });
    expect(asked()).toBe(2);
  });

  test('calls of next() that do not wait for each other get a row each', async () => {
    const { stream } = streamOf([[1], [2, 3], []]);
    const results = await Promise.all(Array.from({ length: 5 }, () => stream.next()));
    expect(results.map(({ value }) => value?.n)).toEqual([1, 2, 3, undefined, undefined]);
  });
});

describe('failures', () => {
  const broken = new Error('page lost');

  test('of the first page', async () => {
    await expect(rowsOf(streamOf([broken, [1]]).stream)).rejects.toBe(broken);
  });

  test('of a later page come after the rows before it, once', async () => {
    const { stream } = streamOf([[1, 2], broken, [3]]);
    expect((await stream.next()).value).toEqual({ n: 1 });
    // The failure is there already; it must neither end the process nor overtake the rows.
    await settle();
    expect((await stream.next()).value).toEqual({ n: 2 });
    await expect(stream.next()).rejects.toBe(broken);
    expect(await stream.next()).toEqual({ value: undefined, done: true });
  });

  test('of a page that nobody waits for are dropped', async () => {
    const { stream } = streamOf([[1, 2], broken]);
    for await (const _ of stream) break;
    await settle();
    expect(await stream.next()).toEqual({ value: undefined, done: true });
  });
});
