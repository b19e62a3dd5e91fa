import type { Operations } from '../contender';
import type { Data } from '../data';
import { BulkRow, ScanRow, SingleRow } from '../rows';
import type { DataSource } from 'caspy';

/** The repository, as an application uses it. */
export function caspyOperations(dataSource: DataSource, data: Data): Operations {
  const rows = dataSource.getRepository(SingleRow);
  const bulkRows = dataSource.getRepository(BulkRow);
  const scanRows = dataSource.getRepository(ScanRow);
  const singles = data.singles.map((values) => rows.create(values));
  const bulk = {
    bulkAlone: data.bulkAlone.map((values) => bulkRows.create(values)),
    bulkGrouped: data.bulkGrouped.map((values) => bulkRows.create(values)),
  };
  return {
    save: (index) => rows.save(singles[index % singles.length]!),
    get: (owner) => rows.get({ owner, seq: 0 }),
    partition: (owner) => rows.findBy({ owner }),
    scan: async () => {
      let count = 0;
      let sum = 0;
      await scanRows.scan().forEachBatch((batch) => {
        count += batch.length;
        for (const { seq } of batch) sum += seq;
      });
      return { rows: count, sum };
    },
    bulk: async (name) => {
      await bulkRows.bulkSave(bulk[name]);
    },
    insertOnce: async (row) => (await rows.insert(rows.create(row), { ifNotExists: true })).applied,
    pages: (owner) => rows.filter({ owner }).fetchSize(1_000).stream(),
    mark: (age) => {
      for (const row of [...singles, ...bulk.bulkAlone, ...bulk.bulkGrouped]) row.age = age;
    },
  };
}
