import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { diffSchemas } from '../../../../lib/schema/diff/diff-schemas';
import { modelOf } from '../../../../lib/schema/entity-model';
import { pullEntities } from '../../../../lib/schema/pull/pull-entities';
import { type MigrationProject, migrationProject } from './support';

let project: MigrationProject;

beforeEach(async () => {
  project = await migrationProject();
});

afterEach(() => project.close());

const USERS = `
-- Users; of the first version.
CREATE TABLE users (id int PRIMARY KEY, name text);
INSERT INTO users (id, name) VALUES (1, 'semi;colon');
-- caspy:down
DROP TABLE users;
`;

const EMAIL = `
exports.AddEmail = class {
  async up({ execute, columnExists, step, scan, keyspace, log }) {
    if (!(await columnExists('users', 'email'))) await execute('ALTER TABLE users ADD email text');
    await step('fill email', async ({ execute }) => {
      for await (const { id } of scan('users')) {
        await execute('UPDATE users SET email = ? WHERE id = ?', ['user' + id + '@example.com', id]);
      }
    });
    log('filled in ' + keyspace);
  }
  async down({ execute }) {
    await execute('ALTER TABLE users DROP email');
  }
};
`;

test('runs files of CQL and scripts in the order of their timestamps, once', async () => {
  const { dataSource } = project;
  project.write('20260102000000-add-email.js', EMAIL);
  project.write('20260101000000-create-users.cql', USERS);
  const events: unknown[] = [];
  const runs = await dataSource.runMigrations({ onEvent: (event) => events.push(event) });
  expect(runs).toMatchObject([
    { name: '20260101000000-create-users', statements: 2 },
    { name: '20260102000000-add-email', statements: 2 },
  ]);
  expect((await dataSource.execute('SELECT * FROM users')).rows).toMatchObject([
    { id: 1, name: 'semi;colon', email: 'user1@example.com' },
  ]);
  expect(events).toContainEqual({
    type: 'log',
    migration: '20260102000000-add-email',
    message: `filled in ${project.keyspace}`,
  });
  expect(await dataSource.runMigrations()).toEqual([]);
  expect(await project.history()).toHaveLength(2);
  const status = await dataSource.showMigrations();
  expect(status).toMatchObject([
    { name: '20260101000000-create-users', state: 'done', statements: 2 },
    { name: '20260102000000-add-email', state: 'done', statements: 2, executedBy: expect.stringContaining('@') },
  ]);
  expect((await dataSource.execute('SELECT * FROM caspy_locks')).rows).toEqual([]);
});

test('to: runs and reverts up to one of them', async () => {
  const { dataSource } = project;
  for (const number of [1, 2, 3]) {
    const table = `CREATE TABLE t${number} (id int PRIMARY KEY);\n-- caspy:down\nDROP TABLE t${number};`;
    project.write(`2026010${number}000000-create-t${number}.cql`, table);
  }
  await dataSource.runMigrations({ to: '20260102000000' });
  expect(await project.tables()).toEqual(['t1', 't2']);
  await dataSource.runMigrations();
  await expect(dataSource.revertMigration()).rejects.toMatchObject({ code: 'CASPY_MIGRATION_DESTRUCTIVE' });
  expect(await project.tables()).toEqual(['t1', 't2', 't3']);
  await dataSource.revertMigration({ allowDestructive: true });
  expect(await project.tables()).toEqual(['t1', 't2']);
  await dataSource.runMigrations();
  const reverted = await dataSource.revertMigration({ to: '20260101000000-create-t1', allowDestructive: true });
  expect(reverted.map(({ name }) => name)).toEqual(['20260103000000-create-t3', '20260102000000-create-t2']);
  expect(await project.tables()).toEqual(['t1']);
  await expect(dataSource.runMigrations({ to: '20260109' })).rejects.toMatchObject({ code: 'CASPY_MIGRATION_UNKNOWN' });
});

test('a dry run says what would be sent, and writes nothing at all', async () => {
  const { dataSource } = project;
  project.write('20260101000000-create-users.cql', USERS);
  project.write('20260102000000-add-email.js', EMAIL);
  const runs = await dataSource.runMigrations({ dryRun: true });
  expect(runs).toMatchObject([
    { cql: ['CREATE TABLE users (id int PRIMARY KEY, name text)', expect.stringContaining('INSERT')] },
    { cql: ['ALTER TABLE users ADD email text', '-- step: fill email'] },
  ]);
  const { rows } = await dataSource.execute('SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?', [
    project.keyspace,
  ]);
  expect(rows).toEqual([]);
  expect(await dataSource.showMigrations()).toMatchObject([{ state: 'pending' }, { state: 'pending' }]);
});

test('fake: writes down, and sends nothing', async () => {
  const { dataSource } = project;
  project.write('20260101000000-create-users.cql', USERS);
  await dataSource.runMigrations({ fake: true });
  expect(await project.tables()).toEqual([]);
  expect(await dataSource.showMigrations()).toMatchObject([{ state: 'done', statements: 0 }]);
  await dataSource.revertMigration({ fake: true });
  expect(await dataSource.showMigrations()).toMatchObject([{ state: 'pending' }]);
});

test('files that were changed, lost or come late are errors with names', async () => {
  const { dataSource } = project;
  project.write('20260102000000-create-users.cql', USERS);
  await dataSource.runMigrations();

  project.write('20260102000000-create-users.cql', USERS.replace('of the first version', 'another comment'));
  expect(await dataSource.runMigrations()).toEqual([]);
  project.write('20260102000000-create-users.cql', USERS.replace('name text', 'name ascii'));
  expect(await dataSource.showMigrations()).toMatchObject([{ state: 'tampered' }]);
  await expect(dataSource.runMigrations()).rejects.toMatchObject({
    name: 'MigrationError',
    code: 'CASPY_MIGRATION_TAMPERED',
    message: expect.stringContaining('20260102000000-create-users'),
  });
  await dataSource.runMigrations({ acceptChanged: true });
  expect(await dataSource.runMigrations()).toEqual([]);

  project.write('20260101000000-late.cql', 'CREATE TABLE late (id int PRIMARY KEY)');
  expect(await dataSource.showMigrations()).toMatchObject([{ state: 'late' }, { state: 'done' }]);
  await expect(dataSource.runMigrations()).rejects.toMatchObject({ code: 'CASPY_MIGRATION_OUT_OF_ORDER' });
  await dataSource.runMigrations({ allowOutOfOrder: true });
  expect(await project.tables()).toEqual(['late', 'users']);

  project.remove('20260101000000-late.cql');
  expect(await dataSource.showMigrations()).toMatchObject([{ state: 'missing' }, { state: 'done' }]);
  await expect(dataSource.runMigrations()).rejects.toMatchObject({ code: 'CASPY_MIGRATION_MISSING' });
});

test('files that are no migrations, or two of one name, or do not end', async () => {
  const { dataSource } = project;
  const failing = async (file: string, content: string) => {
    project.write(file, content);
    const error: unknown = await dataSource.runMigrations().catch((thrown: unknown) => thrown);
    project.remove(file);
    return error;
  };
  expect(await failing('users.cql', USERS)).toMatchObject({ code: 'CASPY_MIGRATION_FILE' });
  expect(await failing('20260101000000-x.cql', '-- nothing')).toMatchObject({ code: 'CASPY_MIGRATION_FILE' });
  expect(await failing('20260101000000-x1.js', 'exports.x = 1')).toMatchObject({ code: 'CASPY_MIGRATION_FILE' });
  expect(await failing('20260101000000-x2.js', 'throw new Error("no luck")')).toMatchObject({
    code: 'CASPY_MIGRATION_FILE',
    message: expect.stringContaining('no luck'),
  });
  expect(await failing('20260101000000-x.cql', `INSERT INTO a (b) VALUES ('x)`)).toMatchObject({
    code: 'CASPY_MIGRATION_SYNTAX',
  });
  project.write('20260101000000-x.cql', 'CREATE TABLE x (id int PRIMARY KEY)');
  expect(await failing('20260101000000-x.js', EMAIL)).toMatchObject({ code: 'CASPY_MIGRATION_DUPLICATE' });
  expect(await project.tables()).toEqual([]);
});

test('what drops or truncates is refused before the first statement, in scripts before its own', async () => {
  const { dataSource } = project;
  project.write('20260101000000-a.cql', 'CREATE TABLE a (id int PRIMARY KEY, v int); ALTER TABLE a DROP v; TRUNCATE a');
  await expect(dataSource.runMigrations()).rejects.toMatchObject({
    code: 'CASPY_MIGRATION_DESTRUCTIVE',
    message: expect.stringContaining('ALTER TABLE a DROP v; TRUNCATE a'),
  });
  expect(await project.tables()).toEqual([]);
  project.remove('20260101000000-a.cql');

  const script = `exports.up = async ({ execute }) => {
    await execute('CREATE TABLE b (id int PRIMARY KEY)');
    await execute('DROP /* really */ TABLE b');
  };`;
  project.write('20260101000000-b.js', script);
  await expect(dataSource.runMigrations()).rejects.toMatchObject({ code: 'CASPY_MIGRATION_DESTRUCTIVE' });
  expect(await project.tables()).toEqual(['b']);
  expect(await dataSource.runMigrations({ allowDestructive: true })).toMatchObject([{ statements: 2 }]);
  expect(await project.tables()).toEqual([]);
});

test('a misspelt option runs nothing', async () => {
  project.write('20260101000000-create-users.cql', USERS);
  const options = { dryrun: true } as object;
  await expect(project.dataSource.runMigrations(options)).rejects.toThrow("no option 'dryrun'. Did you mean 'dryRun'?");
  expect(await project.tables()).toEqual([]);
});

test('a history of another name is kept by all that drops, and pulled by nobody', async () => {
  const table = 'OurHistory';
  const own = await project.another({ migrationsTableName: table });
  project.write('20260101000000-create-users.cql', USERS);
  expect(await own.runMigrations()).toHaveLength(1);
  // This one does not even know the name.
  const { dataSource } = project;
  const schema = await dataSource.readSchema();
  expect(diffSchemas(modelOf([], project.keyspace), schema).map(({ subject }) => subject)).toEqual([
    `${project.keyspace}.users`,
  ]);
  expect(pullEntities(schema.keyspaces[0]!).files.map(({ path }) => path)).toEqual(['user.entity.ts']);
  const { statements } = await dataSource.synchronize({ allowDestructive: true });
  expect(statements).toEqual([`DROP TABLE ${project.keyspace}.users`]);
  expect(await own.showMigrations()).toMatchObject([{ state: 'done' }]);
  expect(await own.generateMigration({ name: 'none', dryRun: true })).toMatchObject({ changes: [] });
});

test('a file whose lines end as on Windows is the same one', async () => {
  const { dataSource } = project;
  const file = '20260101000000-create-users.cql';
  const text = USERS.replace('users (id int', 'users (\n  id int');
  project.write(file, text.replaceAll('\n', '\r\n'));
  expect(await dataSource.runMigrations()).toMatchObject([{ statements: 2 }]);
  expect((await dataSource.execute('SELECT name FROM users')).rows).toMatchObject([{ name: 'semi;colon' }]);
  project.write(file, text);
  expect(await dataSource.showMigrations()).toMatchObject([{ state: 'done' }]);
  expect(await dataSource.runMigrations()).toEqual([]);
  project.write(file, text.replaceAll('\n', '\r\n'));
  await dataSource.revertMigration({ allowDestructive: true });
  expect(await project.tables()).toEqual([]);
});

test('scan() of an entity reads instances, and of a name rows', async () => {
  const entity = join(project.folder, 'entities', 'user.entity.js');
  mkdirSync(join(project.folder, 'entities'));
  const caspy = JSON.stringify(resolve(__dirname, '../../../../lib/index'));
  writeFileSync(
    entity,
    `const { Column, PartitionKey, Table } = require(${caspy});
    class User { greeting() { return 'I am ' + this.name; } }
    PartitionKey('int')(User.prototype, 'id');
    Column('text')(User.prototype, 'name');
    Table('users')(User);
    exports.User = User;`,
  );
  project.write('20260101000000-create-users.cql', USERS);
  const script = `const { User } = require(${JSON.stringify(entity)});
    exports.up = async ({ scan, log, step }) => {
      for await (const user of scan(User)) log(user.greeting());
      for await (const row of scan('users')) log(JSON.stringify(row));
      await step('within', async ({ scan }) => {
        for await (const { name } of scan(User, { select: ['name'] })) log(name);
      });
    };`;
  project.write('20260102000000-greet.js', script);
  const own = await project.another({ entities: [entity], synchronize: false });
  const logs: string[] = [];
  await own.runMigrations({ onEvent: (event) => event.type === 'log' && logs.push(event.message) });
  expect(logs).toEqual(['I am semi;colon', '{"id":1,"name":"semi;colon"}', 'semi;colon']);
});

test('migrationsRun: runs at initialize', async () => {
  project.write('20260101000000-create-users.cql', USERS);
  await project.another({ migrationsRun: true });
  expect(await project.tables()).toEqual(['users']);
});
