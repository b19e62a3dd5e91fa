/** Tokens from `start`, exclusive, to `end`, inclusive. */
export interface TokenRange {
  readonly start: bigint;
  readonly end: bigint;
}

/** No partition has this token, so everything lies behind it. */
const FIRST_TOKEN = -(2n ** 63n);
const LAST_TOKEN = 2n ** 63n - 1n;

export const WHOLE_RING: TokenRange = { start: FIRST_TOKEN, end: LAST_TOKEN };

/** The whole ring, cut at these tokens: each piece is owned by the same nodes. */
export function ringRanges(tokens: readonly bigint[]): TokenRange[] {
  return cutAt(WHOLE_RING, tokens);
}

/** A range, cut at those of the ascending tokens that lie within it. */
export function cutAt({ start, end }: TokenRange, tokens: readonly bigint[]): TokenRange[] {
  const ends = [...tokens.filter((token) => token > start && token < end), end];
  return ends.map((to, index) => ({ start: ends[index - 1] ?? start, end: to }));
}

/** A range in equal pieces; fewer where it has not that many tokens. */
export function splitEvenly({ start, end }: TokenRange, pieces: number): TokenRange[] {
  const count = BigInt(Math.max(1, pieces));
  const ends = Array.from({ length: Number(count) }, (_, index) => start + ((end - start) * BigInt(index + 1)) / count);
  return cutAt(
    { start, end },
    ends.filter((token, index) => token !== ends[index - 1]),
  );
}

/**
 * Ranges in pieces of about the same width, at least one each, about `pieces` in all: nodes own ranges of very different
 * widths, and with equal pieces all readers have work until the end.
 */
export function splitAll(ranges: readonly TokenRange[], pieces: number): TokenRange[] {
  const width = ranges.reduce((sum, range) => sum + widthOf(range), 0n);
  const each = width / BigInt(Math.max(1, pieces));
  if (each === 0n) return [...ranges];
  return ranges.flatMap((range) => splitEvenly(range, Number((widthOf(range) + each / 2n) / each)));
}

/** Neighbours as one. Takes ranges in any order and answers them ascending. */
export function joined(ranges: readonly TokenRange[]): TokenRange[] {
  const ascending = [...ranges].sort((a, b) => (a.start < b.start ? -1 : 1));
  const result: TokenRange[] = [];
  for (const range of ascending) {
    const last = result.at(-1);
    if (last?.end === range.start) result[result.length - 1] = { start: last.start, end: range.end };
    else result.push(range);
  }
  return result;
}

export function widthOf({ start, end }: TokenRange): bigint {
  return end - start;
}
