import type { RowsWriter } from '../output/rows-writer';
import { createRowsWriter } from '../output/rows-writer';
import { type QueryRun, rowsText, shownColumns } from './query-run';

/** Rows that a table on a terminal shows unless `--limit` says otherwise. */
const SCREENFUL = 20;
/** The most that the library reads as one page; beyond that there is no token for the next one. */
const LARGEST_PAGE = 10_000;
const DEFAULT_PAGE = 100;

/** The rows that match: one page where a limit or a page was asked for, else all of them as they come. */
export async function runFilter(run: QueryRun): Promise<void> {
  const { context, request, sink, style } = run;
  const writer = createRowsWriter(request.format, sink, shownColumns(request), style);
  const limit = request.limit ?? defaultLimit(run);
  const rows =
    limit !== undefined && limit <= LARGEST_PAGE
      ? await writePage(run, writer, limit)
      : await writeStream(run, writer, limit);
  if (rows === 0) context.io.note(`No ${request.table.name} matches.`);
}

function defaultLimit({ request, sink }: QueryRun): number | undefined {
  if (request.isWhole) return undefined;
  if (request.format === 'table' && sink.isTerminal) return SCREENFUL;
  return request.page === undefined ? undefined : DEFAULT_PAGE;
}

async function writePage({ context, request, querySet }: QueryRun, writer: RowsWriter, size: number): Promise<number> {
  const { items, next } = await querySet.page({ size, after: request.page });
  for (const row of items) await writer.row(row);
  await writer.end();
  if (next !== null) {
    context.io.notice(`${rowsText(items.length)} shown, and there are more. Next page: --page ${next}`);
  }
  return items.length;
}

async function writeStream(
  { context, querySet }: QueryRun,
  writer: RowsWriter,
  limit: number | undefined,
): Promise<number> {
  let rows = 0;
  for await (const row of limit === undefined ? querySet : querySet.limit(limit)) {
    await writer.row(row);
    rows += 1;
  }
  await writer.end();
  if (rows === limit) context.io.notice(`${rowsText(rows)} written, the limit; there may be more.`);
  return rows;
}
