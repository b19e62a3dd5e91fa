import { buildTables } from '../../../lib/metadata/build-tables';
import { diffSchemas } from '../../../lib/schema/diff/diff-schemas';
import type { SchemaChange } from '../../../lib/schema/diff/schema-change';
import { modelOf } from '../../../lib/schema/entity-model';
import { readSchema } from '../../../lib/schema/read-schema';
import { dropTestData, testDataSource } from '../support/test-data-source';
import { schemaClientOf } from './support/schema-client-of';
import type { DataSource, EntityClass } from 'caspy';
import {
  ClusteringKey,
  Column,
  CounterColumn,
  frozen,
  Index,
  MaterializedView,
  PartitionKey,
  Table,
  UserType,
} from 'caspy';

let dataSource: DataSource;

beforeAll(async () => {
  dataSource = await testDataSource({ entities: [] });
});
afterAll(() => dropTestData(dataSource));

type Decorate = (prototype: object, property: string) => void;

/** A class for the table `t` whose properties are decorated as told. */
function tableWith(columns: Readonly<Record<string, Decorate>>): EntityClass {
  const Made = { T: class {} }.T;
  for (const [property, decorate] of Object.entries(columns)) decorate(Made.prototype, property);
  Table('t')(Made);
  return Made;
}

@UserType()
class Place {
  @Column('text') zip!: string;
}

const id = PartitionKey('int');

/** What is there, what is wanted, how one would try to get there, and what the server says to that. */
interface Case {
  readonly there: readonly string[];
  readonly wanted: EntityClass;
  readonly kind: string;
  readonly attempt?: string;
  readonly says: RegExp;
}

const PLAIN = 'CREATE TABLE t (id int PRIMARY KEY, v text)';

const CASES: readonly (readonly [string, Case])[] = [
  [
    'the type of a column',
    {
      there: [PLAIN],
      wanted: tableWith({ id, v: Column('int') }),
      kind: 'change-column-type',
      attempt: 'ALTER TABLE t ALTER v TYPE int',
      says: /no longer supported/,
    },
  ],
  [
    'the type of a key column',
    {
      there: [PLAIN],
      wanted: tableWith({ id: PartitionKey('bigint'), v: Column('text') }),
      kind: 'change-column-type',
      attempt: 'ALTER TABLE t ALTER id TYPE bigint',
      says: /no longer supported/,
    },
  ],
  [
    'a column is frozen',
    {
      there: ['CREATE TABLE t (id int PRIMARY KEY, v list<int>)'],
      wanted: tableWith({ id, v: Column('frozen<list<int>>') }),
      kind: 'change-column-type',
      attempt: 'ALTER TABLE t ALTER v TYPE frozen<list<int>>',
      says: /no longer supported/,
    },
  ],
  [
    'a static column',
    {
      there: ['CREATE TABLE t (id int, c int, v text, PRIMARY KEY (id, c))'],
      wanted: tableWith({ id, c: ClusteringKey('int'), v: Column('text', { static: true }) }),
      kind: 'change-static',
      attempt: 'ALTER TABLE t ADD v text STATIC',
      says: /already exists/,
    },
  ],
  [
    'a further key column',
    {
      there: [PLAIN],
      wanted: tableWith({ id, c: ClusteringKey('int'), v: Column('text') }),
      kind: 'change-key',
      attempt: 'ALTER TABLE t ADD PRIMARY KEY (id, c)',
      says: /viable alternative/,
    },
  ],
  [
    'a key column less',
    {
      there: ['CREATE TABLE t (id int, c int, v text, PRIMARY KEY (id, c))'],
      wanted: tableWith({ id, v: Column('text') }),
      kind: 'change-key',
      attempt: 'ALTER TABLE t DROP c',
      says: /PRIMARY KEY/,
    },
  ],
  [
    'the order of key columns',
    {
      there: ['CREATE TABLE t (id int, a int, b int, PRIMARY KEY (id, a, b))'],
      wanted: tableWith({ id, b: ClusteringKey('int'), a: ClusteringKey('int') }),
      kind: 'change-key',
      says: /./,
    },
  ],
  [
    'a clustering column in the partition key',
    {
      there: ['CREATE TABLE t (id int, a int, PRIMARY KEY (id, a))'],
      wanted: tableWith({ id, a: PartitionKey('int') }),
      kind: 'change-key',
      says: /./,
    },
  ],
  [
    'the clustering order',
    {
      there: ['CREATE TABLE t (id int, a int, PRIMARY KEY (id, a))'],
      wanted: tableWith({ id, a: ClusteringKey('int', { order: 'DESC' }) }),
      kind: 'change-clustering-order',
      attempt: 'ALTER TABLE t WITH CLUSTERING ORDER BY (a DESC)',
      says: /viable alternative/,
    },
  ],
  [
    'a dropped column of another type',
    {
      there: [PLAIN, 'ALTER TABLE t DROP v'],
      wanted: tableWith({ id, v: Column('int') }),
      kind: 'add-column',
      attempt: 'ALTER TABLE t ADD v int',
      says: /incompatible with previously dropped/,
    },
  ],
  [
    'a dropped column that was static',
    {
      there: ['CREATE TABLE t (id int, c int, v text STATIC, PRIMARY KEY (id, c))', 'ALTER TABLE t DROP v'],
      wanted: tableWith({ id, c: ClusteringKey('int'), v: Column('text') }),
      kind: 'add-column',
      attempt: 'ALTER TABLE t ADD v text',
      says: /Cannot re-add/,
    },
  ],
  [
    'a dropped counter',
    {
      there: ['CREATE TABLE t (id int PRIMARY KEY, v counter, w counter)', 'ALTER TABLE t DROP v'],
      wanted: tableWith({ id, v: CounterColumn(), w: CounterColumn() }),
      kind: 'add-column',
      attempt: 'ALTER TABLE t ADD v counter',
      says: /Cannot re-add/,
    },
  ],
  [
    'a dropped column of a user-defined type',
    {
      there: [
        'CREATE TYPE place (zip text)',
        'CREATE TABLE t (id int PRIMARY KEY, v frozen<place>)',
        'ALTER TABLE t DROP v',
      ],
      wanted: tableWith({ id, v: Column(frozen(() => Place)) }),
      kind: 'add-column',
      attempt: 'ALTER TABLE t ADD v frozen<place>',
      says: /incompatible with previously dropped/,
    },
  ],
  [
    'a counter beside other columns',
    {
      there: [PLAIN],
      wanted: tableWith({ id, n: CounterColumn() }),
      kind: 'add-column',
      attempt: 'ALTER TABLE t ADD n counter',
      says: /counter/,
    },
  ],
  [
    'a column of a thawed user-defined type goes',
    {
      there: ['CREATE TYPE place (zip text)', 'CREATE TABLE t (id int PRIMARY KEY, v place)'],
      wanted: tableWith({ id }),
      kind: 'drop-column',
      attempt: 'ALTER TABLE t DROP v',
      says: /non-frozen/,
    },
  ],
  [
    'the type of a field',
    {
      there: ['CREATE TYPE place (zip int)', 'CREATE TABLE t (id int PRIMARY KEY, v frozen<place>)'],
      wanted: tableWith({ id, v: Column(frozen(() => Place)) }),
      kind: 'change-field-type',
      attempt: 'ALTER TYPE place ALTER zip TYPE text',
      says: /no longer supported/,
    },
  ],
  [
    'a field less',
    {
      there: ['CREATE TYPE place (zip text, street text)', 'CREATE TABLE t (id int PRIMARY KEY, v frozen<place>)'],
      wanted: tableWith({ id, v: Column(frozen(() => Place)) }),
      kind: 'drop-field',
      attempt: 'ALTER TYPE place DROP street',
      says: /viable alternative/,
    },
  ],
  [
    'the name of an index that another table has',
    {
      there: [PLAIN, 'CREATE TABLE other (id int PRIMARY KEY, v text)', 'CREATE INDEX t_v_idx ON other (v)'],
      wanted: tableWith({ id, v: (...args) => [Column('text'), Index()].forEach((each) => each(...args)) }),
      kind: 'name-taken',
      attempt: `CREATE CUSTOM INDEX t_v_idx ON t (v) USING 'StorageAttachedIndex'`,
      says: /already exists/,
    },
  ],
];

async function diff(targets: readonly EntityClass[]): Promise<SchemaChange[]> {
  const keyspace = dataSource.keyspace!;
  const actual = await readSchema(schemaClientOf(dataSource), [keyspace]);
  return diffSchemas(modelOf(buildTables(targets).values(), keyspace), actual);
}

async function clean(): Promise<void> {
  for (const view of ['v']) await dataSource.execute(`DROP MATERIALIZED VIEW IF EXISTS ${view}`);
  for (const table of ['t', 'other']) await dataSource.execute(`DROP TABLE IF EXISTS ${table}`);
  await dataSource.execute('DROP TYPE IF EXISTS place');
}

describe('what caspy calls impossible, the server refuses', () => {
  test.each(CASES)('%s', async (_, { there, wanted, kind, attempt, says }) => {
    await clean();
    for (const cql of there) await dataSource.execute(cql);
    const changes = await diff([wanted]);
    const change = changes.find((each) => each.class === 'impossible');
    expect(change).toMatchObject({ kind, cql: [], inverse: [] });
    expect(change?.reason).toMatch(/Cassandra/);
    expect(change?.wayOut).toMatch(/\.$/);
    if (attempt !== undefined) await expect(dataSource.execute(attempt)).rejects.toThrow(says);
  });
});

describe('what caspy calls safe, though the name was dropped before', () => {
  test.each([
    ['text', 'text'],
    ['ascii', 'text'],
    ['timestamp', 'bigint'],
    ['bigint', 'timestamp'],
    ['timeuuid', 'uuid'],
    ['varint', 'blob'],
    ['set<int>', 'set<int>'],
  ])('%s comes back as %s', async (before, after) => {
    await clean();
    await dataSource.execute(`CREATE TABLE t (id int PRIMARY KEY, v ${before})`);
    await dataSource.execute('ALTER TABLE t DROP v');
    const wanted = tableWith({ id, v: Column(after) });
    const [change, ...more] = await diff([wanted]);
    expect([change?.class, more]).toEqual(['safe', []]);
    for (const cql of change!.cql) await dataSource.execute(cql);
    expect(await diff([wanted])).toEqual([]);
  });
});

test('a view where a table is wanted, and a table where a view is', async () => {
  await clean();
  await dataSource.execute(PLAIN);
  await dataSource.execute(
    'CREATE MATERIALIZED VIEW v AS SELECT * FROM t WHERE id IS NOT NULL AND v IS NOT NULL PRIMARY KEY (v, id)',
  );
  @Table('v')
  class View {
    @PartitionKey('int') id!: number;
  }
  @Table('other')
  class Base {
    @PartitionKey('int') id!: number;
    @Column() v!: string;
  }
  @MaterializedView(() => Base, { name: 't' })
  class Plain {
    @PartitionKey() v!: string;
    @ClusteringKey('int') id!: number;
  }
  const taken = (await diff([View, Base, Plain])).filter(({ kind }) => kind === 'name-taken');
  expect(taken.map(({ subject, entity }) => [subject.split('.')[1], entity]).toSorted()).toEqual([
    ['t', 'Plain'],
    ['v', 'View'],
  ]);
});
