import type { ColumnMetadata } from '../metadata/table-metadata';
import type { DriverDecoder } from '../session/fast-decode/frame-rows';
import { decodeRow } from '../session/fast-decode/frame-rows';
import type { Row } from '../session/request';
import type { WireColumn } from '../types/readers/cells';
import { decodeColumn } from './decode-column';
import type { KnownRow, LoadedRow } from './loaded-row';

/** What rows of one result have in common. */
export interface RowLayout {
  readonly columns: readonly WireColumn[];
  readonly decoder: DriverDecoder;
}

/**
 * A row as the bytes in which it came, one character each: a string is the smallest thing that holds them, and does not
 * keep the whole page in memory as a part of its buffer would.
 */
export class StoredRow implements LoadedRow, KnownRow {
  readonly #layout: RowLayout;
  readonly #text: string;
  #row: Row | undefined = undefined;

  constructor(layout: RowLayout, text: string) {
    this.#layout = layout;
    this.#text = text;
  }

  /** This object is all that is known of a row that was loaded and not yet saved; another one would cost memory. */
  get row(): LoadedRow {
    return this;
  }

  get params(): undefined {
    return undefined;
  }

  original(column: ColumnMetadata): unknown {
    const { columns, decoder } = this.#layout;
    this.#row ??= decodeRow(Buffer.from(this.#text, 'latin1'), 0, columns, decoder);
    const value = this.#row[column.name];
    return value === null || value === undefined ? value : decodeColumn(column, value);
  }
}
