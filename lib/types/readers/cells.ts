/** A type as the server describes it, in the form that the driver keeps it in. */
export interface WireType {
  readonly code: number;
  /** Element types, a custom type's name or a user-defined type, by the code. */
  readonly info?: unknown;
}

/** One column of a result. */
export interface WireColumn {
  readonly name: string;
  readonly type: WireType;
}

/** The bytes of a result, with what it takes to read values out of them. */
export interface Cells {
  readonly bytes: Buffer;
  /** Over the same bytes. */
  readonly view: DataView;
  /** The bytes of the current row, one character each; empty where the rows are not kept. */
  text: string;
  /** Where `text` starts in `bytes`. */
  textStart: number;
  /** The driver's own decoder, for whatever a reader does not know. */
  decode(bytes: Buffer, type: WireType): unknown;
}

/** Reads one value, which is not null, out of the bytes from `start` to `end`, exclusive. */
export type Read = (cells: Cells, start: number, end: number) => unknown;
