import { dropTestData, testDataSource } from '../support/test-data-source';
import type { DataSource, Repository } from 'caspy';
import {
  BeforeInsert,
  ClusteringKey,
  Column,
  ConfigurationError,
  MaterializedView,
  MoreThan,
  PartitionKey,
  QueryPlanError,
  StaticColumn,
  Table,
} from 'caspy';

@Table({ name: 'View_Base' })
class Account {
  @PartitionKey() tenant!: string;
  @ClusteringKey('int', { name: 'select', order: 'DESC' }) id!: number;
  @StaticColumn('text') plan!: string;
  @Column('text', { name: 'Mail "Box" 📬' }) email!: string | null;
  @Column('set<text>') tags!: Set<string>;
  @Column('int') age!: number;
}

@MaterializedView(() => Account, { name: 'View_By_Mail', comment: 'by mail' })
class AccountByEmail {
  @PartitionKey('text', { name: 'Mail "Box" 📬' }) email!: string;
  @ClusteringKey('int', { name: 'select', order: 'DESC' }) number!: number;
  @ClusteringKey() tenant!: string;
  @Column('set<text>') tags!: Set<string>;
}

@MaterializedView(() => Account, { name: 'view_grown', where: '"select" > 10' })
class LateAccount {
  @PartitionKey('int', { name: 'select' }) id!: number;
  @ClusteringKey() tenant!: string;
  @Column('int', { default: 7 }) age!: number;

  @BeforeInsert()
  mark(): void {
    this.age = -1;
  }
}

let dataSource: DataSource;
let accounts: Repository<Account>;
let byEmail: Repository<AccountByEmail>;
beforeAll(async () => {
  dataSource = await testDataSource({ entities: [AccountByEmail, LateAccount, Account] });
  accounts = dataSource.getRepository(Account);
  byEmail = dataSource.getRepository(AccountByEmail);
  await accounts.save([
    accounts.create({ tenant: 'a', id: 1, email: 'x@example.com', tags: new Set(['t']), age: 3 }),
    accounts.create({ tenant: 'b', id: 20, email: 'x@example.com', age: 4 }),
    accounts.create({ tenant: 'b', id: 3, age: 5 }),
  ]);
});
afterAll(() => dropTestData(dataSource));

test('rows come back under the other key, as instances of the view', async () => {
  const query = byEmail.filter({ email: 'x@example.com' });
  expect(query.explain().plan).toBe('partition');
  const rows = await query.all();
  expect(rows.map(({ tenant, number }) => `${tenant}${number}`)).toEqual(['b20', 'a1']);
  expect(rows[1]).toBeInstanceOf(AccountByEmail);
  expect(rows[1]!.tags).toEqual(new Set(['t']));
  expect(await byEmail.count()).toBe(2);
  expect(await byEmail.filter({ email: 'x@example.com', number: MoreThan(5) }).first()).toMatchObject({ tenant: 'b' });
});

test('a further condition keeps rows out', async () => {
  const late = dataSource.getRepository(LateAccount);
  expect(await late.find()).toEqual([late.create({ id: 20, tenant: 'b', age: 4 })]);
});

test('views follow their base', async () => {
  await accounts.update({ tenant: 'a', id: 1 }, { email: null });
  expect(await byEmail.countBy({ email: 'x@example.com' })).toBe(1);
  await accounts.update({ tenant: 'a', id: 1 }, { email: 'x@example.com' });
});

test('synchronize creates views after their tables, and once', async () => {
  expect(await dataSource.synchronize()).toEqual({ statements: [], changes: [], skipped: [] });
  const { rows } = await dataSource.execute(
    'SELECT view_name, base_table_name, comment FROM system_schema.views WHERE keyspace_name = ?',
    [dataSource.keyspace],
  );
  expect(rows).toEqual([
    { view_name: 'View_By_Mail', base_table_name: 'View_Base', comment: 'by mail' },
    { view_name: 'view_grown', base_table_name: 'View_Base', comment: '' },
  ]);
});

test('a refused query names the view that would serve it, and a view its base', async () => {
  await expect(accounts.findBy({ email: 'x' })).rejects.toThrow('read it through the view AccountByEmail');
  await expect(accounts.findBy({ id: 3 })).rejects.toThrow('read it through the view LateAccount');
  await expect(accounts.findBy({ age: 3 })).rejects.not.toThrow('read it through');
  await expect(byEmail.findBy({ tenant: 'a' })).rejects.toThrow('read it through the table Account');
  await expect(byEmail.findBy({ number: 1 })).rejects.toThrow('read it through the view LateAccount');
  await expect(byEmail.findBy({ tenant: 'a' })).rejects.toThrow(QueryPlanError);
});

const KEY = { email: 'x', number: 1, tenant: 'a' };

test.each<[string, () => Promise<unknown>]>([
  ['save', () => byEmail.save(byEmail.create(KEY))],
  ['save of several', () => byEmail.save([byEmail.create(KEY)])],
  ['insert', () => byEmail.insert(KEY)],
  ['insert if not exists', () => byEmail.insert(KEY, { ifNotExists: true })],
  ['update', () => byEmail.update(KEY, { tags: new Set() })],
  ['updateCollection', () => byEmail.updateCollection(KEY, 'tags', { add: ['x'] })],
  ['delete', () => byEmail.delete(KEY)],
  ['remove', () => byEmail.remove(byEmail.create(KEY))],
  ['clear', () => byEmail.clear()],
  ['delete of a query', () => byEmail.filter({ email: 'x@example.com' }).delete()],
  ['in another keyspace', () => byEmail.withKeyspace('elsewhere').insert(KEY)],
  ['a batch', () => dataSource.batch((batch) => void batch.insert(AccountByEmail, KEY))],
])('refuses to write, before anything is sent: %s', async (_, write) => {
  const before = dataSource.metrics().executed;
  await expect(write()).rejects.toThrow(
    /AccountByEmail is a materialized view, which is only read\. Write to Account\./,
  );
  await expect(write()).rejects.toThrow(ConfigurationError);
  expect(dataSource.metrics().executed).toBe(before);
});

test('a refused write fills no value and runs no hook', async () => {
  const late = dataSource.getRepository(LateAccount);
  const entity = late.create({ id: 1, tenant: 'a' });
  await expect(late.save(entity)).rejects.toMatchObject({ code: 'CASPY_READ_ONLY' });
  await expect(dataSource.batch((batch) => void batch.save(entity))).rejects.toMatchObject({ code: 'CASPY_READ_ONLY' });
  expect(entity.age).toBeUndefined();
});
