import type { SchemaChange } from '../../../lib/schema/diff/schema-change';
import { SchemaClient } from '../../../lib/schema/schema-client';
import { synchronizeSchema } from '../../../lib/schema/synchronize-schema';
import { SessionPool } from '../../../lib/session/session-pool';
import { dropTestData, testConnection, testDataSource } from '../support/test-data-source';
import type { DataSource } from 'caspy';

let dataSource: DataSource;
let pool: SessionPool;

beforeEach(async () => {
  dataSource = await testDataSource({ entities: [] });
  pool = new SessionPool({ ...testConnection(), requestTimeout: 60_000 });
  await dataSource.execute('CREATE TABLE strange (id int PRIMARY KEY)', [], { timeout: 60_000 });
});

afterEach(async () => {
  await pool.close();
  await dropTestData(dataSource);
});

/** Drops what is there, as nothing is wanted. */
const run = (control: object) =>
  synchronizeSchema(
    new SchemaClient(pool),
    { keyspaces: [{ name: dataSource.keyspace!, types: [], tables: [], views: [] }] },
    {
      allowDestructive: true,
      replication: () => Promise.resolve({ class: 'SimpleStrategy', replication_factor: 1 }),
      ...control,
    },
  );

const tables = async () => (await dataSource.readSchema()).keyspaces[0]?.tables.map(({ name }) => name);
const locks = async () => (await dataSource.execute('SELECT name FROM caspy_locks')).rows;

test('accept sees what is about to be done, and refuses it whole', async () => {
  const seen: string[] = [];
  const accept = (changes: readonly SchemaChange[]): void => {
    seen.push(...changes.map(({ subject }) => subject));
    throw new Error('no');
  };
  await expect(run({ accept })).rejects.toThrow('no');
  expect(seen).toEqual([`${dataSource.keyspace!}.strange`]);
  expect(await tables()).toContain('strange');
  expect(await locks()).toEqual([]);
  expect((await run({ accept: () => undefined })).statements).toHaveLength(1);
  expect(await tables()).not.toContain('strange');
});

test('a signal ends the work before the next statement, and leaves no lock', async () => {
  const controller = new AbortController();
  const accept = (): void => controller.abort();
  await expect(run({ accept, signal: controller.signal })).rejects.toMatchObject({ code: 'CASPY_ABORTED' });
  expect(await tables()).toContain('strange');
  expect(await locks()).toEqual([]);
});
