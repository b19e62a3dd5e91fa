import { isIPv4, isIPv6 } from 'node:net';

const GROUPS = 8;

function parseV4(text: string): number[] {
  return text.split('.').map(Number);
}

/** The 16-bit groups of one side of `::`; a dotted tail is two of them. */
function groupsOf(side: string): number[] {
  if (side === '') return [];
  return side.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = parseV4(group);
    return [a * 256 + b, c * 256 + d];
  });
}

function parseV6(text: string): number[] {
  const [left = '', right] = text.split('::');
  const head = groupsOf(left);
  const tail = right === undefined ? [] : groupsOf(right);
  const zeros = Array.from({ length: GROUPS - head.length - tail.length }, () => 0);
  return [...head, ...zeros, ...tail].flatMap((group) => [group >> 8, group & 0xff]);
}

/**
 * The 4 or 16 bytes of an address; undefined when the text is none. A zone (`fe80::1%eth0`) is refused, since Cassandra
 * cannot keep it. `::ffff:1.2.3.4` gives 16 bytes: to Cassandra it is another value than `1.2.3.4`.
 */
export function parseInet(text: string): Buffer | undefined {
  if (isIPv4(text)) return Buffer.from(parseV4(text));
  if (isIPv6(text) && !text.includes('%')) return Buffer.from(parseV6(text));
  return undefined;
}

interface Run {
  readonly start: number;
  readonly length: number;
}

/** The first of the longest runs of two or more zero groups. */
function longestZeroRun(groups: readonly number[]): Run {
  let best: Run = { start: -1, length: 1 };
  let length = 0;
  groups.forEach((group, at) => {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { start: at - length + 1, length };
  });
  return best;
}

function formatV6(bytes: Uint8Array): string {
  const groups = Array.from({ length: GROUPS }, (_, at) => ((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0));
  const isMapped = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
  if (isMapped) return `::ffff:${bytes.subarray(12).join('.')}`;
  const words = groups.map((group) => group.toString(16));
  const { start, length } = longestZeroRun(groups);
  if (start < 0) return words.join(':');
  return `${words.slice(0, start).join(':')}::${words.slice(start + length).join(':')}`;
}

/** The canonical text of an address (RFC 5952), always the same for the same bytes. */
export function formatInet(bytes: Uint8Array): string {
  return bytes.length === 4 ? bytes.join('.') : formatV6(bytes);
}
