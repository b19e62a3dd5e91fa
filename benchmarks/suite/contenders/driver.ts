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
  const byOwner = `SELECT ${NAMES} FROM bench_row WHERE owner = ?`;
  const byKey = `${byOwner} AND seq = ?`;
  const singles = data.singles.map((row) => ({ ...row }));
  const bulk = { bulkAlone: copies(data.bulkAlone), bulkGrouped: copies(data.bulkGrouped) };
  return {
    save: (index) => client.execute(save, parameters(singles[index % singles.length]!)),
    get: async (owner) => toValues((await client.execute(byKey, [owner, 0])).first()),
    partition: async (owner) => (await client.execute(byOwner, [owner])).rows.map((row) => toValues(row)!),
    scan: async () => {
      let rows = 0;
      let sum = 0;
      for await (const row of await client.execute(`SELECT ${NAMES} FROM bench_scan`)) {
        rows += 1;
        sum += row.seq as number;
      }
      return { rows, sum };
    },
    bulk: async (rows) => {
      const parameterSets = bulk[rows].map(parameters);
      await concurrent.executeConcurrent(client, insert('bench_bulk'), parameterSets, {
        concurrencyLevel: BULK_CONCURRENCY,
      });
    },
    insertOnce: async (row) => (await client.execute(`${save} IF NOT EXISTS`, parameters(row))).wasApplied(),
    pages: (owner) => pagesOf(client, byOwner, owner),
    mark: (age) => {
      for (const row of [...singles, ...bulk.bulkAlone, ...bulk.bulkGrouped]) row.age = age;
    },
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
  return {
    save: (index) => rows.insert(singles[index % singles.length]!),
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
    bulk: async (name) => {
      let next = 0;
      const worker = async (): Promise<void> => {
        for (let row = bulk[name][next++]; row !== undefined; row = bulk[name][next++]) await bulkRows.insert(row);
      };
      await Promise.all(Array.from({ length: BULK_CONCURRENCY }, worker));
    },
    insertOnce: async (row) => (await rows.insert(row, { ifNotExists: true })).wasApplied(),
    mark: (age) => {
      for (const row of [...singles, ...bulk.bulkAlone, ...bulk.bulkGrouped]) row.age = age;
    },
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
