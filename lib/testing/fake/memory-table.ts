import type { ColumnMetadata, TableMetadata } from '../../metadata/table-metadata';
import { compareBytes } from './compare-bytes';
import { tokenOf } from './driver-internals';
import { Cells } from './memory-row';

/** One row with its key. */
export interface MemoryRow {
  readonly clustering: readonly Buffer[];
  readonly cells: Cells;
}

/** The rows of one partition, in the order of the clustering columns. */
export interface Partition {
  readonly key: readonly Buffer[];
  readonly token: bigint;
  readonly statics: Cells;
  readonly rows: MemoryRow[];
}

/** A row as a query sees it: its partition, and no clustering columns where only static ones exist. */
export interface RowView {
  readonly partition: Partition;
  readonly row: MemoryRow | undefined;
}

/** One table in memory. */
export class MemoryTable {
  readonly metadata: TableMetadata;
  readonly #partitions = new Map<string, Partition>();

  constructor(metadata: TableMetadata) {
    this.metadata = metadata;
  }

  clear(): void {
    this.#partitions.clear();
  }

  /** The partition of a key, made on first use. */
  partition(key: readonly Buffer[]): Partition {
    const id = key.map((part) => part.toString('hex')).join(':');
    let partition = this.#partitions.get(id);
    if (partition === undefined) {
      partition = { key, token: tokenOf(key), statics: new Cells(), rows: [] };
      this.#partitions.set(id, partition);
    }
    return partition;
  }

  /** The row of a key, made on first use. */
  row(partition: Partition, clustering: readonly Buffer[]): MemoryRow {
    const at = partition.rows.findIndex((row) => this.#compare(row.clustering, clustering) >= 0);
    const known = partition.rows[at];
    if (known !== undefined && this.#compare(known.clustering, clustering) === 0) return known;
    const row: MemoryRow = { clustering, cells: new Cells() };
    partition.rows.splice(at < 0 ? partition.rows.length : at, 0, row);
    return row;
  }

  /** All rows in the order of a full read: partitions by their tokens. */
  views(): RowView[] {
    const partitions = [...this.#partitions.values()].sort(byToken);
    return partitions.flatMap((partition) => {
      const rows = partition.rows.filter(({ cells }) => cells.exists).map((row): RowView => ({ partition, row }));
      return rows.length === 0 && partition.statics.exists ? [{ partition, row: undefined }] : rows;
    });
  }

  /** The encoded value of a column; null where there is none. */
  value({ partition, row }: RowView, column: ColumnMetadata): Buffer | null {
    const { partitionKey, clusteringKey } = this.metadata;
    if (column.kind === 'partition') return partition.key[partitionKey.indexOf(column)] ?? null;
    if (column.kind === 'clustering') return row?.clustering[clusteringKey.indexOf(column)] ?? null;
    return this.cells({ partition, row }, column)?.value(column.name) ?? null;
  }

  cells({ partition, row }: RowView, column: ColumnMetadata): Cells | undefined {
    return column.kind === 'static' ? partition.statics : row?.cells;
  }

  #compare(left: readonly Buffer[], right: readonly Buffer[]): number {
    for (const [index, { type, order }] of this.metadata.clusteringKey.entries()) {
      const [a, b] = [left[index], right[index]];
      const difference = a === undefined || b === undefined ? 0 : compareBytes(type, a, b);
      if (difference !== 0) return order === 'DESC' ? -difference : difference;
    }
    return 0;
  }
}

function byToken(left: Partition, right: Partition): number {
  return left.token < right.token ? -1 : left.token > right.token ? 1 : 0;
}
