import type { DataSource } from '../../data-source/data-source';
import type { RawResult } from '../../repository/execute-raw';
import type { RequestOptions } from '../../session/request';
import { escapeControls } from '../output/escape';
import type { Format } from '../output/formats';
import { createRowsWriter } from '../output/rows-writer';
import type { Sink } from '../output/sink';
import type { TableStyle } from '../output/table';

/** Rows that travel at once. */
const PAGE = 500;
/** Schema changes wait for all nodes; TRUNCATE does too. */
const WRITE_TIMEOUT = 60_000;

/** A statement, and where its rows go. */
export interface CqlRun {
  readonly cql: string;
  readonly params: readonly unknown[];
  readonly isRead: boolean;
  readonly consistency?: RequestOptions['consistency'];
  readonly format: Format;
  readonly sink: Sink;
  readonly style: TableStyle;
  /** At most so many rows. */
  readonly limit: number | undefined;
  readonly signal: AbortSignal;
}

/** What came of it. */
export interface CqlOutcome {
  /** Rows that were written. */
  readonly rows: number;
  /** The statement answers rows, if only none. */
  readonly hasColumns: boolean;
  /** There are more rows than the limit. */
  readonly hasMore: boolean;
  readonly warnings: readonly string[];
}

/** Runs a statement and writes its rows as they come, page by page. */
export async function executeCql(dataSource: DataSource, run: CqlRun): Promise<CqlOutcome> {
  const first = await readPage(dataSource, run, undefined);
  const { columns, warnings } = first;
  if (run.format === 'table' && columns.includes('create_statement')) return writeDdl(first, run);
  const names = columns.map((name) => ({ name, isKey: false }));
  const writer = createRowsWriter(run.format, run.sink, names, run.style);
  const limit = run.limit ?? Number.POSITIVE_INFINITY;
  let rows = 0;
  let page = first;
  let hasMore = false;
  for (;;) {
    for (const row of page.rows) {
      if (rows >= limit) hasMore = true;
      else await writer.row(row);
      rows += hasMore ? 0 : 1;
    }
    if (page.pageState === undefined || hasMore) break;
    page = await readPage(dataSource, run, page.pageState);
  }
  if (columns.length > 0) await writer.end();
  return { rows, hasColumns: columns.length > 0, hasMore, warnings };
}

function readPage(dataSource: DataSource, run: CqlRun, pageState: Buffer | undefined): Promise<RawResult> {
  const { cql, params, isRead, consistency, signal } = run;
  return dataSource.execute(cql, params, {
    ...(isRead ? { fetchSize: PAGE } : { timeout: WRITE_TIMEOUT }),
    ...{ consistency, signal, pageState },
  });
}

/** DESCRIBE answers statements: they are shown as such, ready to be run. */
async function writeDdl({ rows, warnings }: RawResult, { sink }: CqlRun): Promise<CqlOutcome> {
  const texts = rows.map(({ create_statement: text }) => escapeControls(String(text), '\n'));
  if (texts.length > 0) await sink.write(`${texts.join('\n\n')}\n`);
  return { rows: rows.length, hasColumns: true, hasMore: false, warnings };
}
