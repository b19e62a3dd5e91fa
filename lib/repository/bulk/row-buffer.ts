import { types } from 'cassandra-driver';
import { rememberRow } from '../loaded-row';
import type { BulkRow } from './bulk-row';
import { sizeOf } from './bulk-row';

/** Rows of one partition. */
export interface RowGroup<T> {
  readonly partition: string;
  rows: BulkRow<T>[];
  bytes: number;
}

/** Above so many rows of a partition, a row is found by a map instead of a search. */
const SEARCHED = 16;

/**
 * Rows that wait for others of their partition. Of several writes of one row the last one stays, with the columns that
 * only earlier ones set: sent one after another, they would come to the same.
 */
export class RowBuffer<T> {
  readonly #groups = new Map<string, RowGroup<T>>();
  readonly #indexes = new Map<string, Map<string, number>>();
  #size = 0;
  #merges = 0;
  #alone = 0;

  get size(): number {
    return this.#size;
  }

  /** Rows that a later one has replaced. */
  get merges(): number {
    return this.#merges;
  }

  /** False for another write of a row that is there, and that it cannot replace: that one must leave first. */
  add(row: BulkRow<T>, partition: string): boolean {
    const group = this.#groups.get(partition);
    if (group === undefined) {
      this.#groups.set(partition, { partition, rows: [row], bytes: row.bytes });
      this.#size += 1;
      this.#alone += 1;
      return true;
    }
    this.#alone = 0;
    const at = this.#find(group, row.key);
    if (at < 0) {
      this.#indexes.get(partition)?.set(row.key, group.rows.length);
      group.rows.push(row);
      group.bytes += row.bytes;
      this.#size += 1;
      return true;
    }
    const earlier = group.rows[at];
    if (earlier === undefined || !canMerge(earlier, row)) return false;
    const both = merged(earlier, row);
    group.rows[at] = both;
    group.bytes += both.bytes - earlier.bytes;
    this.#merges += 1;
    return true;
  }

  group(partition: string): RowGroup<T> | undefined {
    return this.#groups.get(partition);
  }

  take(group: RowGroup<T>): readonly BulkRow<T>[] {
    this.#groups.delete(group.partition);
    this.#indexes.delete(group.partition);
    const { rows } = group;
    this.#size -= rows.length;
    // Old tables of the Map may still reach the group until the next full collection of garbage, but not its rows.
    group.rows = [];
    return rows;
  }

  /** Whether so many rows have come since one found its partition here. */
  isLonely(rows: number): boolean {
    return this.#alone >= rows;
  }

  oldest(): RowGroup<T> | undefined {
    return this.#groups.values().next().value;
  }

  /** The partitions, the one that has waited longest first. */
  groups(): Iterable<RowGroup<T>> {
    return this.#groups.values();
  }

  #find({ partition, rows }: RowGroup<T>, key: string): number {
    if (rows.length < SEARCHED) return rows.findIndex((row) => row.key === key);
    let index = this.#indexes.get(partition);
    if (index === undefined) {
      index = new Map(rows.map((row, at) => [row.key, at]));
      this.#indexes.set(partition, index);
    }
    return index.get(key) ?? -1;
  }
}

function canMerge<T>(earlier: BulkRow<T>, later: BulkRow<T>): boolean {
  return earlier.isMergeable && later.isMergeable && earlier.request.statement === later.request.statement;
}

/** The later write, with the columns that it leaves alone and the earlier one sets. */
function merged<T>(earlier: BulkRow<T>, later: BulkRow<T>): BulkRow<T> {
  // What the row holds is not what the earlier entity says, so nothing is known of it any more.
  if (typeof earlier.item === 'object' && earlier.item !== null) rememberRow(earlier.item, undefined);
  const { params } = later.request;
  if (!params.includes(types.unset)) return later;
  const all = params.map((param, index) => (param === types.unset ? earlier.request.params[index] : param));
  return { ...later, request: { ...later.request, params: all }, bytes: sizeOf(all) };
}
