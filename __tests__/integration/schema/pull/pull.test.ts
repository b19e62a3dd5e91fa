import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildModel, buildTables } from '../../../../lib/metadata/build-tables';
import { diffSchemas } from '../../../../lib/schema/diff/diff-schemas';
import { modelOf } from '../../../../lib/schema/entity-model';
import { introspectKeyspace } from '../../../../lib/schema/introspect/introspect-keyspace';
import type { KeyspaceModel } from '../../../../lib/schema/model';
import { pullEntities } from '../../../../lib/schema/pull/pull-entities';
import { SchemaClient } from '../../../../lib/schema/schema-client';
import { formatSnapshot } from '../../../../lib/schema/snapshot/format-snapshot';
import { parseSnapshot } from '../../../../lib/schema/snapshot/parse-snapshot';
import { SessionPool } from '../../../../lib/session/session-pool';
import { dropTestData, testConnection, testDataSource } from '../../support/test-data-source';
import { compilePulled } from './compile-pulled';
import { FEATURES } from './feature-keyspace';
import type { DataSource, EntityClass } from 'caspy';

jest.setTimeout(300_000);

let dataSource: DataSource;
let pool: SessionPool;
let folder: string;

beforeAll(async () => {
  dataSource = await testDataSource({ entities: [] });
  pool = new SessionPool({ ...testConnection(), requestTimeout: 60_000 });
  for (const cql of FEATURES) await dataSource.execute(cql, [], { timeout: 60_000 });
  folder = mkdtempSync(join(tmpdir(), 'caspy-pull-'));
});

afterAll(async () => {
  await pool.close();
  await dropTestData(dataSource);
  rmSync(folder, { recursive: true, force: true });
});

async function introspect(keyspace: string): Promise<KeyspaceModel> {
  const model = await introspectKeyspace(new SchemaClient(pool), keyspace);
  if (model === undefined) throw new Error(`There is no keyspace ${keyspace}.`);
  return model;
}

/** The entity classes of compiled files. */
function load(scripts: readonly string[]): EntityClass[] {
  return scripts.flatMap((script) => Object.values(jest.requireActual<Record<string, EntityClass>>(script)));
}

const SETTINGS = [
  { useDefineForClassFields: false },
  { useDefineForClassFields: true, noPropertyAccessFromIndexSignature: true, noImplicitReturns: true },
] as const;

test.each(SETTINGS)('a keyspace of every feature compiles, and its diff is empty: %j', async (settings) => {
  const keyspace = await introspect(dataSource.keyspace!);
  const { files, warnings } = pullEntities(keyspace);
  expect(warnings.map(({ subject }) => subject)).toEqual(['of_no_table', 'of_no_table_either']);
  const target = join(folder, String(settings.useDefineForClassFields));
  const { errors, scripts } = compilePulled(target, files, settings);
  expect(errors).toEqual([]);
  expect(scripts).toHaveLength(files.length);
  const { tables, unusedTypes } = buildModel(load(scripts));
  expect(tables.size).toBe(keyspace.tables.length + keyspace.views.length);
  const wanted = modelOf(tables.values(), keyspace.name, unusedTypes);
  expect(diffSchemas(wanted, { keyspaces: [keyspace] })).toEqual([]);
});

test.each(['system_schema', 'system_auth', 'system_distributed', 'system_traces'])(
  '%s, which nobody wrote for this, compiles, and its diff is empty',
  async (name) => {
    const keyspace = await introspect(name);
    const { files, warnings } = pullEntities(keyspace, { style: { singleQuote: true, printWidth: 120 } });
    expect(warnings).toEqual([]);
    const { errors, scripts } = compilePulled(join(folder, name), files);
    expect(errors).toEqual([]);
    const tables = buildTables(load(scripts));
    expect(tables.size).toBe(keyspace.tables.length);
    expect(diffSchemas(modelOf(tables.values(), name), { keyspaces: [keyspace] })).toEqual([]);
  },
);

test('an index of no column, which only Cassandra makes for itself, is left out with a warning', async () => {
  const keyspace = await introspect('system');
  const { files, warnings } = pullEntities(keyspace);
  expect(warnings).toEqual([
    { subject: 'paxos.the index PaxosUncommittedIndex', message: expect.stringContaining('left out') as string },
  ]);
  const { errors, scripts } = compilePulled(join(folder, 'system'), files);
  expect(errors).toEqual([]);
  const changes = diffSchemas(modelOf(buildTables(load(scripts)).values(), 'system'), { keyspaces: [keyspace] });
  expect(changes.map(({ subject }) => subject)).toEqual(['system.PaxosUncommittedIndex']);
});

test('what is made from the pulled entities has no differences either', async () => {
  const { files } = pullEntities(await introspect(dataSource.keyspace!));
  const { scripts } = compilePulled(join(folder, 'again'), files);
  const copy = await testDataSource({ entities: load(scripts) });
  try {
    const made = await introspect(copy.keyspace!);
    const original = await introspect(dataSource.keyspace!);
    expect(diffSchemas({ keyspaces: [{ ...original, name: made.name }] }, { keyspaces: [made] })).toEqual([]);
  } finally {
    await dropTestData(copy);
  }
});

test('a snapshot of the server is the same schema', async () => {
  const keyspace = await introspect(dataSource.keyspace!);
  expect(parseSnapshot(formatSnapshot({ keyspaces: [keyspace] })).keyspaces).toEqual([keyspace]);
});
