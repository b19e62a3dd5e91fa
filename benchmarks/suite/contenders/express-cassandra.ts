import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Operations } from '../contender';
import type { Data } from '../data';
import { PACKAGES } from '../folder';
import type { RowValues } from '../rows';
import type { Server } from '../server';

interface Stored {
  readonly seq: number;
  readonly name: string;
  age: number;
  saveAsync(options?: object): Promise<unknown>;
}

/** What is used of a model, with the promises that the package adds to its methods. */
interface Model {
  new (
    values: object,
  ): Record<string, unknown> & { saveAsync(options?: object): Promise<{ rows?: { '[applied]'?: boolean }[] }> };
  findOneAsync(where: object): Promise<Stored | undefined>;
  findAsync(where: object, options?: object): Promise<Stored[]>;
  stream(
    where: object,
    options: object,
    onReadable: (reader: { readRow(): Stored | null }) => void,
    done: (error?: Error) => void,
  ): void;
}

interface ExpressCassandra {
  createClient(options: object): {
    loadSchema(name: string, schema: object): Model;
    initAsync(): Promise<void>;
    readonly orm: { close(this: object, done: () => void): void };
  };
}

/** The driver that belongs to the package; the types of another copy are not its own. */
interface Driver {
  readonly types: Readonly<Record<'Long' | 'Uuid', { fromString(text: string): unknown }>>;
}

const FIELDS = {
  owner: 'uuid',
  seq: 'int',
  name: 'text',
  email: 'text',
  city: 'text',
  age: 'int',
  visits: 'bigint',
  score: 'double',
  active: 'boolean',
  created_at: 'timestamp',
  tags: { type: 'set', typeDef: '<text>' },
  labels: { type: 'map', typeDef: '<text, text>' },
};

const BULK_CONCURRENCY = 128;

export interface ExpressContender {
  readonly operations: Operations;
  readonly close: () => Promise<void>;
}

/** express-cassandra 2.9, as its documentation uses it: models, values in its own forms (arrays, objects, Long). */
export async function expressContender(server: Server, data: Data): Promise<ExpressContender> {
  // Installed beside the benchmarks, so the compiler of the project does not know it.
  const load = createRequire(join(PACKAGES, 'noop.js'));
  const express = load('express-cassandra') as ExpressCassandra;
  const { types } = load('cassandra-driver') as Driver;
  const client = express.createClient({
    clientOptions: {
      contactPoints: server.contactPoints,
      localDataCenter: server.localDataCenter,
      protocolOptions: { port: server.port },
      keyspace: server.keyspace,
      // LOCAL_QUORUM, as the others.
      queryOptions: { consistency: 6, fetchSize: 5_000 },
    },
    ormOptions: { createKeyspace: false, createTable: false, migration: 'safe' },
  });
  const model = (table: string): Model =>
    client.loadSchema(table, { fields: FIELDS, key: [['owner'], 'seq'], table_name: table });
  const tables = { rows: model('bench_row'), bulk: model('bench_bulk'), scan: model('bench_scan') };
  const toFields = (row: RowValues): object => fieldsOf(row, types);
  await client.initAsync();
  const { orm } = client;
  return {
    operations: operations(tables, data, toFields, (owner) => types.Uuid.fromString(owner)),
    close: () => new Promise((resolve) => orm.close.call({ orm }, resolve)),
  };
}

function operations(
  tables: Readonly<Record<'rows' | 'bulk' | 'scan', Model>>,
  data: Data,
  toFields: (row: RowValues) => object,
  toUuid: (text: string) => unknown,
): Operations {
  const singles = data.singles.map((row) => new tables.rows(toFields(row)));
  let bulk: readonly InstanceType<Model>[] = [];
  const load = (owner: string): Promise<Stored | undefined> =>
    tables.rows.findOneAsync({ owner: toUuid(owner), seq: 0 });
  let loaded: readonly Stored[] = [];
  return {
    save: (index) => singles[index % singles.length]!.saveAsync(),
    // The two columns that are looked at have the names of their properties.
    get: async (owner) => ((await load(owner)) as unknown as RowValues | undefined) ?? null,
    partition: async (owner) =>
      (await tables.rows.findAsync({ owner: toUuid(owner) })) as unknown as readonly RowValues[],
    scan: () => scan(tables.scan),
    bulk: async (_name, count) => {
      let next = 0;
      const worker = async (): Promise<void> => {
        for (let index = next++; index < count; index = next++) await bulk[index]!.saveAsync();
      };
      await Promise.all(Array.from({ length: BULK_CONCURRENCY }, worker));
    },
    insertOnce: async (row) => {
      const { rows } = await new tables.rows(toFields(row)).saveAsync({ if_not_exist: true });
      return rows?.[0]?.['[applied]'] === true;
    },
    make: (index, mark) => new tables.rows(toFields({ ...data.singles[index]!, age: mark })).saveAsync(),
    resave: (index, mark) => {
      const row = loaded[index % loaded.length]!;
      row.age = mark;
      return row.saveAsync();
    },
    loadAndSave: async (index, mark) => {
      const row = await load(data.singles[index]!.owner);
      row!.age = mark;
      await row!.saveAsync();
    },
    prepare: async (kind, count, mark) => {
      if (kind === 'resave') {
        const owners = data.singles.slice(0, count).map(({ owner }) => owner);
        loaded = (await Promise.all(owners.map(load))).map((row) => row!);
        return;
      }
      // Only what the sample needs: a large heap makes collecting garbage between samples slow.
      const values = kind === 'bulkAlone' || kind === 'bulkGrouped' ? data[kind].slice(0, count) : [];
      bulk = values.map((row) => new tables.bulk(toFields({ ...row, age: mark })));
      for (const row of singles) row.age = mark;
    },
  };
}

function scan(model: Model): Promise<{ rows: number; sum: number }> {
  return new Promise((resolve, reject) => {
    let rows = 0;
    let sum = 0;
    const onReadable = (reader: { readRow(): Stored | null }): void => {
      for (let row = reader.readRow(); row !== null; row = reader.readRow()) {
        rows += 1;
        sum += row.seq;
      }
    };
    model.stream({}, { autoPage: true }, onReadable, (error) => (error ? reject(error) : resolve({ rows, sum })));
  });
}

function fieldsOf(
  { createdAt, tags, labels, owner, visits, ...same }: RowValues,
  { Long, Uuid }: Driver['types'],
): object {
  return {
    ...same,
    owner: Uuid.fromString(owner),
    visits: Long.fromString(String(visits)),
    created_at: createdAt,
    tags: [...tags],
    labels: Object.fromEntries(labels),
  };
}
