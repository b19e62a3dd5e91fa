import { buildTables } from '../../../lib/metadata/build-tables';
import { diffSchemas } from '../../../lib/schema/diff/diff-schemas';
import { modelOf } from '../../../lib/schema/entity-model';
import { readSchema } from '../../../lib/schema/read-schema';
import { dropTestData, testDataSource } from '../support/test-data-source';
import { ONE_TABLE_PER_FEATURE } from './support/one-table-per-feature';
import { schemaClientOf } from './support/schema-client-of';
import type { DataSource } from 'caspy';

let dataSource: DataSource | undefined;

afterAll(() => dropTestData(dataSource));

test('after synchronize nothing differs: all types, keys, indexes, views and options that caspy can declare', async () => {
  dataSource = await testDataSource({ entities: ONE_TABLE_PER_FEATURE });
  const keyspace = dataSource.keyspace!;
  const wanted = modelOf(buildTables(ONE_TABLE_PER_FEATURE).values(), keyspace);
  const actual = await readSchema(schemaClientOf(dataSource), [keyspace]);
  expect(diffSchemas(wanted, actual)).toEqual([]);
  // What was read makes what is there, too: the model loses nothing.
  expect(diffSchemas(actual, actual)).toEqual([]);
  expect(await dataSource.synchronize({ allowDestructive: true })).toEqual({
    statements: [],
    changes: [],
    skipped: [],
  });
  expect(actual.keyspaces[0]?.tables).toHaveLength(wanted.keyspaces[0]!.tables.length + 1);
});

test('what a server says of itself creates the same again in another keyspace', async () => {
  const source = dataSource!;
  const client = schemaClientOf(source);
  const [original] = (await readSchema(client, [source.keyspace!])).keyspaces;
  // Cassandra prints the condition of a view without doubling the quotes in texts, so this one cannot be read back.
  const views = original!.views.filter(({ where }) => !where.includes("it's"));
  expect(views).toHaveLength(original!.views.length - 1);
  const copy = { keyspaces: [{ ...original!, views, name: `${source.keyspace}_copy` }] };
  for (const { cql } of diffSchemas(copy, { keyspaces: [] })) for (const each of cql) await client.change(each);
  const copied = await readSchema(client, [`${source.keyspace}_copy`]);
  expect(diffSchemas(copy, copied)).toEqual([]);
  await source.execute(`DROP KEYSPACE ${source.keyspace}_copy`, [], { timeout: 60_000 });
});
