import { inspect } from 'node:util';
import { QuerySet } from '../../repository/query-set';
import type { TableStyle } from '../output/table';
import { renderBlocks, renderTable } from '../output/table';

/** Rows whose properties make the columns of a table. */
const SAMPLE = 100;

/** What an expression came to: rows as a table, a row as lines, everything else as Node shows it. */
export function renderValue(value: unknown, style: TableStyle): string {
  if (value instanceof QuerySet) return style.colors.dim('A query that was not sent yet: await it, or its first().');
  if (Array.isArray(value) && value.length > 0 && value.every(isRow)) return rowsText(value, style);
  if (isRow(value) && value.constructor !== Object) {
    const names = Object.keys(value);
    return renderBlocks(columnsOf(names), [names.map((name): unknown => Reflect.get(value, name))], style);
  }
  return inspect(value, { colors: style.colors.isColorSupported, depth: 4 });
}

function rowsText(rows: readonly object[], style: TableStyle): string {
  const names = [...new Set(rows.slice(0, SAMPLE).flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => names.map((name): unknown => Reflect.get(row, name)));
  return renderTable(columnsOf(names), cells, style);
}

function columnsOf(names: readonly string[]): { readonly name: string; readonly isKey: boolean }[] {
  return names.map((name) => ({ name, isKey: false }));
}

/** An entity or a plain object, not a Date, a Map or the like, which print well by themselves. */
function isRow(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (Object.keys(value).length === 0 || ArrayBuffer.isView(value) || value instanceof Error) return false;
  return (
    Object.prototype.toString.call(value) === '[object Object]' &&
    Reflect.get(value, 'toString') === Object.prototype.toString
  );
}
