import type { Cells } from './cells';

const LONGEST_SCANNED = 64;
const LONGEST_ROW = 4096;
/** Longer strings that are put together of pieces stay pieces, which cost more when they are used. */
const LONGEST_JOINED = 12;
/** The highest bit of each of four bytes: set in none of them, all four are ASCII. */
const HIGH_BITS = 0x8080_8080;

export function isAscii({ bytes, view }: Cells, start: number, end: number): boolean {
  let bits = 0;
  let at = start;
  for (const last = end - 4; at <= last; at += 4) bits |= view.getInt32(at);
  for (; at < end; at += 1) bits |= bytes[at] ?? 0;
  // Single bytes were added at the low end, where they have their highest bit too.
  return (bits & HIGH_BITS) === 0;
}

/** Short text is cut out of the row's own text: a tenth of the cost of a call into the UTF-8 decoder. */
export function readText(cells: Cells, start: number, end: number): string {
  const { text, textStart } = cells;
  if (end - start <= LONGEST_SCANNED && text.length > 0 && text.length <= LONGEST_ROW) {
    if (isAscii(cells, start, end)) return text.substring(start - textStart, end - textStart);
    const joined = end - start <= LONGEST_JOINED ? joinText(cells, start, end) : undefined;
    if (joined !== undefined) return joined;
  }
  return cells.bytes.toString('utf8', start, end);
}

/** Text with characters of two bytes, as in most names of Europe; undefined for all others. */
function joinText({ bytes, text, textStart }: Cells, start: number, end: number): string | undefined {
  let joined = '';
  let from = start;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) continue;
    const next = at + 1 < end ? (bytes[at + 1] ?? 0) : 0;
    if (byte < 0xc2 || byte > 0xdf || next >> 6 !== 2) return undefined;
    const before = text.substring(from - textStart, at - textStart);
    joined += before + String.fromCharCode(((byte & 0x1f) << 6) | (next & 0x3f));
    at += 1;
    from = at + 1;
  }
  return joined + text.substring(from - textStart, end - textStart);
}

/**
 * A set of text, which is what most sets are: a loop that calls this one reader runs three times as fast as one that may
 * call any. Undefined for elements that are null or longer than the set: then the driver reads the whole.
 */
export function readTextSet(cells: Cells, start: number, end: number): Set<string> | undefined {
  if (end - start < 4) return undefined;
  const { view } = cells;
  const count = view.getInt32(start);
  if (count < 0) return undefined;
  const items = new Set<string>();
  let at = start + 4;
  for (let left = count; left > 0; left -= 1) {
    if (at + 4 > end) return undefined;
    const from = at + 4;
    at = from + view.getInt32(at);
    if (at < from || at > end) return undefined;
    items.add(readText(cells, from, at));
  }
  return items;
}

/** A map of text to text. Undefined as for sets. */
export function readTextMap(cells: Cells, start: number, end: number): Map<string, string> | undefined {
  if (end - start < 4) return undefined;
  const { view } = cells;
  const entries = new Map<string, string>();
  let at = start + 4;
  for (let left = view.getInt32(start); left > 0; left -= 1) {
    if (at + 4 > end) return undefined;
    const keyStart = at + 4;
    const keyEnd = keyStart + view.getInt32(at);
    if (keyEnd < keyStart || keyEnd + 4 > end) return undefined;
    const valueStart = keyEnd + 4;
    at = valueStart + view.getInt32(keyEnd);
    if (at < valueStart || at > end) return undefined;
    entries.set(readText(cells, keyStart, keyEnd), readText(cells, valueStart, at));
  }
  return entries;
}
