import { Client, concurrent, mapping, types } from 'cassandra-driver';
import type { Operations } from '../contender';
import type { Data } from '../data';
import { COLUMNS, type RowValues } from '../rows';
import type { Server } from '../server';

/** The typings of the driver leave out that results are iterable and tell where the next page starts. */
type Page = Iterable<RowValues> & { readonly pageState: string | undefined };

const NAMES = COLUMNS.map(([, column]) => column).join(', ');
const BULK_CONCURRENCY = 128;

/** The driver with the settings that give usable values: bigint, Set and Map. */
export function driverClient({ contactPoints, port, localDataCenter, keyspace }: Server): Client {
  return new Client({
    contactPoints: [...contactPoints],
    localDataCenter,
    keyspace,
    protocolOptions: { port },
    encoding: { map: Map, set: Set, useBigIntAsLong: true },
    // The level that caspy uses unless told otherwise.
    queryOptions: { consistency: types.consistencies.localQuorum, prepare: true, isIdempotent: true, fetchSize: 5_000 },
  });
}

/** Prepared statements, written by hand. */
export function driverOperations(client: Client, data: Data): Operations {
  const markers = COLUMNS.map(() => '?').join(', ');
  const insert = (table: string): string => `INSERT INTO ${table} (${NAMES}) VALUES (${markers})`;
  const save = insert('bench_row');
  const saveRuled = insert('bench_ruled');
  const byOwner = `SELECT ${NAMES} FROM bench_row WHERE owner = ?`;
  const byKey = `${byOwner} AND seq = ?`;
  // A program without a mapper knows what it changes.
  const change = 'UPDATE bench_row SET age = ? WHERE owner = ? AND seq = ?';
  const singles = copies(data.singles);
  const bulk = { bulkAlone: copies(data.bulkAlone), bulkGrouped: copies(data.bulkGrouped) };
  const get = async (owner: string): Promise<RowValues | null> =>
    toValues((await client.execute(byKey, [owner, 0])).first());
  return {
    prepare: marks([singles, bulk.bulkAlone, bulk.bulkGrouped]),
    save: (index) => client.execute(save, parameters(singles[index % singles.length]!)),
    saveRuled: (index) => client.execute(saveRuled, parameters(singles[index]!)),
    make: (index, mark) => client.execute(save, parameters({ ...data.singles[index]!, age: mark })),
    resave: (index, mark) => client.execute(change, [mark, data.singles[index]!.owner, 0]),
    loadAndSave: async (index, mark) => {
      const row = await get(data.singles[index]!.owner);
      row!.age = mark;
      await client.execute(change, [row!.age, row!.owner, row!.seq]);
    },
    get,
    partition: async (owner) => (await client.execute(byOwner, [owner])).rows.map((row) => toValues(row)!),
    scan: async (table) => {
      let rows = 0;
      let sum = 0;
      for await (const row of await client.execute(`SELECT ${NAMES} FROM ${table}`)) {
        rows += 1;
        sum += row.seq as number;
      }
      return { rows, sum };
    },
    bulk: async (rows, count) => {
      const parameterSets = bulk[rows].slice(0, count).map(parameters);
      await concurrent.executeConcurrent(client, insert('bench_bulk'), parameterSets, {
        concurrencyLevel: BULK_CONCURRENCY,
      });
    },
    insertOnce: async (row) => (await client.execute(`${save} IF NOT EXISTS`, parameters(row))).wasApplied(),
    updateIf: async (owner, age, mark) =>
      (await client.execute(`${change} IF age = ?`, [mark, owner, 0, age])).wasApplied(),
    pages: (owner) => pagesOf(client, byOwner, owner),
  };
}

/** The mapper that comes with the driver. */
export function mapperOperations(client: Client, data: Data): Operations {
  const columns = Object.fromEntries(COLUMNS.map(([property, column]) => [column, property]));
  const models = Object.fromEntries(
    ['bench_row', 'bench_bulk', 'bench_scan'].map((table) => [table, { tables: [table], columns }]),
  );
  const mapper = new mapping.Mapper(client, { models });
  const rows = mapper.forModel<RowValues>('bench_row');
  const bulkRows = mapper.forModel<RowValues>('bench_bulk');
  const scanRows = mapper.forModel<RowValues>('bench_scan');
  const singles = copies(data.singles);
  const bulk = { bulkAlone: copies(data.bulkAlone), bulkGrouped: copies(data.bulkGrouped) };
  const change = (owner: string, age: number): Promise<mapping.Result> => rows.update({ owner, seq: 0, age });
  return {
    prepare: marks([singles, bulk.bulkAlone, bulk.bulkGrouped]),
    save: (index) => rows.insert(singles[index % singles.length]!),
    make: (index, mark) => rows.insert({ ...data.singles[index]!, age: mark }),
    resave: (index, mark) => change(data.singles[index]!.owner, mark),
    loadAndSave: async (index, mark) => {
      const row = await rows.get({ owner: data.singles[index]!.owner, seq: 0 });
      await change(row!.owner, mark);
    },
    get: (owner) => rows.get({ owner, seq: 0 }),
    partition: async (owner) => (await rows.find({ owner })).toArray(),
    scan: async () => {
      let count = 0;
      let sum = 0;
      let pageState: string | undefined;
      do {
        const options = { fetchSize: 5_000, pageState } as unknown as mapping.MappingExecutionOptions;
        const page = (await scanRows.findAll({}, options)) as unknown as Page;
        for (const { seq } of page) {
          count += 1;
          sum += seq;
        }
        pageState = page.pageState;
      } while (typeof pageState === 'string');
      return { rows: count, sum };
    },
    bulk: async (name, count) => {
      let next = 0;
      const worker = async (): Promise<void> => {
        for (let index = next++; index < count; index = next++) await bulkRows.insert(bulk[name][index]!);
      };
      await Promise.all(Array.from({ length: BULK_CONCURRENCY }, worker));
    },
    insertOnce: async (row) => (await rows.insert(row, { ifNotExists: true })).wasApplied(),
    updateIf: async (owner, age, mark) =>
      (await rows.update({ owner, seq: 0, age: mark }, { when: { age } })).wasApplied(),
  };
}

/** Sets the mark of all rows that will be written. */
function marks(all: readonly (readonly RowValues[])[]): Operations['prepare'] {
  return (_kind, _count, mark) => {
    for (const rows of all) for (const row of rows) row.age = mark;
  };
}

async function* pagesOf(client: Client, query: string, owner: string): AsyncGenerator<RowValues> {
  for await (const row of await client.execute(query, [owner], { fetchSize: 1_000, prepare: true }))
    yield toValues(row)!;
}

function copies(rows: readonly RowValues[]): RowValues[] {
  return rows.map((row) => ({ ...row }));
}

function parameters(row: RowValues): unknown[] {
  const { owner, seq, name, email, city, age, visits, score, active, createdAt, tags, labels } = row;
  return [owner, seq, name, email, city, age, visits, score, active, createdAt, tags, labels];
}

/** A uuid arrives as an object of the driver; everything else is usable as it is. */
function toValues(row: types.Row | null): RowValues | null {
  if (row === null) return null;
  return {
    owner: String(row.owner),
    seq: row.seq,
    name: row.name,
    email: row.email,
    city: row.city,
    age: row.age,
    visits: row.visits,
    score: row.score,
    active: row.active,
    createdAt: row.created_at,
    tags: row.tags,
    labels: row.labels,
  };
}
