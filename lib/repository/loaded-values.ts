import type { ColumnMetadata } from '../metadata/table-metadata';
import type { Keeper } from './keeper';
import type { KnownRow, LoadedRow } from './loaded-row';

/** The place of a column among the values that are kept of a row, and how it was kept. */
export interface Slot {
  readonly index: number;
  readonly keeper: Keeper;
}

/**
 * The values of a row that the driver decoded, each in the smallest form from which it can be made again. Entities are
 * many and most of them are never saved, so what they drag along counts for more than what a save costs.
 */
export class LoadedValues implements LoadedRow, KnownRow {
  readonly #slots: ReadonlyMap<string, Slot>;
  readonly #values: readonly unknown[];

  constructor(slots: ReadonlyMap<string, Slot>, values: readonly unknown[]) {
    this.#slots = slots;
    this.#values = values;
  }

  /** This object is all that is known of a row that was loaded and not yet saved; another one would cost memory. */
  get row(): LoadedRow {
    return this;
  }

  get params(): undefined {
    return undefined;
  }

  original({ name }: ColumnMetadata): unknown {
    const slot = this.#slots.get(name);
    if (slot === undefined) return undefined;
    const kept = this.#values[slot.index];
    return kept === null || kept === undefined ? kept : slot.keeper.restore(kept);
  }
}
