import fc from 'fast-check';
import { QueryError, TimeoutError } from '../../../lib/errors';
import type { PartState } from '../../../lib/repository/scan/part';
import { AT_START } from '../../../lib/repository/scan/part';
import { ScanRows } from '../../../lib/repository/scan/scan-rows';
import type { PartReader } from '../../../lib/repository/scan/scan-run';
import { ScanRun } from '../../../lib/repository/scan/scan-run';
import { Throttle } from '../../../lib/repository/scan/throttle';
import type { TokenRange } from '../../../lib/repository/scan/token-ranges';
import { joined, ringRanges, splitAll, WHOLE_RING, widthOf } from '../../../lib/repository/scan/token-ranges';

/** No partition has the very first token. */
const token = fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n });

describe('ranges of tokens', () => {
  test('cut in any way, they still are the whole ring', () => {
    fc.assert(
      fc.property(fc.uniqueArray(token, { maxLength: 40 }), fc.integer({ min: 1, max: 200 }), (tokens, pieces) => {
        const ascending = tokens.sort((a, b) => (a < b ? -1 : 1));
        const ranges = splitAll(ringRanges(ascending), pieces);
        for (const range of ranges) expect(widthOf(range)).toBeGreaterThan(0n);
        expect(joined(ranges)).toEqual([WHOLE_RING]);
        expect(ranges.reduce((sum, range) => sum + widthOf(range), 0n)).toBe(widthOf(WHOLE_RING));
      }),
    );
  });
});

interface Item {
  readonly token: bigint;
}

/** A table in memory: its pages are sometimes empty, and what is too much for one request times out. */
function reader(
  items: readonly Item[],
  size: number,
  isTooMuch: (range: TokenRange) => boolean,
  asked: unknown[] = [],
) {
  const read: PartReader<Item> = async ({ range }, { pageState, after }) => {
    asked.push(range);
    await Promise.resolve();
    if (range === undefined || isTooMuch(range)) throw new TimeoutError('too slow');
    const own = items.filter((item) => item.token > range.start && item.token <= range.end);
    // Every second page is empty: its number is odd.
    const number = pageState?.readUInt32BE() ?? 0;
    const rows = number % 2 === 1 ? [] : own.slice((number / 2) * size, (number / 2 + 1) * size);
    const state = Buffer.alloc(4);
    state.writeUInt32BE(number + 1);
    const isLast = number % 2 === 1 && ((number + 1) / 2) * size >= own.length;
    const behind = after === undefined ? 0 : rows.findIndex(({ token: at }) => digest({ at }).equals(after)) + 1;
    const left = rows.slice(behind);
    return {
      items: left,
      digestAt: (index) => digest({ at: left[index]!.token }),
      pageState: isLast ? undefined : state,
    };
  };
  return read;
}

function digest(row: Record<string, unknown>): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeBigInt64BE(row.at as bigint);
  bytes[15] = 1;
  return bytes;
}

function run(parts: readonly PartState[], read: PartReader<Item>, signal?: AbortSignal): ScanRun<Item> {
  return new ScanRun(parts, read, {
    ...{ operation: 'Item.scan', parallelism: 3, pageSize: 10, throttle: new Throttle(undefined), signal },
  });
}

const whole = (pieces: number): PartState[] =>
  splitAll([WHOLE_RING], pieces).map((range) => ({ range, position: AT_START }));

describe('a run', () => {
  test('brings every row once, over empty pages, from any break on, again and again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(token, { maxLength: 60 }),
        fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 12 }),
        async (tokens, stops, pieces) => {
          const read = reader(
            tokens.map((each) => ({ token: each })),
            4,
            () => false,
          );
          const found: bigint[] = [];
          let parts: PartState[] = whole(pieces);
          for (const stop of [...stops, Infinity]) {
            const running = run(parts, read);
            const rows = new ScanRows(() => Promise.resolve(running), true);
            let left = stop;
            for await (const item of rows) {
              found.push(item.token);
              left -= 1;
              if (left === 0) break;
            }
            parts = [...running.outstanding].map(({ range, position }) => ({ range, position }));
          }
          expect(parts).toEqual([]);
          expect([...found].sort()).toEqual([...tokens].sort());
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a range that is too much for one request is cut in two', async () => {
    const items = Array.from({ length: 200 }, (_, index) => ({ token: BigInt(index) * 2n ** 55n }));
    const asked: TokenRange[] = [];
    const read = reader(items, 10, (range) => widthOf(range) > 2n ** 61n, asked);
    const rows: Item[] = [];
    for await (const item of new ScanRows(() => Promise.resolve(run(whole(2), read)), true)) rows.push(item);
    expect(rows.map(({ token: at }) => at).sort()).toEqual(items.map(({ token: at }) => at).sort());
    expect(asked.some((range) => widthOf(range) > 2n ** 61n)).toBe(true);
  }, 20_000);

  test('an error that will not pass ends it, and what is left is known', async () => {
    const running = run(whole(4), () => Promise.reject(new QueryError('no such table')));
    const rows = new ScanRows(() => Promise.resolve(running), true);
    await expect(rows.next()).rejects.toThrow('no such table');
    expect(running.outstanding.size).toBe(4);
  });

  test('reads no further ahead than a page for each reader', async () => {
    const asked: unknown[] = [];
    const items = Array.from({ length: 5_000 }, (_, index) => ({
      token: BigInt(index - 2_500) * 3_600_000_000_000_000n,
    }));
    const rows = new ScanRows(
      () =>
        Promise.resolve(
          run(
            whole(16),
            reader(items, 10, () => false, asked),
          ),
        ),
      true,
    );
    await rows.next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    // Three readers, the page in hand, and empty pages in between.
    expect(asked.length).toBeLessThanOrEqual(8);
    await rows.return();
    const before = asked.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked).toHaveLength(before);
    expect(await rows.next()).toEqual({ value: undefined, done: true });
  });
});
