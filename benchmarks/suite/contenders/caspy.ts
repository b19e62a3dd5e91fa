import type { Operations } from '../contender';
import type { Data } from '../data';
import { BulkRow, LargeScanRow, RuledRow, type RowValues, ScanRow, SingleRow } from '../rows';
import type { DataSource } from 'caspy';

type Bulk = 'bulkAlone' | 'bulkGrouped';

/** The repository, as an application uses it. */
export function caspyOperations(dataSource: DataSource, data: Data): Operations {
  const rows = dataSource.getRepository(SingleRow);
  const bulkRows = dataSource.getRepository(BulkRow);
  const ruledRows = dataSource.getRepository(RuledRow);
  const checked = ruledRows.withOptions({ validate: true });
  const unchecked = ruledRows.withOptions({ validate: false });
  const scanned = {
    bench_scan: dataSource.getRepository(ScanRow),
    bench_scan_large: dataSource.getRepository(LargeScanRow),
  };
  const { insertOnce, updateIf, make, loadAndSave } = changes(dataSource, data);
  const entities = preparedEntities(dataSource, data);
  return {
    prepare: entities.prepare,
    save: (index) => rows.save(entities.singles[index % entities.singles.length]!),
    saveRuled: (index, isChecked) => (isChecked ? checked : unchecked).save(entities.ruled[index]!),
    get: (owner) => rows.get({ owner, seq: 0 }),
    partition: (owner) => rows.findBy({ owner }),
    scan: async (table) => {
      let count = 0;
      let sum = 0;
      await scanned[table].scan().forEachBatch((batch) => {
        count += batch.length;
        for (const { seq } of batch) sum += seq;
      });
      return { rows: count, sum };
    },
    bulk: async () => {
      await bulkRows.bulkSave(entities.bulk);
    },
    pages: (owner) => rows.filter({ owner }).fetchSize(1_000).stream(),
    resave: (index, mark) => {
      const row = entities.loaded[index % entities.loaded.length]!;
      row.age = mark;
      return rows.save(row);
    },
    insertOnce,
    updateIf,
    make,
    loadAndSave,
  };
}

function changes(
  dataSource: DataSource,
  data: Data,
): Required<Pick<Operations, 'insertOnce' | 'updateIf' | 'make' | 'loadAndSave'>> {
  const rows = dataSource.getRepository(SingleRow);
  return {
    insertOnce: async (row) => (await rows.insert(rows.create(row), { ifNotExists: true })).applied,
    updateIf: async (owner, age, mark) =>
      (await rows.update({ owner, seq: 0 }, { age: mark }, { if: { age } })).applied,
    make: (index, mark) => rows.save(rows.create({ ...data.singles[index]!, age: mark })),
    loadAndSave: async (index, mark) => {
      const row = await rows.get({ owner: data.singles[index]!.owner, seq: 0 });
      row!.age = mark;
      await rows.save(row!);
    },
  };
}

interface Prepared {
  singles: readonly SingleRow[];
  ruled: readonly RuledRow[];
  loaded: readonly SingleRow[];
  bulk: readonly BulkRow[];
  readonly prepare: Operations['prepare'];
}

/** New in each sample: an entity that was saved before writes only what has changed, which is other work. */
function preparedEntities(dataSource: DataSource, data: Data): Prepared {
  const rows = dataSource.getRepository(SingleRow);
  const marked = (values: readonly RowValues[], age: number): readonly RowValues[] =>
    values.map((row) => ({ ...row, age }));
  const prepared: Prepared = {
    // There are some before any sample, for latencies.
    singles: data.singles.map((row) => rows.create(row)),
    ruled: [],
    loaded: [],
    bulk: [],
    prepare: async (kind, count, mark) => {
      // Only what the sample needs: a large heap makes collecting garbage between samples slow.
      Object.assign(prepared, { ruled: [], loaded: [], bulk: [] });
      if (kind === 'save' || kind === 'mixed')
        prepared.singles = marked(data.singles, mark).map((row) => rows.create(row));
      if (kind === 'ruled' || kind === 'unruled') {
        const ruled = dataSource.getRepository(RuledRow);
        prepared.ruled = marked(data.singles, mark).map((row) => ruled.create(row));
      }
      if (kind === 'bulkAlone' || kind === 'bulkGrouped') {
        const bulk = dataSource.getRepository(BulkRow);
        prepared.bulk = marked(data[kind satisfies Bulk].slice(0, count), mark).map((row) => bulk.create(row));
      }
      if (kind === 'resave') {
        const owners = data.singles.slice(0, count).map(({ owner }) => owner);
        prepared.loaded = (await Promise.all(owners.map((owner) => rows.get({ owner, seq: 0 })))).map((row) => row!);
      }
    },
  };
  return prepared;
}
