import { compile } from '../../types/support/compile';
import { dropTestData, testDataSource, uniqueKeyspace } from '../support/test-data-source';
import { Address, Animal, Dog, ENTITIES, KEY, Task, TaskByTitle } from './model';
import type { DataSource, Repository } from 'caspy';
import { Column, ConfigurationError, Like, MetadataError, PartitionKey, SetFields, Table, UserType } from 'caspy';

jest.setTimeout(120_000);

let dataSource: DataSource;
let tasks: Repository<Task>;
beforeAll(async () => {
  dataSource = await testDataSource({ entities: ENTITIES });
  tasks = dataSource.getRepository(Task);
});
afterAll(() => dropTestData(dataSource));

const columnsOf = async (table: string): Promise<Record<string, string>> => {
  const cql = 'SELECT column_name, kind FROM system_schema.columns WHERE keyspace_name = ? AND table_name = ?';
  const { rows } = await dataSource.execute(cql, [dataSource.keyspace, table]);
  return Object.fromEntries(rows.map((row) => [row.column_name, row.kind])) as Record<string, string>;
};

it('Declarative entities', async () => {
  expect(await columnsOf('feature_tasks')).toMatchObject({
    project: 'partition_key',
    seq: 'clustering',
    owner: 'static',
    title: 'regular',
  });
  await tasks.save(tasks.create({ ...KEY, title: 't' }));
  expect(await tasks.get(KEY)).toBeInstanceOf(Task);
  @Table('feature_wrong')
  class Wrong {
    @Column('int') value!: number;
  }
  await expect(testDataSource({ entities: [Wrong] })).rejects.toThrow(MetadataError);
});

const TYPED = `
import { ClusteringKey, Column, DataSource, PartitionKey, primaryKey, Table } from 'caspy';
@Table('feature_tasks')
class Task {
  static readonly keys = primaryKey<Task>()(['project'], ['seq']);
  @PartitionKey('text') project!: string;
  @ClusteringKey('int') seq!: number;
  @Column('text') title!: string;
}
declare const dataSource: DataSource;
const tasks = dataSource.getRepository(Task);
`;
/** What the compiler says about one expression. */
const faultOf = (call: string): string | undefined => compile(`${TYPED}void ${call};`).errors[0];

it('Typed queries', async () => {
  await tasks.save(tasks.create({ ...KEY, title: 't', size: 1 }));
  const [row] = await tasks.find({ where: { project: 'p', seq: 1 }, select: ['title', 'size'] });
  const title: string | null | undefined = row?.title;
  expect([title, row]).toEqual(['t', { title: 't', size: 1 }]);
  expect(faultOf(`tasks.findBy({ project: 1 })`)).toContain(`Type 'number' is not assignable to type`);
  await expect(tasks.findBy({ project: 1 as never })).rejects.toThrow('Task.project does not fit text');
});

it('Compile time: where covers the partition key, clustering columns in their order', async () => {
  expect(faultOf(`tasks.findBy({ project: 'p', seq: 1 })`)).toBeUndefined();
  expect(faultOf(`tasks.findBy({ seq: 1 })`)).toContain(`'project' is missing`);
  await expect(dataSource.execute('SELECT project FROM feature_tasks WHERE seq = 1')).rejects.toThrow(
    /ALLOW FILTERING/,
  );
});

it('Compile time: no ALLOW FILTERING and no scan without opt-in', async () => {
  expect(faultOf(`tasks.findBy({ title: 't' })`)).toContain(`'title' is not a key column`);
  expect(faultOf(`tasks.findBy({})`)).toContain('the where is empty');
  expect(faultOf(`tasks.find({ where: { title: 't' }, allowFiltering: true })`)).toBeUndefined();
  await expect(dataSource.execute(`SELECT project FROM feature_tasks WHERE title = 't'`)).rejects.toThrow(
    /ALLOW FILTERING/,
  );
});

it('User-defined types', async () => {
  const address = Object.assign(new Address(), { street: 's', zip: 1 });
  await tasks.save(tasks.create({ ...KEY, address }));
  await tasks.update(KEY, { address: SetFields({ zip: 2 }) });
  const read = await tasks.getOrFail(KEY);
  expect(read.address).toBeInstanceOf(Address);
  expect(read.address).toEqual(Object.assign(new Address(), { street: 's', zip: 2 }));
});

it('User-defined types that were altered', async () => {
  const keyspace = uniqueKeyspace();
  @UserType('feature_place')
  class Old {
    @Column('text') city?: string | null;
  }
  @Table('feature_shops')
  class OldShop {
    @PartitionKey() id!: string;
    @Column(() => Old) place!: Old;
  }
  const old = await testDataSource({ entities: [OldShop], keyspace });
  await old.getRepository(OldShop).save(Object.assign(new OldShop(), { id: 'a', place: { city: 'Oslo' } }));
  await old.execute('ALTER TYPE feature_place ADD country text');
  @UserType('feature_place')
  class New {
    @Column('text') country?: string | null;
    @Column('text') city?: string | null;
  }
  @Table('feature_shops')
  class NewShop {
    @PartitionKey() id!: string;
    @Column(() => New) place!: New;
  }
  const grown = await testDataSource({ entities: [NewShop], keyspace });
  try {
    const shops = grown.getRepository(NewShop);
    expect((await shops.getOrFail({ id: 'a' })).place).toMatchObject({ city: 'Oslo', country: null });
    await shops.update({ id: 'a' }, { place: Object.assign(new New(), { city: 'Rome', country: 'Italy' }) });
    expect((await old.getRepository(OldShop).getOrFail({ id: 'a' })).place).toMatchObject({ city: 'Rome' });
  } finally {
    await grown.destroy();
    await dropTestData(old);
  }
});

it('Tuples of any length', async () => {
  await tasks.save(tasks.create({ ...KEY, mark: [7, 'x', true, 0.5] }));
  expect((await tasks.getOrFail(KEY)).mark).toEqual([7, 'x', true, 0.5]);
  await expect(tasks.update(KEY, { mark: [7, 'x', true] as never })).rejects.toThrow(/Task\.mark/);
});

it('Materialized views', async () => {
  await tasks.save(tasks.create({ ...KEY, title: 'seen through a view', size: 4 }));
  const byTitle = dataSource.getRepository(TaskByTitle);
  const [row] = await byTitle.findBy({ title: 'seen through a view' });
  expect(row).toBeInstanceOf(TaskByTitle);
  expect(row).toEqual({ ...KEY, title: 'seen through a view', size: 4 });
  // Its type has no writing methods; JavaScript finds them, and they refuse.
  const untyped = byTitle as unknown as Repository<TaskByTitle>;
  await expect(untyped.save(row!)).rejects.toThrow(ConfigurationError);
});

it('Legacy, SASI and SAI indexes', async () => {
  await tasks.save(tasks.create({ ...KEY, size: 77, state: 'rare', note: 'a needle here' }));
  const { rows } = await dataSource.execute(
    'SELECT index_name, kind, options FROM system_schema.indexes WHERE keyspace_name = ? AND table_name = ?',
    [dataSource.keyspace, 'feature_tasks'],
  );
  expect(rows.filter(({ kind }) => kind === 'COMPOSITES')).toHaveLength(1);
  expect(rows.filter(({ kind }) => kind === 'CUSTOM')).toHaveLength(3);
  for (const where of [{ size: 77 }, { state: 'rare' }, { note: Like('%needle%') }]) {
    expect(tasks.filter(where).explain().plan).toBe('index');
    expect(await tasks.countBy(where)).toBe(1);
  }
});

it('Single-table inheritance', async () => {
  const [animals, dogs] = [dataSource.getRepository(Animal), dataSource.getRepository(Dog)];
  await animals.save([animals.create({ owner: 'o', name: 'a' }), dogs.create({ owner: 'o', name: 'd', breed: 'b' })]);
  const rows = await animals.findBy({ owner: 'o' });
  expect(rows.map((row) => row.constructor)).toEqual([Animal, Dog]);
  expect(await dogs.findBy({ owner: 'o' })).toEqual([expect.objectContaining({ kind: 'dog', breed: 'b' })]);
});

it('Schema from the model', async () => {
  const fresh = await testDataSource({ entities: ENTITIES, synchronize: false, keyspace: dataSource.keyspace });
  expect((await fresh.synchronize()).statements).toEqual([]);
  await dataSource.execute('DROP TABLE feature_heard');
  expect(JSON.stringify((await fresh.synchronize()).statements)).toMatch(/CREATE TABLE .*feature_heard/);
  expect(await columnsOf('feature_heard')).toEqual({ id: 'partition_key' });
  await fresh.destroy();
});
