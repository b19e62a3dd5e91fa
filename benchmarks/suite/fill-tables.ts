import { type Data, FAMILY, groupedRows, rowsToRead, type Sizes } from './data';
import { openDataSource } from './open-data-source';
import { BulkRow, LargeScanRow, RuledRow, type RowValues, ScanRow, SingleRow } from './rows';
import type { Server } from './server';
import type { Repository } from 'caspy';

/** Makes the keyspace and its tables, and writes what the reading workloads read. */
export async function fillTables(
  server: Server,
  data: Data,
  sizes: Sizes,
  say: (message: string) => void,
): Promise<void> {
  await using dataSource = await openDataSource(server, { synchronize: true });
  const rows = dataSource.getRepository(SingleRow);
  await rows.clear();
  await dataSource.getRepository(BulkRow).clear();
  await dataSource.getRepository(RuledRow).clear();
  await rows.bulkSave(asEntities(rowsToRead(data, sizes), (values) => rows.create(values)));
  await fill(dataSource.getRepository(ScanRow), sizes.scan, say);
  if (sizes.large > 0) await fill(dataSource.getRepository(LargeScanRow), sizes.large, say);
}

/** Rows that are there from an earlier run stay: nothing changes them. */
async function fill<E extends RowValues>(
  rows: Repository<E>,
  count: number,
  say: (message: string) => void,
): Promise<void> {
  if ((await rows.count()) === count) return;
  await rows.clear();
  const start = performance.now();
  await rows.bulkSave(
    asEntities(groupedRows(FAMILY.scan, count), (values) =>
      rows.create(values as unknown as Parameters<typeof rows.create>[0]),
    ),
  );
  const seconds = (performance.now() - start) / 1_000;
  say(`${count.toLocaleString('en')} rows to scan written in ${seconds.toFixed(0)} s`);
}

function* asEntities<V, E>(values: Iterable<V>, create: (values: V) => E): Generator<E> {
  for (const value of values) yield create(value);
}
