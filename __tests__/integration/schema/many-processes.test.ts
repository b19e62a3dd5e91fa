import { setTimeout as sleep } from 'node:timers/promises';
import { readSchema } from '../../../lib/schema/read-schema';
import { dropTestData, testConnection, uniqueKeyspace } from '../support/test-data-source';
import { schemaClientOf } from './support/schema-client-of';
import { synchronizingProcess } from './support/synchronizing-process';
import { Column, DataSource, list, PartitionKey, Table, UserType } from 'caspy';

const replication = { class: 'SimpleStrategy', replication_factor: 1 };
let dataSource: DataSource | undefined;

afterEach(async () => {
  await dropTestData(dataSource);
  dataSource = undefined;
});

test('eight processes at the same moment on an empty keyspace: all succeed, with one schema', async () => {
  const keyspace = uniqueKeyspace();
  const options = { ...testConnection(), keyspace, replication, requestTimeout: 30_000 };
  const begin = await Promise.all(Array.from({ length: 8 }, () => synchronizingProcess('old')));
  const outcomes = await Promise.all(begin.map((start) => start(options)));
  expect(outcomes).toEqual(Array.from({ length: 8 }, () => ({ changes: 0, skipped: 0 })));

  dataSource = await new DataSource({ ...options, entities: [] }).initialize();
  const [made] = (await readSchema(schemaClientOf(dataSource), [keyspace])).keyspaces;
  const names = made!.tables.map(({ name }) => name);
  expect(names).toEqual(['caspy_locks', 'other_0', 'other_1', 'other_2', 'other_3', 'user']);
  expect(made!.views.map(({ name }) => name)).toEqual(['by_email']);
  expect(made!.types.map(({ name }) => name)).toEqual(['address']);
  expect(made!.tables.flatMap(({ indexes }) => indexes)).toHaveLength(5);
  expect((await dataSource.execute('SELECT * FROM caspy_locks')).rows).toEqual([]);
  // A table that two processes had made would refuse rows, its files lying under another id.
  for (const table of names.slice(1)) expect((await dataSource.execute(`SELECT * FROM ${table}`)).rows).toEqual([]);
  await dataSource.execute(`INSERT INTO user (id, email) VALUES ('1', 'ada')`);
  expect((await dataSource.execute(`SELECT id FROM user WHERE email = 'ada'`)).rows).toEqual([{ id: '1' }]);
});

test('a process on the old model reads and writes on while another adds a column', async () => {
  @UserType('address')
  class Address {
    @Column() street!: string;
    @Column() city!: string;
  }
  @Table('user')
  class OldUser {
    @PartitionKey() id!: string;
    @Column() email!: string;
    @Column(list(() => Address)) homes!: Address[];
  }
  const options = { ...testConnection(), keyspace: uniqueKeyspace(), replication, requestTimeout: 30_000 };
  await (
    await synchronizingProcess('old')
  )(options);
  const begin = await synchronizingProcess('new');
  dataSource = await new DataSource({ ...options, entities: [OldUser] }).initialize();
  const users = dataSource.getRepository(OldUser);
  let rounds = 0;
  const over = new AbortController();
  const traffic = (async (): Promise<void> => {
    while (!over.signal.aborted) {
      const id = String(rounds++);
      const user = { id, email: `${id}@x`, homes: [{ street: 's', city: 'c' }] };
      await users.save(users.create(user));
      expect(await users.get({ id })).toEqual(user);
      await users.update({ id }, { email: 'changed' });
      expect(await users.find({ where: { id }, select: ['email'] })).toEqual([{ email: 'changed' }]);
    }
  })();
  const outcome = await begin(options);
  await sleep(500);
  over.abort();
  await traffic;
  expect(outcome).toEqual({ changes: 0, skipped: 0 });
  expect(rounds).toBeGreaterThan(1);
  // What the new model writes, the old one neither reads nor takes away.
  await dataSource.execute(`UPDATE user SET added = 'new' WHERE id = '0'`);
  await users.save(await users.getOrFail({ id: '0' }));
  expect((await dataSource.execute(`SELECT added FROM user WHERE id = '0'`)).rows).toEqual([{ added: 'new' }]);
  expect(await dataSource.synchronize()).toMatchObject({ statements: [], changes: [] });
});
