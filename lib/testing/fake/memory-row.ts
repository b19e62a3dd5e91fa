import type { ColumnMetadata } from '../../metadata/table-metadata';

/** A column of a row, or null for a tombstone. */
export interface Cell {
  readonly value: Buffer | null;
  /** Microseconds. */
  readonly timestamp: bigint;
  /** Milliseconds since 1970. */
  readonly expires: number | undefined;
}

/** When and for how long a write is. */
export type WriteTime = Omit<Cell, 'value'>;

/** Cells by column name, with what an `INSERT` leaves beside them: a row without a value. */
export class Cells {
  readonly #cells = new Map<string, Cell>();
  #marker: WriteTime | undefined;

  /** The live cell of a column. */
  live(name: string): Cell | undefined {
    const cell = this.#cells.get(name);
    return cell === undefined || cell.value === null || isOver(cell) ? undefined : cell;
  }

  value(name: string): Buffer | null {
    return this.live(name)?.value ?? null;
  }

  get exists(): boolean {
    if (this.#marker !== undefined && !isOver(this.#marker)) return true;
    return [...this.#cells.keys()].some((name) => this.live(name) !== undefined);
  }

  mark(time: WriteTime): void {
    if (this.#marker === undefined || time.timestamp >= this.#marker.timestamp) this.#marker = time;
  }

  /** The later write wins; of two at one time, the tombstone. */
  write({ name }: ColumnMetadata, value: Buffer | null, time: WriteTime): void {
    const known = this.#cells.get(name);
    if (known !== undefined && known.timestamp > time.timestamp) return;
    this.#cells.set(name, { value, ...time });
  }

  /** Removes what was written until then. */
  clear(timestamp: bigint): void {
    if (this.#marker !== undefined && this.#marker.timestamp <= timestamp) this.#marker = undefined;
    for (const [name, cell] of this.#cells) {
      if (cell.timestamp <= timestamp) this.#cells.set(name, { value: null, timestamp, expires: undefined });
    }
  }
}

function isOver({ expires }: WriteTime): boolean {
  return expires !== undefined && expires <= Date.now();
}
