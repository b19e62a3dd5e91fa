import type { DriverDecoder } from '../session/fast-decode/frame-rows';
import { decodeRow } from '../session/fast-decode/frame-rows';
import type { Row } from '../session/request';
import type { WireColumn } from '../types/readers/cells';

/** What rows of one result have in common. */
export interface RowLayout {
  readonly columns: readonly WireColumn[];
  readonly decoder: DriverDecoder;
}

/**
 * A row as the bytes in which it came, one character each: a string is the smallest thing that holds them, and does not
 * keep the whole page in memory as a part of its buffer would.
 */
export class StoredRow {
  readonly #layout: RowLayout;
  readonly #text: string;
  #row: Row | undefined = undefined;

  constructor(layout: RowLayout, text: string) {
    this.#layout = layout;
    this.#text = text;
  }

  /** As the driver decodes it. */
  toRow(): Row {
    return (this.#row ??= decodeRow(Buffer.from(this.#text, 'latin1'), 0, this.#layout.columns, this.#layout.decoder));
  }
}
