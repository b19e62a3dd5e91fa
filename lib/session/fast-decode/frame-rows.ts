import { types } from 'cassandra-driver';
import type { Cells, WireColumn, WireType } from '../../types/readers/cells';
import type { Row } from '../request';

/** The class of the driver's rows, which its typings leave out. */
const DriverRow = Reflect.get(types, 'Row') as new (columns: readonly WireColumn[]) => Row;

/** The part of the driver's encoder that is used here. */
export interface DriverDecoder {
  decode(bytes: Buffer | null, type: WireType): unknown;
}

/** Rows as the bytes in which they came. Nothing is decoded before somebody asks, and then in the form that is asked for. */
export class FrameRows implements Cells {
  readonly bytes: Buffer;
  readonly view: DataView;
  readonly columns: readonly WireColumn[];
  /** Where the first row starts. */
  readonly start: number;
  /** The number of rows; the driver looks for it under this name. */
  readonly length: number;
  readonly decoder: DriverDecoder;
  text = '';
  textStart = 0;
  /** What to throw for bytes that cannot be decoded. */
  explain: (error: unknown) => unknown = (error) => error;

  constructor(bytes: Buffer, start: number, length: number, columns: readonly WireColumn[], decoder: DriverDecoder) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.start = start;
    this.length = length;
    this.columns = columns;
    this.decoder = decoder;
  }

  decode(bytes: Buffer | null, type: WireType): unknown {
    try {
      return this.decoder.decode(bytes, type);
    } catch (error) {
      throw this.explain(error);
    }
  }

  /**
   * Where the row that starts here ends.
   * @throws RangeError when it goes beyond the frame.
   */
  endOfRow(start: number): number {
    const { view } = this;
    const last = view.byteLength - 4;
    let at = start;
    for (let left = this.columns.length; left > 0; left -= 1) {
      if (at > last) throw this.explain(new RangeError('A row ends beyond its frame.'));
      const length = view.getInt32(at);
      at += length > 0 ? length + 4 : 4;
    }
    if (at > view.byteLength) throw this.explain(new RangeError('A row ends beyond its frame.'));
    return at;
  }

  /** One row as the driver hands it out; undefined beyond the last. */
  rowAt(index: number): Row | undefined {
    if (index < 0 || index >= this.length) return undefined;
    let at = this.start;
    for (let left = index; left > 0; left -= 1) at = this.endOfRow(at);
    return decodeRow(this.bytes, at, this.columns, this);
  }

  /** The rows as the driver hands them out. */
  toRows(): Row[] {
    const rows = new Array<Row>(this.length);
    let at = this.start;
    for (let index = 0; index < rows.length; index += 1) {
      const end = this.endOfRow(at);
      rows[index] = decodeRow(this.bytes, at, this.columns, this);
      at = end;
    }
    return rows;
  }
}

/** One row as the driver hands it out. */
export function decodeRow(bytes: Buffer, start: number, columns: readonly WireColumn[], decoder: DriverDecoder): Row {
  const row = new DriverRow(columns);
  let at = start;
  for (const { name, type } of columns) {
    const length = bytes.readInt32BE(at);
    at += 4;
    row[name] = decoder.decode(length < 0 ? null : bytes.subarray(at, at + length), type);
    if (length > 0) at += length;
  }
  return row;
}
