import { dropTestData, testConnection, testDataSource, uniqueKeyspace } from '../support/test-data-source';
import type { DataSource, EntityClass } from 'caspy';
import { BaseEntity, Column, frozen, Index, MaterializedView, PartitionKey, SchemaError, Table, UserType } from 'caspy';
import { DataSource as Source } from 'caspy';

@UserType('place')
class OldPlace {
  @Column() street!: string;
}

@UserType('place')
class Place {
  @Column() zip!: string;
  @Column() street!: string;
}

@Table('user')
class OldUser {
  @PartitionKey() id!: string;
  @Column() email!: string;
  @Column(frozen(() => OldPlace)) place!: OldPlace;
}

@Table('user', { comment: "it's new", compaction: { class: 'LeveledCompactionStrategy' } })
class User extends BaseEntity {
  @PartitionKey() id!: string;
  @Index() @Column() email!: string;
  @Column(frozen(() => Place)) place!: Place;
  @Column('set<text>') tags!: Set<string>;
}

@MaterializedView(() => User)
class UserByEmail {
  @PartitionKey() email!: string;
  @PartitionKey() id!: string;
}

/** Those that made their keyspace, and those that only look into it. */
const open: DataSource[] = [];
const guests: DataSource[] = [];

async function start(entities: readonly EntityClass[], options: object = {}): Promise<DataSource> {
  const dataSource = await testDataSource({ entities, ...options });
  open.push(dataSource);
  return dataSource;
}

/** The same keyspace, seen through other entities. */
async function reopen(
  { keyspace }: DataSource,
  entities: readonly EntityClass[],
  options: object = {},
): Promise<DataSource> {
  const dataSource = await testDataSource({ entities, keyspace, synchronize: false, ...options });
  guests.push(dataSource);
  return dataSource;
}

afterEach(async () => {
  for (const dataSource of guests.splice(0)) await dataSource.destroy();
  for (const dataSource of open.splice(0)) await dropTestData(dataSource);
});

test('adds what is missing to a table that exists, in an order in which the server takes it, and once', async () => {
  const before = await start([OldUser]);
  await before.getRepository(OldUser).save({ id: '1', email: 'ada', place: { street: 's' } });
  const dataSource = await reopen(before, [User, UserByEmail]);
  const planned = await dataSource.synchronize({ dryRun: true });
  const result = await dataSource.synchronize();
  expect(result).toEqual(planned);
  expect(result.changes.map(({ kind, class: each, entity }) => [kind, each, entity])).toEqual([
    ['add-field', 'safe', 'Place.zip'],
    ['add-column', 'safe', 'User.tags'],
    ['alter-options', 'safe', 'User'],
    ['create-index', 'safe', 'User.email'],
    ['create-view', 'safe', 'UserByEmail'],
  ]);
  expect(result.statements.join('\n')).toContain(
    `WITH comment = 'it''s new' AND compaction = {'class': 'LeveledCompactionStrategy'}`,
  );
  expect(await dataSource.synchronize()).toEqual({ statements: [], changes: [], skipped: [] });
  const users = dataSource.getRepository(User);
  await users.update({ id: '1' }, { place: { street: 's', zip: 'z' }, tags: new Set(['a']) });
  expect(await users.getOrFail({ id: '1' })).toMatchObject({ email: 'ada', place: { street: 's', zip: 'z' } });
});

test('every inverse undoes its change', async () => {
  const before = await start([OldUser]);
  const dataSource = await reopen(before, [User, UserByEmail]);
  const { changes } = await dataSource.synchronize();
  for (const { inverse } of changes.toReversed()) for (const cql of inverse) await dataSource.execute(cql);
  // A field of a type stays for ever.
  expect((await before.synchronize({ dryRun: true })).skipped.map(({ kind }) => kind)).toEqual(['drop-field']);
});

test('a dry run writes nothing at all: no keyspace, no table of locks', async () => {
  const keyspace = uniqueKeyspace();
  const dataSource = await new Source({ ...testConnection(), entities: [] }).initialize();
  open.push(dataSource);
  @Table({ keyspace })
  class Lonely {
    @PartitionKey() id!: string;
  }
  const planner = await new Source({
    ...testConnection(),
    entities: [Lonely],
    synchronize: false,
    replication: { class: 'SimpleStrategy', replication_factor: 1 },
  })
    .initialize()
    .catch((error: unknown) => error);
  // Without the keyspace it does not start; the plan is made by one that synchronizes later.
  expect(planner).toMatchObject({ code: 'CASPY_KEYSPACE_NOT_FOUND' });
  const existing = await start([OldUser]);
  const before = await schemaOf(existing);
  const other = await reopen(existing, [User, UserByEmail]);
  const { statements } = await other.synchronize({ dryRun: true, allowDestructive: true });
  expect(statements.length).toBeGreaterThan(3);
  const plan = await other.getRepository(User).withKeyspace(keyspace).syncTable({ dryRun: true });
  expect(plan.statements[0]).toContain(`CREATE KEYSPACE IF NOT EXISTS ${keyspace}`);
  expect(await schemaOf(existing)).toEqual(before);
  const { rows } = await existing.execute('SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = ?', [
    keyspace,
  ]);
  expect(rows).toEqual([]);
});

async function schemaOf(dataSource: DataSource): Promise<unknown> {
  const read = async (table: string): Promise<unknown> =>
    (await dataSource.execute(`SELECT * FROM system_schema.${table} WHERE keyspace_name = ?`, [dataSource.keyspace]))
      .rows;
  return Promise.all(['tables', 'columns', 'types', 'indexes', 'views', 'dropped_columns'].map(read));
}

test('what loses something is done with the flag only, and told without it', async () => {
  const before = await start([User, UserByEmail]);
  await before.execute('CREATE TABLE other_app (id int PRIMARY KEY, v text)');
  await before.execute('CREATE INDEX other_index ON other_app (v)');
  await before.execute('CREATE TYPE other_type (v text)');
  @Table('user', { comment: "it's new" })
  class Slim {
    @PartitionKey() id!: string;
    @Index({ name: 'user_email_idx', options: { case_sensitive: false } }) @Column() email!: string;
  }
  const dataSource = await reopen(before, [Slim]);
  const refused = await dataSource.synchronize();
  expect(refused).toMatchObject({ statements: [], changes: [] });
  expect(refused.skipped.map(({ kind, class: each, extra }) => [kind, each, extra])).toEqual([
    ['drop-view', 'destructive', true],
    ['replace-index', 'destructive', false],
    ['drop-column', 'destructive', true],
    ['drop-column', 'destructive', true],
    ['drop-table', 'destructive', true],
    ['drop-type', 'destructive', true],
    ['drop-type', 'destructive', true],
  ]);
  const ignoring = await dataSource.synchronize({ dryRun: true, allowDestructive: true, ignore: [/other_.*/] });
  expect(ignoring.statements.join()).not.toContain('other_');
  const done = await dataSource.synchronize({ allowDestructive: true });
  expect(done.changes).toEqual(refused.skipped);
  expect(await dataSource.synchronize()).toEqual({ statements: [], changes: [], skipped: [] });
});

test('a table that is not to be synchronized is neither made, changed nor dropped', async () => {
  const before = await start([User]);
  @Table('user', { synchronize: false })
  class Foreign {
    @PartitionKey() id!: string;
    @Column('int') nothing!: number;
  }
  const dataSource = await reopen(before, [Foreign]);
  expect(await dataSource.synchronize({ allowDestructive: true })).toEqual({
    statements: [],
    changes: [],
    skipped: [],
  });
  await reopen(before, [Foreign], { synchronize: 'verify' });
});

describe("synchronize: 'verify'", () => {
  test('refuses to start, with every difference in one error, and changes nothing', async () => {
    const before = await start([OldUser]);
    const failure = reopen(before, [User, UserByEmail], { synchronize: 'verify' });
    await expect(failure).rejects.toThrow(SchemaError);
    await expect(failure).rejects.toMatchObject({ code: 'CASPY_SCHEMA_DRIFT' });
    await expect(failure).rejects.toThrow(/5 differences[\s\S]*Place\.zip[\s\S]*User\.tags[\s\S]*UserByEmail/);
    expect((await before.synchronize({ dryRun: true })).skipped).toEqual([]);
  });

  test('what the server has besides is no drift', async () => {
    const before = await start([User, UserByEmail]);
    await before.execute('CREATE TABLE other_app (id int PRIMARY KEY)');
    await reopen(before, [User], { synchronize: 'verify' });
  });

  test('a word that is none of the three is refused', () => {
    expect(() => new Source({ ...testConnection(), synchronize: 'verfiy' as never })).toThrow(
      "'synchronize' is true, false or 'verify'.",
    );
  });
});

test('synchronize: true does not start on a schema that it may not make fit', async () => {
  const before = await start([OldUser]);
  @Table('user')
  class Wrong {
    @PartitionKey() id!: string;
    @Column('int') email!: number;
    @Column('int') added!: number;
  }
  const failure = reopen(before, [Wrong], { synchronize: true });
  await expect(failure).rejects.toMatchObject({ code: 'CASPY_SCHEMA_DRIFT' });
  await expect(failure).rejects.toThrow(/one difference[\s\S]*Wrong\.email[\s\S]*text[\s\S]*Expand and contract/);
});

test('the replication of a keyspace is never altered', async () => {
  const before = await start([OldUser]);
  const read = async (): Promise<unknown> =>
    (await before.execute('SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?', [before.keyspace]))
      .rows;
  const replication = await read();
  const other = await reopen(before, [User], {
    synchronize: true,
    replication: { class: 'NetworkTopologyStrategy', datacenter1: 1 },
  });
  await other.synchronize({ allowDestructive: true });
  expect(await read()).toEqual(replication);
});

test('syncTable makes one table, in the keyspace of the repository, and looks at no other', async () => {
  const dataSource = await start([User, UserByEmail]);
  await dataSource.execute('CREATE TABLE other_app (id int PRIMARY KEY)');
  await dataSource.execute('DROP MATERIALIZED VIEW user_by_email');
  await dataSource.execute('ALTER TABLE user DROP tags');
  expect((await User.syncTable({ dryRun: true })).changes.map(({ kind }) => kind)).toEqual(['add-column']);
  const result = await dataSource.getRepository(User).syncTable();
  expect(result.changes.map(({ subject }) => subject)).toEqual([`${dataSource.keyspace}.user.tags`]);
  expect(result.skipped).toEqual([]);
  const view = await dataSource.getRepository(UserByEmail).syncTable();
  expect(view.changes.map(({ kind }) => kind)).toEqual(['create-view']);
  const tenant = `${dataSource.keyspace}_2`;
  const users = dataSource.getRepository(User).withKeyspace(tenant);
  expect((await users.syncTable()).changes.map(({ kind }) => kind)).toEqual([
    'create-keyspace',
    'create-type',
    'create-table',
    'create-index',
  ]);
  await users.save(users.create({ id: '1', email: 'a' }));
  expect(await users.syncTable()).toEqual({ statements: [], changes: [], skipped: [] });
  await dataSource.execute(`DROP KEYSPACE ${tenant}`, [], { timeout: 60_000 });
});

test('a statement that fails says which change it was and what was done before it', async () => {
  const dataSource = await start([]);
  @Table('first')
  class First {
    @PartitionKey() id!: string;
  }
  @Table('second', { compaction: { class: 'NoSuchStrategy' } })
  class Second {
    @PartitionKey() id!: string;
  }
  const broken = await reopen(dataSource, [First, Second]);
  await expect(broken.synchronize()).rejects.toMatchObject({
    code: 'CASPY_SCHEMA',
    message: expect.stringMatching(/'create-table' of \w+\.second failed[\s\S]*Run before it: 1\./),
    details: { kind: 'create-table', statements: [expect.stringContaining('first')] },
  });
});

describe('checkStatements', () => {
  test('a model that fits starts', async () => {
    const before = await start([User, UserByEmail]);
    const dataSource = await reopen(before, [User, UserByEmail], { checkStatements: true });
    expect(await dataSource.getRepository(User).count()).toBe(0);
  });

  test('a wrong model fails at start, with all faults in one error', async () => {
    const before = await start([OldUser]);
    @Table('nowhere')
    class Nowhere {
      @PartitionKey() id!: string;
      @Column() value!: string;
    }
    const failure = reopen(before, [User, Nowhere], { checkStatements: true });
    await expect(failure).rejects.toMatchObject({ code: 'CASPY_SCHEMA_STATEMENTS' });
    await expect(failure).rejects.toThrow(
      /refused to prepare 7 of 8[\s\S]*Nowhere\.delete[\s\S]*User\.get[\s\S]*User\.save/,
    );
  });
});
