/** One column of a table, as far as its width goes. */
export interface ColumnWidth {
  /** What its widest cell takes. */
  readonly natural: number;
  /** What it takes at least; `MIN_WIDTH` unless set. */
  readonly least?: number;
  /** Shortened only when the others are as short as can be: key columns, which people copy. */
  readonly precious: boolean;
}

/** Narrower than this no column is of use. */
export const MIN_WIDTH = 12;

/**
 * Widths that together take at most `available`: the widest columns give first. Undefined when even the shortest do not
 * fit.
 */
export function fitWidths(columns: readonly ColumnWidth[], available: number): number[] | undefined {
  // No column can get more than there is, however long its texts are; that keeps the rounds below few.
  const widths = columns.map(({ natural }) => Math.min(natural, Math.max(MIN_WIDTH, available)));
  const least = (index: number): number => columns[index]?.least ?? MIN_WIDTH;
  const excess = (): number => widths.reduce((sum, width) => sum + width, 0) - available;
  for (const precious of [false, true]) {
    const group = columns.flatMap((column, index) => (column.precious === precious ? [index] : []));
    while (excess() > 0) {
      const giving = group.filter((index) => (widths[index] ?? 0) > least(index));
      const widest = Math.max(0, ...giving.map((index) => widths[index] ?? 0));
      const index = giving.find((each) => widths[each] === widest);
      if (index === undefined) break;
      widths[index] = widest - 1;
    }
  }
  return excess() > 0 ? undefined : widths;
}
