import { ownerOf } from './owner-of';
import { makeRow, type RowValues } from './rows';

/** Families of partition keys, so that workloads do not meet each other's rows. */
export const FAMILY = {
  single: 1,
  partition: 2,
  slice: 3,
  pages: 4,
  bulkAlone: 5,
  bulkGrouped: 6,
  scan: 7,
  once: 8,
  changed: 9,
};

/** How many rows there are of each sort. */
export interface Sizes {
  readonly singles: number;
  readonly partitions: number;
  readonly pages: number;
  readonly bulk: number;
  readonly scan: number;
  /** Rows of the table for the large scan; none for none. */
  readonly large: number;
}

export const PARTITION_ROWS = 1_000;
export const SLICE_ROWS = 20;
export const SLICES = 50;
/** Rows for conditional updates, which no plain write touches: the two do not mix. */
export const CHANGED_ROWS = 400;
/** Rows of one partition in grouped bulk writes and in the table that is scanned. */
export const GROUP_ROWS = 100;

export interface Data {
  readonly singles: readonly RowValues[];
  readonly bulkAlone: readonly RowValues[];
  readonly bulkGrouped: readonly RowValues[];
  readonly partitionOwners: readonly string[];
  readonly sliceOwners: readonly string[];
  readonly pagesOwner: string;
  readonly largeRows: number;
  /** What the single rows and the conditionally updated ones hold as `age` on the server; UNKNOWN after a failure. */
  readonly ages: Int32Array;
  readonly changedAges: Int32Array;
}

export const UNKNOWN = -1;

export function makeData(sizes: Sizes): Data {
  return {
    singles: rowsAlone(FAMILY.single, sizes.singles),
    bulkAlone: rowsAlone(FAMILY.bulkAlone, sizes.bulk),
    bulkGrouped: [...groupedRows(FAMILY.bulkGrouped, sizes.bulk)],
    partitionOwners: Array.from({ length: sizes.partitions }, (_, index) => ownerOf(FAMILY.partition, index)),
    sliceOwners: Array.from({ length: SLICES }, (_, index) => ownerOf(FAMILY.slice, index)),
    pagesOwner: ownerOf(FAMILY.pages, 0),
    largeRows: sizes.large,
    ages: new Int32Array(sizes.singles),
    changedAges: new Int32Array(CHANGED_ROWS),
  };
}

/** What is in the table of single rows at the start. */
export function* rowsToRead(data: Data, sizes: Sizes): Generator<RowValues> {
  for (const owner of data.partitionOwners) yield* partition(owner, PARTITION_ROWS);
  for (const owner of data.sliceOwners) yield* partition(owner, SLICE_ROWS);
  yield* partition(data.pagesOwner, sizes.pages);
  yield* data.singles;
  for (let index = 0; index < CHANGED_ROWS; index += 1) yield makeRow(ownerOf(FAMILY.changed, index), 0, index);
}

export function* groupedRows(family: number, count: number): Generator<RowValues> {
  for (let index = 0; index < count; index += 1) {
    yield makeRow(ownerOf(family, Math.floor(index / GROUP_ROWS)), index % GROUP_ROWS, index);
  }
}

function* partition(owner: string, count: number): Generator<RowValues> {
  for (let seq = 0; seq < count; seq += 1) yield makeRow(owner, seq, seq);
}

function rowsAlone(family: number, count: number): RowValues[] {
  return Array.from({ length: count }, (_, index) => makeRow(ownerOf(family, index), 0, index));
}
