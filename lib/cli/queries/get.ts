import { CliError } from '../cli-error';
import type { Format } from '../output/formats';
import { createRowsWriter, objectText, valuesOf } from '../output/rows-writer';
import type { Sink } from '../output/sink';
import { renderBlocks, type TableColumn, type TableStyle } from '../output/table';
import { type QueryRun, shownColumns } from './query-run';

/** The row with the key, or the first that matches. @throws CliError when there is none. */
export async function runGet({ request, querySet, sink, style }: QueryRun): Promise<void> {
  const row = await querySet.first();
  if (row === null) throw new CliError('CASPY_ENTITY_NOT_FOUND', `No ${request.table.name} matches the filter.`);
  await writeRow(row, { columns: shownColumns(request), format: request.format, sink, style });
}

/** How one row is written. */
export interface RowOutput {
  readonly columns: readonly TableColumn[];
  readonly format: Format;
  readonly sink: Sink;
  readonly style: TableStyle;
}

/** One row: a line for each column, or an object, or a file of one line. */
export async function writeRow(row: object, { columns, format, sink, style }: RowOutput): Promise<void> {
  const names = columns.map(({ name }) => name);
  if (format === 'json') return sink.write(`${objectText(row, names)}\n`);
  if (format === 'table') return sink.write(`${renderBlocks(columns, [valuesOf(row, names)], style)}\n`);
  const writer = createRowsWriter(format, sink, columns, style);
  await writer.row(row);
  await writer.end();
}
