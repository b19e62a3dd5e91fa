import { int, shortBytes, short, text } from '../../support/cql-frames';

const ROWS = 2;
const FLAG = { globalTable: 1, hasMore: 2 };
const VARCHAR = 0x0d;

/** A RESULT of rows of texts, with the state of the page behind it. */
export function pageOf(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  next?: string,
  table = 'item',
): Buffer {
  const flags = FLAG.globalTable | (next === undefined ? 0 : FLAG.hasMore);
  const state = next === undefined ? [] : [int(next.length), text(next)];
  const specs = columns.flatMap((name) => [shortBytes(text(name)), short(VARCHAR)]);
  const header = [int(flags), int(columns.length), ...state, shortBytes(text('ks')), shortBytes(text(table)), ...specs];
  const cells = rows.flat().flatMap((value) => [int(Buffer.byteLength(value)), text(value)]);
  return Buffer.concat([int(ROWS), ...header, int(rows.length), ...cells]);
}
