import { isAlreadyDone } from '../../../../lib/schema/migrations/is-already-done';
import { dropTestData, testDataSource } from '../../support/test-data-source';
import type { DataSource } from 'caspy';

let dataSource: DataSource;

beforeAll(async () => {
  dataSource = await testDataSource({ entities: [] });
  for (const cql of BASE) await run(cql);
});

afterAll(() => dropTestData(dataSource));

const run = (cql: string) => dataSource.execute(cql.replaceAll('KS', dataSource.keyspace!), [], { timeout: 60_000 });

async function refusal(cql: string): Promise<unknown> {
  return run(cql).then(
    () => undefined,
    (error: unknown) => error,
  );
}

const FUNCTION = "(x int) RETURNS NULL ON NULL INPUT RETURNS int LANGUAGE java AS 'return x;'";
const STATE = "(s int, x int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return s;'";

const BASE = [
  'CREATE TABLE base (id int PRIMARY KEY, a text, b text, gone text)',
  'CREATE TYPE base_type (a int)',
  `CREATE FUNCTION state_of ${STATE}`,
];

/** Each kind of DDL that has no `IF [NOT] EXISTS`; roles need a server with authentication, which this one has not. */
const KINDS: readonly string[] = [
  "CREATE KEYSPACE KS_2 WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
  'CREATE TABLE t (id int PRIMARY KEY)',
  'CREATE COLUMNFAMILY t2 (id int PRIMARY KEY)',
  'CREATE TYPE u (a int)',
  'CREATE INDEX i ON base (a)',
  "CREATE CUSTOM INDEX j ON base (b) USING 'StorageAttachedIndex'",
  'CREATE INDEX ON base (gone)',
  'CREATE MATERIALIZED VIEW v AS SELECT * FROM base WHERE id IS NOT NULL AND a IS NOT NULL PRIMARY KEY (a, id)',
  `CREATE FUNCTION f ${FUNCTION}`,
  'CREATE AGGREGATE g (int) SFUNC state_of STYPE int',
  'ALTER TABLE t ADD c text',
  'ALTER TABLE t ADD (d text, e int)',
  'ALTER TABLE t DROP c',
  'ALTER TABLE t DROP (d, e)',
  'ALTER TYPE u ADD b text',
  'DROP MATERIALIZED VIEW v',
  'DROP INDEX i',
  'DROP INDEX KS.j',
  'DROP AGGREGATE g',
  'DROP FUNCTION f',
  'DROP TYPE u',
  'DROP TABLE t',
  'DROP COLUMNFAMILY t2',
  'DROP KEYSPACE KS_2',
];

test('DDL that was done is refused by words that say so, of whichever kind it is', async () => {
  const outcomes: unknown[] = [];
  for (const cql of KINDS) {
    const first = await refusal(cql);
    const second = await refusal(cql);
    outcomes.push(first === undefined && isAlreadyDone(cql, second) ? cql : [cql, String(first), String(second)]);
  }
  expect(outcomes).toEqual(KINDS);
}, 240_000);

test.each([
  'CREATE TABLE other (id nothing PRIMARY KEY)',
  'CREATE TABLE base_type.t (id int PRIMARY KEY)',
  'CREATE INDEX k ON base (nowhere)',
  'CREATE MATERIALIZED VIEW w AS SELECT * FROM base WHERE id IS NOT NULL PRIMARY KEY (a, id)',
  'ALTER TABLE base ADD c nothing',
  'ALTER TABLE base DROP id',
  'ALTER TYPE base_type ADD b nothing',
  'ALTER TABLE nowhere ADD c text',
  'DROP TABLE v w',
])('what is refused for another reason was not done: %s', async (cql) => {
  const error = await refusal(cql);
  expect(error).toBeInstanceOf(Error);
  expect([isAlreadyDone(cql, error), String(error)]).toEqual([false, expect.anything()]);
});
