import { stringify } from 'csv-stringify/sync';
import { escapeControls, escapeJson } from './escape';
import type { Format } from './formats';
import { jsonText, jsonValue } from './json-value';
import type { Sink } from './sink';
import type { TableColumn, TableStyle } from './table';
import { renderTable } from './table';

/** Takes rows one by one and writes them; `end` completes what the format needs at its end. */
export interface RowsWriter {
  row(row: object): Promise<void>;
  end(): Promise<void>;
}

/** Text that is gathered before it is written. */
const CHUNK = 16_384;

/** The writer of one format. A table gathers all rows, to measure them; the others write as rows come. */
export function createRowsWriter(
  format: Format,
  sink: Sink,
  columns: readonly TableColumn[],
  style: TableStyle,
): RowsWriter {
  const names = columns.map(({ name }) => name);
  switch (format) {
    case 'table':
      return tableWriter(sink, columns, style);
    case 'json':
      return jsonWriter(sink, names);
    case 'ndjson':
      return chunked(sink, '', (row) => `${objectText(row, names)}\n`);
    case 'csv':
      return csvWriter(sink, names);
  }
}

/** The values of a row, in the order of the columns. */
export function valuesOf(row: object, names: readonly string[]): unknown[] {
  return names.map((name): unknown => Reflect.get(row, name));
}

/** One row as a JSON object on one line. */
export function objectText(row: object, names: readonly string[]): string {
  const members = names.map((name) => `${JSON.stringify(name)}:${jsonText(Reflect.get(row, name))}`);
  return escapeJson(`{${members.join(',')}}`);
}

function chunked(sink: Sink, start: string, textOf: (row: object) => string, end = (): string => ''): RowsWriter {
  let pending = start;
  const flush = async (): Promise<void> => {
    const text = pending;
    pending = '';
    if (text !== '') await sink.write(text);
  };
  return {
    row: async (row) => {
      pending += textOf(row);
      if (pending.length >= CHUNK) await flush();
    },
    end: async () => {
      pending += end();
      await flush();
    },
  };
}

function jsonWriter(sink: Sink, names: readonly string[]): RowsWriter {
  let separator = '\n';
  const textOf = (row: object): string => {
    const text = `${separator}  ${objectText(row, names)}`;
    separator = ',\n';
    return text;
  };
  return chunked(sink, '[', textOf, () => (separator === '\n' ? ']\n' : '\n]\n'));
}

function csvWriter(sink: Sink, names: readonly string[]): RowsWriter {
  // A reader of CSV wants the value itself; a terminal must not obey it.
  const shown = (text: string): string => (sink.isTerminal ? escapeControls(text, '\n\t') : text);
  const line = (values: readonly unknown[]): string => shown(stringify([values.map(csvCell)]));
  return chunked(sink, line(names), (row) => line(valuesOf(row, names)));
}

/** Scalars as their text, collections as JSON, null as nothing. */
function csvCell(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  const plain = jsonValue(value);
  if (plain === null) return '';
  return typeof plain === 'string' ? plain : JSON.stringify(plain);
}

function tableWriter(sink: Sink, columns: readonly TableColumn[], style: TableStyle): RowsWriter {
  const names = columns.map(({ name }) => name);
  const rows: unknown[][] = [];
  return {
    row: (row) => {
      rows.push(valuesOf(row, names));
      return Promise.resolve();
    },
    end: async () => {
      if (rows.length > 0) await sink.write(`${renderTable(columns, rows, style)}\n`);
    },
  };
}
