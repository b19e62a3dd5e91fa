import type { WriteRequest } from '../write-request';

/** One item of a bulk write, checked and encoded. */
export interface BulkRow<T> {
  readonly item: T;
  readonly request: WriteRequest;
  /** The partition that it writes, as a text; undefined when only the server knows, so that it travels alone. */
  readonly partition: string | undefined;
  /** The row within the partition. */
  readonly key: string;
  /** A later write of the same row may take its place, column by column. */
  readonly isMergeable: boolean;
  readonly bytes: number;
}

/** What Cassandra counts beside the values: write time, TTL and deletion time of each cell, the like for each row. */
const CELL_BYTES = 16;
const ROW_BYTES = 28;

/** About what a row adds to a batch, by the measure of the server. */
export function sizeOf(params: readonly unknown[]): number {
  let bytes = ROW_BYTES;
  for (const param of params) {
    if (Buffer.isBuffer(param)) bytes += param.length + CELL_BYTES;
    else if (param === null) bytes += CELL_BYTES;
  }
  return bytes;
}

/** Parameters as a text, to compare. */
export function textOf(params: readonly unknown[], from: number, to: number): string {
  const only = params[from];
  if (to - from === 1 && Buffer.isBuffer(only)) return only.toString('latin1');
  let text = '';
  for (let index = from; index < to; index += 1) {
    const param = params[index];
    const part = Buffer.isBuffer(param) ? param.toString('latin1') : '';
    // Lengths keep the parts apart.
    text += `${part.length}:${part}`;
  }
  return text;
}
