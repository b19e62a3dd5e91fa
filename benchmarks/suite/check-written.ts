import type { Client } from 'cassandra-driver';
import { CHANGED_ROWS, type Data, FAMILY, UNKNOWN } from './data';
import { type AnyRow, digestOf, sameDigest } from './digest';
import { ownerOf } from './owner-of';
import { makeRow, type RowValues } from './rows';
import type { Kind, Workload } from './workloads';

/** What a sample did, as far as it shows on the server. */
export interface Done {
  readonly workload: Workload;
  readonly mark: number;
  readonly units: number;
}

/** Single rows are read back in part; rows of bulk writes all. */
const PROBES = 300;
const SINGLE: ReadonlySet<Kind> = new Set<Kind>(['save', 'make', 'resave', 'loadAndSave']);
const BULK: ReadonlySet<Kind> = new Set<Kind>(['bulkAlone', 'bulkGrouped']);

/** Remembers what the rows hold that a sample wrote, or that nobody knows it. */
export function remember(
  { ages, changedAges }: Data,
  { workload: { kind }, mark, units }: Done,
  isGood: boolean,
): void {
  const age = isGood ? mark : UNKNOWN;
  if (SINGLE.has(kind)) ages.fill(age, 0, Math.min(units, ages.length));
  if (kind === 'updateIf') changedAges.fill(age, 0, Math.min(units, changedAges.length));
  if (kind === 'mixed') {
    for (let index = 0; index < units; index += 1) if (isSaveOfMix(index)) ages[index % ages.length] = age;
  }
}

/** After a failure nobody knows which conditional updates were applied: reads it, or all that follow would fail too. */
export async function learnAgain(client: Client, { changedAges }: Data): Promise<void> {
  const rows = Array.from(changedAges, (_, index) => makeRow(ownerOf(FAMILY.changed, index), 0, index));
  const found = await rowsOf(client, 'bench_row', rows);
  for (const [index, { age }] of found.entries()) changedAges[index] = Number(age);
}

/** Which requests of the mixed workload save. */
export function isSaveOfMix(index: number): boolean {
  return index % 20 >= 14 && index % 20 < 18;
}

/**
 * Reads back what a sample wrote, with the driver and outside the measured time, whoever wrote it.
 *
 * @throws Error unless the rows are there with all their columns as they were made.
 */
export async function checkWritten(client: Client, data: Data, done: Done): Promise<void> {
  const { workload, mark, units } = done;
  const { kind } = workload;
  if (BULK.has(kind)) {
    const wanted = data[kind as 'bulkAlone' | 'bulkGrouped'].slice(0, units).map((row) => ({ ...row, age: mark }));
    sameDigest('read back', digestOf(await rowsWithMark(client, mark)), digestOf(wanted));
    return;
  }
  const wanted = probesOf(data, done);
  if (wanted.length === 0) return;
  const table = kind === 'ruled' || kind === 'unruled' ? 'bench_ruled' : 'bench_row';
  sameDigest('read back', digestOf(await rowsOf(client, table, wanted)), digestOf(wanted));
}

function probesOf(data: Data, { workload: { kind }, mark, units }: Done): readonly RowValues[] {
  const single = (index: number): RowValues => ({ ...data.singles[index]!, age: mark });
  if (SINGLE.has(kind) || kind === 'ruled' || kind === 'unruled') {
    return spread(Math.min(units, data.singles.length)).map(single);
  }
  if (kind === 'insertOnce') {
    return spread(units).map((index) => makeRow(onceOwner(mark, index), 0, index));
  }
  if (kind === 'updateIf') {
    return spread(Math.min(units, CHANGED_ROWS)).map((index) => ({
      ...makeRow(ownerOf(FAMILY.changed, index), 0, index),
      age: mark,
    }));
  }
  return [];
}

/** The key of a row that is inserted once. */
export function onceOwner(mark: number, index: number): string {
  return ownerOf(FAMILY.once, mark * 100_000 + index);
}

/** Indexes from the first to the last. */
function spread(count: number): number[] {
  if (count <= PROBES) return Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: PROBES }, (_, index) => Math.round((index * (count - 1)) / (PROBES - 1)));
}

/** Page after page: the driver's own iteration ends at an empty one. */
async function rowsWithMark(client: Client, mark: number): Promise<readonly AnyRow[]> {
  const rows: AnyRow[] = [];
  let pageState: string | undefined;
  do {
    const page = await client.execute('SELECT * FROM bench_bulk', [], {
      fetchSize: 5_000,
      ...(pageState === undefined ? {} : { pageState }),
    });
    for (const row of page.rows as unknown as readonly AnyRow[]) if (row.age === mark) rows.push(row);
    pageState = (page as unknown as { readonly pageState?: string | null }).pageState ?? undefined;
  } while (pageState !== undefined);
  return rows;
}

async function rowsOf(client: Client, table: string, wanted: readonly RowValues[]): Promise<readonly AnyRow[]> {
  const results = await Promise.all(
    wanted.map(({ owner }) => client.execute(`SELECT * FROM ${table} WHERE owner = ? AND seq = 0`, [owner])),
  );
  return results.flatMap(({ rows }) => rows as unknown as readonly AnyRow[]);
}
