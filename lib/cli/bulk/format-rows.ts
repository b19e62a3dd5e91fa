import type { ColumnMetadata } from '../../metadata/table-metadata';
import { formatJson, formatText } from '../../types/format-text';
import type { AnyRow } from '../queries/query-run';
import type { BulkFormat } from './bulk-format';

/** Rows as text, and the line above them; nothing is lost. */
export interface RowsFormat {
  readonly head: string;
  format(rows: readonly AnyRow[]): string;
}

/** Columns hold stored values in their default form. */
export function rowsFormat(format: BulkFormat, columns: readonly ColumnMetadata[]): RowsFormat {
  return format === 'csv' ? csvFormat(columns) : ndjsonFormat(columns);
}

/** Null is nothing and an empty text is `""`, which csv-stringify writes alike. */
function csvFormat(columns: readonly ColumnMetadata[]): RowsFormat {
  const line = (row: AnyRow): string => `${columns.map((column) => cellOf(column, row)).join(',')}\n`;
  return {
    head: `${columns.map(({ property }) => quoted(property)).join(',')}\n`,
    format: (rows) => rows.map(line).join(''),
  };
}

function cellOf({ property, type }: ColumnMetadata, row: AnyRow): string {
  const value = row[property];
  // Everything that is stored is one of these.
  return value === null || value === undefined ? '' : quoted(formatText(type, value));
}

/** By RFC 4180; readers that trim their fields leave quoted ones alone. */
function quoted(text: string): string {
  return text === '' || /[",\r\n\ufeff]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function ndjsonFormat(columns: readonly ColumnMetadata[]): RowsFormat {
  const names = columns.map(({ property }) => JSON.stringify(property));
  const line = (row: AnyRow): string => {
    const members = columns.map(({ property, type }, at) => {
      return `${names[at] ?? ''}:${JSON.stringify(formatJson(type, row[property]))}`;
    });
    return `{${members.join(',')}}\n`;
  };
  return { head: '', format: (rows) => rows.map(line).join('') };
}
