import { type Data, FAMILY, groupedRows, rowsToRead, type Sizes } from './data';
import { openDataSource } from './open-data-source';
import { ScanRow, SingleRow } from './rows';
import type { Server } from './server';

/** Makes the keyspace and its tables, and writes what the reading workloads read. */
export async function fillTables(server: Server, data: Data, sizes: Sizes): Promise<void> {
  await using dataSource = await openDataSource(server, { synchronize: true });
  const rows = dataSource.getRepository(SingleRow);
  const scanRows = dataSource.getRepository(ScanRow);
  await rows.clear();
  await rows.bulkSave(asEntities(rowsToRead(data, sizes), (values) => rows.create(values)));
  await rows.bulkSave(data.singles.map((values) => rows.create(values)));
  if ((await scanRows.count()) === sizes.scan) return;
  await scanRows.clear();
  await scanRows.bulkSave(asEntities(groupedRows(FAMILY.scan, sizes.scan), (values) => scanRows.create(values)));
}

function* asEntities<V, E>(values: Iterable<V>, create: (values: V) => E): Generator<E> {
  for (const value of values) yield create(value);
}
