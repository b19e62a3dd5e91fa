import type { Operations } from '../contender';
import type { Data } from '../data';
import { BulkRow, type RowValues, ScanRow, SingleRow } from '../rows';
import type { DataSource } from 'caspy';

/** The repository, as an application uses it. */
export function caspyOperations(dataSource: DataSource, data: Data): Operations {
  const rows = dataSource.getRepository(SingleRow);
  const bulkRows = dataSource.getRepository(BulkRow);
  const scanRows = dataSource.getRepository(ScanRow);
  // New in each sample: an entity that was saved before writes only what has changed, which is other work.
  let { singles, bulk } = entities(0);
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
      ({ singles, bulk } = entities(age));
    },
  };

  function entities(age: number): Entities {
    const bulkEntities = (values: RowValues): BulkRow => bulkRows.create({ ...values, age });
    return {
      singles: data.singles.map((values) => rows.create({ ...values, age })),
      bulk: { bulkAlone: data.bulkAlone.map(bulkEntities), bulkGrouped: data.bulkGrouped.map(bulkEntities) },
    };
  }
}

interface Entities {
  readonly singles: readonly SingleRow[];
  readonly bulk: Readonly<Record<'bulkAlone' | 'bulkGrouped', readonly BulkRow[]>>;
}
