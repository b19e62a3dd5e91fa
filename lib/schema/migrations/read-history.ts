import type { SchemaClient } from '../schema-client';
import { HISTORY_COLUMNS, type HistoryRow, readHistoryRow } from './history-row';
import { historyExists, historyName, type HistoryTable } from './history-table';
import { byTimestamp } from './migration-name';

const PAGE_TIMEOUT = 30_000;

/** All migrations that were run or begun, oldest first; none when there is no table yet. Writes nothing. */
export async function readHistory(client: SchemaClient, place: HistoryTable): Promise<HistoryRow[]> {
  if (!(await historyExists(client, place))) return [];
  const cql = `SELECT ${HISTORY_COLUMNS} FROM ${historyName(place)}`;
  const rows: HistoryRow[] = [];
  let pageState: Buffer | undefined;
  do {
    const more = pageState === undefined ? {} : { pageState };
    const page = await client.data('read', cql, [], { consistency: 'QUORUM', timeout: PAGE_TIMEOUT, ...more });
    rows.push(...page.rows.map(readHistoryRow));
    pageState = page.pageState;
  } while (pageState !== undefined);
  return rows.toSorted(byTimestamp);
}
