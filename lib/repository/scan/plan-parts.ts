import type { EntityTable } from '../entity-table';
import type { PartState } from './part';
import { AT_START } from './part';
import type { TokenRange } from './token-ranges';
import { cutAt, ringRanges, splitAll } from './token-ranges';

/** The pieces of a scan, and how many of them are read side by side. */
export interface ScanPlan {
  readonly parts: readonly PartState[];
  readonly parallelism: number;
}

const READERS_PER_NODE = 4;
const MAX_READERS = 32;
const PIECES_PER_READER = 8;

/**
 * Cuts a table, or what is left of a scan of it, along the ring, so that each piece is read from a node that has it.
 * Without a ring there is one piece.
 */
export async function planParts<E extends object>(
  { executor }: EntityTable<E>,
  isRanged: boolean,
  { parallelism, splits }: { readonly parallelism: number | undefined; readonly splits: number | undefined },
  left: readonly PartState[] | undefined,
): Promise<ScanPlan> {
  const ring = isRanged ? await executor.ring?.() : undefined;
  const readers = parallelism ?? Math.min(MAX_READERS, READERS_PER_NODE * Math.max(1, ring?.nodes ?? 1));
  if (ring === undefined) return { parts: inOnePiece(left), parallelism: readers };
  const pieces = splits ?? readers * PIECES_PER_READER;
  const cut = (ranges: readonly TokenRange[]): PartState[] =>
    splitAll(ranges, pieces).map((range) => ({ range, position: AT_START }));
  if (left === undefined) return { parts: cut(ringRanges(ring.tokens)), parallelism: readers };
  // What was begun goes on first: it has a place in its range that must not get lost.
  const begun = left.filter(({ range, position }) => range === undefined || position !== AT_START);
  const untouched = left.flatMap(({ range, position }) => (position === AT_START ? (range ?? []) : []));
  return { parts: [...begun, ...cut(untouched.flatMap((range) => cutAt(range, ring.tokens)))], parallelism: readers };
}

/** Without a ring nothing was read by ranges; only a checkpoint from before the first row names one. */
function inOnePiece(left: readonly PartState[] | undefined): readonly PartState[] {
  const whole: readonly PartState[] = [{ range: undefined, position: AT_START }];
  return left === undefined || left.some(({ range }) => range !== undefined) ? whole : left;
}
