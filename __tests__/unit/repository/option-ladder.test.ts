import { ClusteringKey, Column, ConfigurationError, PartitionKey, Repository, Table } from '../../../lib/index';
import type { RepositoryOptions, TableOptions } from '../../../lib/index';
import { BoundedCache } from '../../../lib/repository/bounded-cache';
import type { TableContext } from '../../../lib/repository/entity-table';
import { EntityTable } from '../../../lib/repository/entity-table';
import { FakeExecutor } from '../support/fake-executor';
import { tableOf } from '../support/models';

class Row {
  id!: string;
  part!: string;
  name!: string;
}

function repositoryWith(
  options: TableOptions,
  context: Partial<TableContext> = {},
): { rows: Repository<Row>; executor: FakeExecutor } {
  @Table('rows', options)
  class Sample extends Row {
    @PartitionKey() declare id: string;
    @ClusteringKey() declare part: string;
    @Column() declare name: string;
  }
  const executor = new FakeExecutor();
  const shared = { executor, keyspace: 'ks', pageTokenSecret: undefined, ...context };
  return { rows: new Repository<Row>(new EntityTable<Row>(tableOf(Sample), shared)), executor };
}

const KEY = { id: 'a', part: 'b' };

describe('each rung beats the one beneath', () => {
  const defaults = { fetchSize: 1, tracing: true, profile: 'source' };
  const table: TableOptions = {
    fetchSize: 2,
    timeout: 2,
    profile: 'table',
    consistency: { read: 'TWO', write: 'ALL' },
  };
  const repository: RepositoryOptions = { fetchSize: 3, timeout: 3, consistency: { write: 'ONE' } };
  test.each<[string, Partial<TableContext>, TableOptions, RepositoryOptions, object, object]>([
    ['nothing anywhere', {}, {}, {}, {}, {}],
    ['data source', { defaults }, {}, {}, {}, { fetchSize: 1, tracing: true, profile: 'source' }],
    [
      'table',
      { defaults },
      table,
      {},
      {},
      { fetchSize: 2, timeout: 2, profile: 'table', tracing: true, consistency: 'TWO' },
    ],
    [
      'repository',
      { defaults },
      table,
      repository,
      {},
      { fetchSize: 3, timeout: 3, profile: 'table', consistency: 'TWO' },
    ],
    [
      'call',
      { defaults },
      table,
      repository,
      { timeout: 4, tracing: false },
      { fetchSize: 3, timeout: 4, tracing: false },
    ],
  ])('%s', async (_, context, tableOptions, repositoryOptions, call, expected) => {
    const { rows, executor } = repositoryWith(tableOptions, context);
    await rows.withOptions(repositoryOptions).get(KEY, call);
    expect(executor.take().options ?? {}).toMatchObject(expected);
  });

  test('writes have levels of their own', async () => {
    const { rows, executor } = repositoryWith({ consistency: { read: 'TWO', write: 'ALL', serial: 'LOCAL_SERIAL' } });
    await rows.delete(KEY);
    expect(executor.take().options).toEqual({ consistency: 'ALL', serialConsistency: 'LOCAL_SERIAL' });
    await rows.withOptions({ consistency: { read: 'ONE' } }).delete(KEY);
    expect(executor.take().options).toMatchObject({ consistency: 'ALL' });
    await rows.withOptions({ consistency: 'ONE' }).delete(KEY);
    expect(executor.take().options).toMatchObject({ consistency: 'ONE' });
  });
});

describe('a profile is a choice of the rung that names it', () => {
  const profiles = {
    batch: { consistency: 'LOCAL_ONE', timeout: 60_000 },
    near: { serialConsistency: 'LOCAL_SERIAL' },
  } as const;
  test.each<[string, TableOptions, RepositoryOptions, object, object]>([
    [
      'beats what lower rungs say',
      { timeout: 5, fetchSize: 9 },
      {},
      { profile: 'batch' },
      { profile: 'batch', fetchSize: 9 },
    ],
    [
      'not what the same rung says',
      { timeout: 5 },
      {},
      { profile: 'batch', timeout: 7 },
      { profile: 'batch', timeout: 7 },
    ],
    [
      'not what higher rungs say',
      {},
      { profile: 'batch' },
      { consistency: 'ALL' },
      { profile: 'batch', consistency: 'ALL' },
    ],
    ['only in what it sets', { timeout: 5 }, { profile: 'near' }, {}, { profile: 'near', timeout: 5 }],
    ['unknown here, the session says so', { timeout: 5 }, {}, { profile: 'x' }, { profile: 'x', timeout: 5 }],
  ])('%s', async (_, table, repository, call, expected) => {
    const { rows, executor } = repositoryWith(table, { profiles });
    await rows.withOptions(repository).get(KEY, call);
    expect(executor.take().options).toEqual(expected);
  });
});

describe('withOptions', () => {
  test('shares the compiled statements, adds up, and leaves the first repository alone', async () => {
    const { rows, executor } = repositoryWith({});
    const slow = rows.withOptions({ timeout: 9 }).withOptions({ consistency: 'ONE', timeout: undefined });
    for (const repository of [rows, slow]) {
      await repository.get(KEY);
      await repository.findBy(KEY);
      await repository.save(repository.create(KEY));
    }
    const [get, find, save, slowGet, slowFind, slowSave] = executor.sent;
    expect(slowGet?.statement).toBe(get?.statement);
    expect(slowFind?.statement).toBe(find?.statement);
    expect(slowSave?.statement).toBe(save?.statement);
    expect(slowGet?.options).toEqual({ timeout: 9, consistency: 'ONE' });
    expect(get?.options).toBeUndefined();
  });

  test('an unknown option is refused', () => {
    const { rows } = repositoryWith({});
    const options = { timeuot: 5 } as RepositoryOptions;
    expect(() => rows.withOptions(options)).toThrow(
      new ConfigurationError(`Sample: 'timeuot' is no option of a repository. Did you mean 'timeout'?`),
    );
  });
});

describe('withKeyspace', () => {
  test('names the keyspace in every statement, keeps the options, and leaves the first repository alone', async () => {
    const { rows, executor } = repositoryWith({});
    const tenant = rows.withOptions({ timeout: 9 }).withKeyspace('Tenant_7');
    await tenant.get(KEY);
    await tenant.save(tenant.create(KEY));
    await tenant.filter({ id: 'a' }).all();
    await tenant.clear();
    await tenant.query('SELECT * FROM rows');
    await rows.get(KEY);
    const [first, second, third, fourth, fifth, last] = executor.sent;
    expect(first?.cql).toBe('SELECT id, part, name FROM "Tenant_7".rows WHERE id = ? AND part = ?');
    expect(first?.options).toEqual({ timeout: 9 });
    expect(second?.cql).toMatch(/^INSERT INTO "Tenant_7"\.rows /);
    expect(third?.cql).toBe('SELECT id, part, name FROM "Tenant_7".rows WHERE id = ?');
    expect(fourth?.cql).toBe('TRUNCATE TABLE "Tenant_7".rows');
    expect(fifth?.options).toMatchObject({ keyspace: 'Tenant_7' });
    expect(last?.cql).toMatch(/ FROM ks\.rows /);
    expect(tenant.metadata.keyspace).toBe('Tenant_7');
    expect(tenant.withKeyspace('ks').withOptions({ consistency: 'ONE' }).metadata.keyspace).toBe('ks');
  });

  test('beats the keyspace of @Table()', async () => {
    const { rows, executor } = repositoryWith({ keyspace: 'own' });
    await rows.withKeyspace('other').get(KEY);
    expect(executor.take().cql).toMatch(/ FROM other\.rows /);
  });

  test('statements are compiled once for each keyspace, for the keyspaces used last', async () => {
    const keyspaces: NonNullable<TableContext['keyspaces']> = new BoundedCache(2);
    const { rows, executor } = repositoryWith({}, { keyspaces });
    for (const name of ['a', 'a', 'b', 'c', 'a']) await rows.withKeyspace(name).get(KEY);
    const [first, again, , , recompiled] = executor.sent.map(({ statement }) => statement);
    expect(again).toBe(first);
    expect(recompiled).toEqual(first);
    expect(recompiled).not.toBe(first);
    expect(keyspaces.size).toBe(2);
  });

  test.each(['', 'a b', 'a"b', 'a;DROP', 'x'.repeat(49), '__proto__\n'])('%j is no name of a keyspace', (name) => {
    const { rows } = repositoryWith({});
    expect(() => rows.withKeyspace(name)).toThrow(/withKeyspace\(\) takes a name of 1 to 48 letters/);
  });

  test('page tokens of one keyspace are refused in another', async () => {
    const { rows, executor } = repositoryWith({});
    const row = { id: 'a', part: 'b', name: 'c' };
    const page = { rows: [row], pageState: Buffer.from('01', 'hex'), applied: undefined, columns: [], warnings: [] };
    executor.answers.push(...[page, page].map((each) => ({ ...each, traceId: undefined, coordinator: '' })));
    const { next } = await rows.withKeyspace('a').findPage({ where: { id: 'a' }, size: 1 });
    expect(next).not.toBeNull();
    await expect(rows.withKeyspace('b').findPage({ where: { id: 'a' }, size: 1, after: next })).rejects.toMatchObject({
      code: 'CASPY_PAGE_TOKEN',
    });
  });
});

test('query() reads all pages, whatever the page size', async () => {
  const { rows, executor } = repositoryWith({ fetchSize: 1 });
  const page = {
    rows: [{ id: 'a' }],
    applied: undefined,
    columns: ['id'],
    warnings: [],
    traceId: undefined,
    coordinator: '',
  };
  executor.answers.push({ ...page, pageState: Buffer.from('01', 'hex') }, { ...page, pageState: undefined });
  expect(await rows.query('SELECT id FROM rows', [], { fetchSize: 1 })).toHaveLength(2);
});
