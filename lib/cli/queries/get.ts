import pico from 'picocolors';
import { CliError } from '../cli-error';
import { createRowsWriter, objectText, valuesOf } from '../output/rows-writer';
import { renderBlocks } from '../output/table';
import { type QueryRun, shownColumns, styleFor } from './query-run';

/** The row with the key, or the first that matches. @throws CliError when there is none. */
export async function runGet(run: QueryRun): Promise<void> {
  const { request, querySet, sink } = run;
  const row = await querySet.first();
  if (row === null) throw new CliError('CASPY_ENTITY_NOT_FOUND', `No ${request.table.name} matches the filter.`);
  const columns = shownColumns(request);
  const names = columns.map(({ name }) => name);
  const style = styleFor(run, pico.createColors(false));
  if (request.format === 'json') return sink.write(`${objectText(row, names)}\n`);
  if (request.format === 'table') return sink.write(`${renderBlocks(columns, [valuesOf(row, names)], style)}\n`);
  const writer = createRowsWriter(request.format, sink, columns, style);
  await writer.row(row);
  await writer.end();
}
