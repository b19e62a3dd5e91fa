import type { Colors } from 'picocolors/types';
import { escapeControls } from './escape';
import { fitWidths } from './fit-widths';
import { paintValue } from './paint-value';
import { textValue } from './text-value';
import { textWidth } from './text-width';
import { wrapText } from './wrap-text';

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

interface Cell {
  readonly value: unknown;
  readonly lines: readonly string[];
}

const GAP = '  ';
/** Lines that a value gets in a table, and in the blocks that stand for a table which is too wide. */
const MOST_LINES = 3;
const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

/**
 * Rows as a table. On a terminal values that are too wide are wrapped, then shortened; where there are too many columns
 * for that, each row becomes a block of `name  value`.
 */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly unknown[])[],
  style: TableStyle,
): string {
  const texts = rows.map((row) => row.map((value) => escapeControls(textValue(value))));
  const widths = fitColumns(columns, rows, texts, style.width);
  if (widths === undefined) return renderBlocks(columns, rows, style, MOST_LINES);
  const isRight = columns.map((_, at) => isNumeric(rows, at));
  const cell = (text: string, at: number, value: unknown): Cell => {
    const width = widths[at] ?? 0;
    return { value, lines: style.width === undefined ? [text] : wrapText(text, width, MOST_LINES) };
  };
  const line = (cells: readonly Cell[], paint: (value: unknown, text: string) => string): string =>
    renderRow(cells, widths, isRight, paint);
  const head = columns.map(({ name }, at) => cell(name, at, name));
  return [
    line(head, (_, text) => style.colors.bold(text)),
    style.colors.dim(widths.map((width) => '─'.repeat(width)).join(GAP)),
    ...texts.map((row, index) =>
      line(
        row.map((text, at) => cell(text, at, rows[index]?.[at])),
        (value, text) => paintValue(value, text, style.colors),
      ),
    ),
  ].join('\n');
}

/**
 * Each row as lines of `name  value`. Nothing is shortened and the terminal breaks the lines, so that a value can be
 * copied; with `maxLines` values are wrapped beside their name instead.
 */
export function renderBlocks(
  columns: readonly TableColumn[],
  rows: readonly (readonly unknown[])[],
  { colors, width }: TableStyle,
  maxLines?: number,
): string {
  const names = Math.max(...columns.map(({ name }) => textWidth(name)));
  const left = width === undefined || maxLines === undefined ? undefined : Math.max(1, width - names - GAP.length);
  const indent = ' '.repeat(names + GAP.length);
  const blocks = rows.map((row) =>
    columns
      .map(({ name }, at) => {
        const text = escapeControls(textValue(row[at]));
        const lines = left === undefined ? [text] : wrapText(text, left, maxLines ?? 1);
        const value = lines.map((each) => paintValue(row[at], each, colors)).join(`\n${indent}`);
        return `${colors.bold(name)}${' '.repeat(names - textWidth(name))}${GAP}${value}`;
      })
      .join('\n'),
  );
  return blocks.join('\n\n');
}

function fitColumns(
  columns: readonly TableColumn[],
  rows: readonly (readonly unknown[])[],
  texts: readonly (readonly string[])[],
  width: number | undefined,
): number[] | undefined {
  // Of a text that is far too long it is enough to know that it is.
  const measured = (text: string): number => textWidth(width === undefined ? text : text.slice(0, width * 4));
  const natural = columns.map(({ name }, at) =>
    texts.reduce((widest, row) => Math.max(widest, measured(row[at] ?? '')), textWidth(name)),
  );
  if (width === undefined) return natural;
  const available = width - GAP.length * (columns.length - 1);
  return fitWidths(
    natural.map((each, at) => ({
      natural: each,
      precious: columns[at]?.isKey === true,
      ...(rows.some((row) => isWhole(row[at])) ? { least: each } : {}),
    })),
    available,
  );
}

/** Of no use when it is cut, and hard to read when it is broken. */
function isWhole(value: unknown): boolean {
  if (typeof value === 'string') return UUID.test(value);
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Date;
}

function isNumeric(rows: readonly (readonly unknown[])[], at: number): boolean {
  const values = rows.map((row) => row[at]).filter((value) => value !== null && value !== undefined);
  return values.length > 0 && values.every((value) => typeof value === 'number' || typeof value === 'bigint');
}

function renderRow(
  cells: readonly Cell[],
  widths: readonly number[],
  isRight: readonly boolean[],
  paint: (value: unknown, text: string) => string,
): string {
  const height = Math.max(1, ...cells.map(({ lines }) => lines.length));
  const lines = Array.from({ length: height }, (_, index) => {
    const parts = cells.map(({ value, lines: own }, at) => {
      const text = own[index] ?? '';
      const blank = ' '.repeat(Math.max(0, (widths[at] ?? 0) - textWidth(text)));
      const painted = text === '' ? '' : paint(value, text);
      return isRight[at] === true ? blank + painted : painted + blank;
    });
    return parts.join(GAP).trimEnd();
  });
  return lines.join('\n');
}
