import Table from 'cli-table3';
import type { Colors } from 'picocolors/types';
import { escapeControls } from './escape';
import { fitWidths } from './fit-widths';
import { textValue } from './text-value';
import { textWidth } from './text-width';

/** A column of a table: the name above it, and whether it belongs to the key. */
export interface TableColumn {
  readonly name: string;
  readonly isKey: boolean;
}

/** Where a table is shown. Without a width nothing is shortened. */
export interface TableStyle {
  readonly colors: Colors;
  readonly width: number | undefined;
}

const GAP = '  ';
const EDGES = ['top', 'bottom', 'left', 'right', 'left-mid', 'right-mid'] as const;
const CORNERS = ['top-mid', 'top-left', 'top-right', 'bottom-mid', 'bottom-left', 'bottom-right'] as const;
const CHARS = {
  ...Object.fromEntries([...EDGES, ...CORNERS].map((place) => [place, ''])),
  mid: '─',
  'mid-mid': GAP,
  middle: GAP,
};

/** Rows as a table; as blocks of `name  value` where the terminal is too narrow for their columns. */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly unknown[])[],
  style: TableStyle,
): string {
  const cells = rows.map((row) => row.map((value) => escapeControls(textValue(value))));
  const natural = columns.map(({ name }, at) =>
    cells.reduce((widest, row) => Math.max(widest, textWidth(row[at] ?? '')), textWidth(name)),
  );
  const widths = fitColumns(columns, natural, style.width);
  if (widths === undefined) return renderBlocks(columns, rows, style);
  const table = new Table({
    head: columns.map(({ name }) => style.colors.bold(name)),
    chars: CHARS,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
    colWidths: widths,
    colAligns: columns.map((_, at) => (isNumeric(rows, at) ? 'right' : 'left')),
  });
  for (const [index, row] of cells.entries()) {
    table.push(row.map((text, at) => dimNull(rows[index]?.[at], cut(text, widths[at] ?? text.length), style.colors)));
  }
  return trimLines(table.toString());
}

/** Each row as lines of `name  value`. Nothing is shortened; the terminal breaks the lines. */
export function renderBlocks(
  columns: readonly TableColumn[],
  rows: readonly (readonly unknown[])[],
  { colors }: TableStyle,
): string {
  const width = Math.max(...columns.map(({ name }) => textWidth(name)));
  const blocks = rows.map((row) =>
    columns
      .map(({ name }, at) => {
        const padding = ' '.repeat(width - textWidth(name));
        return `${colors.bold(name)}${padding}${GAP}${dimNull(row[at], escapeControls(textValue(row[at])), colors)}`;
      })
      .join('\n'),
  );
  return blocks.join('\n\n');
}

function fitColumns(
  columns: readonly TableColumn[],
  natural: readonly number[],
  width: number | undefined,
): number[] | undefined {
  if (width === undefined) return [...natural];
  const available = width - GAP.length * (columns.length - 1);
  return fitWidths(
    natural.map((each, at) => ({ natural: each, precious: columns[at]?.isKey === true })),
    available,
  );
}

function isNumeric(rows: readonly (readonly unknown[])[], at: number): boolean {
  const values = rows.map((row) => row[at]).filter((value) => value !== null && value !== undefined);
  return values.length > 0 && values.every((value) => typeof value === 'number' || typeof value === 'bigint');
}

/** Shortened to what can be shown at most: cli-table3 takes a text down character by character. */
function cut(text: string, width: number): string {
  return text.length <= width * 2 ? text : text.slice(0, width * 2);
}

function dimNull(value: unknown, text: string, colors: Colors): string {
  return value === null || value === undefined ? colors.dim(text) : text;
}

function trimLines(text: string): string {
  return text.replace(/ +$/gm, '');
}
