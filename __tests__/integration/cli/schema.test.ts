import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { testConnection } from '../support/test-data-source';
import { createProject, type Project } from './support/project';
import { outcomeOf, runCaspy, runOnTerminal, startCaspy } from './support/run-caspy';
import { DataSource } from 'caspy';

const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout.includes('util-linux');
const onTerminal = hasScript ? test : test.skip;

// Each test starts processes, on machines with other work to do.
jest.setTimeout(120_000);

let project: Project;
let server: DataSource;

beforeAll(async () => {
  project = createProject();
  project.seed();
  server = await new DataSource({
    ...testConnection(),
    keyspace: project.keyspace,
    requestTimeout: 60_000,
  }).initialize();
});

afterAll(async () => {
  await server.execute(`DROP KEYSPACE IF EXISTS ${project.keyspace}`);
  await server.destroy();
  project.remove();
});

const ddl = (cql: string) => server.execute(cql, [], { timeout: 60_000 });
const tables = async () => {
  const { rows } = await server.execute('SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?', [
    project.keyspace,
  ]);
  return rows.map((row) => String(row.table_name)).filter((name) => !name.startsWith('caspy_'));
};
/** How many locks of a keyspace are held. */
const locksOf = async (keyspace: string): Promise<number> =>
  (await server.execute(`SELECT name FROM ${keyspace}.caspy_locks`)).rows.length;

/** More than can be made while somebody presses Ctrl-C. */
const MANY_ENTITIES = `
const { PartitionKey, Table } = require('caspy');
for (let number = 0; number < 20; number += 1) {
  const Many = class {};
  PartitionKey('int')(Many.prototype, 'id');
  Table('many_' + number)(Many);
  exports['Many' + number] = Many;
}
`;

const file = (path: string) => readFileSync(join(project.folder, path), 'utf8');

describe('schema diff', () => {
  test('says nothing, exit 0, when entities and server agree', async () => {
    expect(await runCaspy(project, ['schema', 'diff'])).toMatchObject({ code: 0, stdout: '', stderr: '' });
    const { code, stdout } = await runCaspy(project, ['schema', 'diff', '--json']);
    expect({ code, json: JSON.parse(stdout) as unknown }).toEqual({ code: 0, json: { equal: true, changes: [] } });
  });

  test('shows each difference by table, exit 4', async () => {
    const { keyspace } = project;
    await ddl('ALTER TABLE posts DROP title');
    await ddl('CREATE TABLE strange (id int PRIMARY KEY)');
    try {
      const { code, stdout, stderr } = await runCaspy(project, ['schema', 'diff']);
      expect(code).toBe(4);
      expect(stdout).toBe(
        [
          `${keyspace}.posts`,
          `  + Post.title: The column ${keyspace}.posts.title does not exist.`,
          `      ALTER TABLE ${keyspace}.posts ADD title text;`,
          '',
          `${keyspace}.strange`,
          `  - The table ${keyspace}.strange is not wanted.`,
          `      DROP TABLE ${keyspace}.strange;`,
          '      Cassandra drops the table with its indexes and all its rows; where auto_snapshot is on, files stay.',
          `      Way out: Leave it. If it belongs to another program, name it in 'ignore'.`,
          '',
        ].join('\n'),
      );
      expect(stderr).toBe(
        'The entities and the server differ: 1 safe, 1 destructive. 1 of them is needed by no entity.\n',
      );
      const json = await runCaspy(project, ['schema', 'diff', '--json', '--ignore', 'strange']);
      expect({ code: json.code, stderr: json.stderr }).toEqual({ code: 4, stderr: '' });
      expect(JSON.parse(json.stdout)).toEqual({
        equal: false,
        changes: [
          expect.objectContaining({ kind: 'add-column', class: 'safe', entity: 'Post.title', wayOut: null }) as unknown,
        ],
      });
    } finally {
      await ddl('ALTER TABLE posts ADD title text');
      await ddl('DROP TABLE strange');
    }
  });

  test('a keyspace that does not exist is a difference, not an error', async () => {
    const { code, stdout } = await runCaspy(project, ['schema', 'diff', '--keyspace', 'nowhere_at_all']);
    expect(code).toBe(4);
    expect(stdout).toContain('  + The keyspace nowhere_at_all does not exist.');
  });

  onTerminal('colours by class, and fits the terminal', async () => {
    await ddl('CREATE TABLE strange (id int PRIMARY KEY)');
    try {
      const { code, text } = await runOnTerminal(project, ['schema', 'diff']);
      expect(code).toBe(4);
      expect(text).toContain(`\u001b[31m  - The table ${project.keyspace}.strange is not`);
      expect(text).toContain('Cassandra drops the table with its indexes and all its rows; where');
    } finally {
      await ddl('DROP TABLE strange');
    }
  });
});

test.each([
  [['schema'], 'Say what to do: caspy schema diff|sync|pull|snapshot|drop.'],
  [['migration'], 'Say what to do: caspy migration create|generate|run|revert|status.'],
  [['schema', 'bogus'], 'Unknown argument: bogus.'],
  [['schema', 'diff', '--overwrite'], 'Unknown argument: overwrite.'],
  [['schema', 'snapshot', '--from', 'nowhere'], 'Choices: "server", "entities"'],
])('%j is wrong usage, exit 2', async (args, message) => {
  const { code, stdout, stderr } = await runCaspy(project, args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
});

describe('schema snapshot', () => {
  const offline = { env: { CASPY_TEST_CONTACT_POINTS: '127.0.0.99', CASPY_TEST_PORT: '1' } };

  test('of the server is what diff compares with where there is none', async () => {
    const { code, stdout } = await runCaspy(project, ['schema', 'snapshot', '--output', 'schema.snapshot.json']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    const args = ['schema', 'diff', '--snapshot', 'schema.snapshot.json'];
    expect(await runCaspy(project, args, offline)).toMatchObject({ code: 0, stdout: '' });
    project.write('other.json', file('schema.snapshot.json').replace('"title"', '"headline"'));
    const drift = await runCaspy(project, ['schema', 'diff', '--snapshot', 'other.json'], offline);
    expect(drift.code).toBe(4);
    expect(drift.stdout).toContain('  + Post.title: The column');
  });

  test('of the entities needs no server, and is the same each time', async () => {
    const args = ['schema', 'snapshot', '--from', 'entities'];
    const one = await runCaspy(project, args, offline);
    expect(one.code).toBe(0);
    expect(JSON.parse(one.stdout)).toMatchObject({ caspySnapshot: 1, keyspaces: [{ name: project.keyspace }] });
    expect(await runCaspy(project, args, offline)).toEqual(one);
  });

  test.each([
    ['missing.json', undefined, 'There is no file missing.json.'],
    ['broken.json', '{', 'The snapshot is no JSON.'],
    ['wrong.json', '{"caspySnapshot":1,"keyspaces":[{}]}', 'snapshot.keyspaces[0].name should be a text'],
  ])('%s is refused, exit 2', async (name, content, message) => {
    if (content !== undefined) project.write(name, content);
    const { code, stdout, stderr } = await runCaspy(project, ['schema', 'diff', '--snapshot', name], offline);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

describe('schema sync', () => {
  test('a dry run shows the plan and writes nothing; then it is run, once', async () => {
    await ddl('ALTER TABLE users DROP age');
    const dry = await runCaspy(project, ['schema', 'sync', '--dry-run']);
    expect(dry).toMatchObject({ code: 0, stderr: 'Would run 1 statement.\n' });
    expect(dry.stdout).toContain(`      ALTER TABLE ${project.keyspace}.users ADD age int;\n`);
    expect((await runCaspy(project, ['schema', 'diff'])).code).toBe(4);
    expect(await runCaspy(project, ['schema', 'sync'])).toMatchObject({
      code: 0,
      stdout: dry.stdout,
      stderr: 'Ran 1 statement.\n',
    });
    expect(await runCaspy(project, ['schema', 'sync'])).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  test('drops nothing unless that is allowed, and nothing without consent', async () => {
    await ddl('CREATE TABLE strange (id int PRIMARY KEY)');
    const plain = await runCaspy(project, ['schema', 'sync']);
    expect(plain).toMatchObject({ code: 0, stdout: '' });
    expect(plain.stderr).toContain('needed by no entity: 1.');
    const refused = await runCaspy(project, ['schema', 'sync', '--allow-destructive']);
    expect(refused.code).toBe(3);
    expect(refused.stdout).toContain(`DROP TABLE ${project.keyspace}.strange;`);
    expect(refused.stderr).toContain('Nothing was changed: this is no terminal, so nobody can be asked.');
    expect(await tables()).toContain('strange');
    const forced = await runCaspy(project, ['schema', 'sync', '--allow-destructive', '--force', '--json']);
    expect(forced.code).toBe(0);
    expect(JSON.parse(forced.stdout)).toMatchObject({
      dryRun: false,
      statements: [`DROP TABLE ${project.keyspace}.strange`],
      skipped: [],
    });
    expect(await tables()).not.toContain('strange');
  });

  onTerminal('asks on a terminal; no is an answer', async () => {
    await ddl('CREATE TABLE strange (id int PRIMARY KEY)');
    const args = ['schema', 'sync', '--allow-destructive'];
    const no = await runOnTerminal(project, args, { answers: [['[y/N]', 'n\n']] });
    expect(no.code).toBe(3);
    expect(no.text).toContain('Run 1 statement, 1 of the changes destructive?');
    expect(no.text).toContain('Nothing was changed.');
    expect(await tables()).toContain('strange');
    const yes = await runOnTerminal(project, args, { answers: [['[y/N]', 'y\n']] });
    expect(yes.code).toBe(0);
    expect(await tables()).not.toContain('strange');
  });

  test('Ctrl-C ends with 130 before the process would be ended by force, leaves no lock, and the next run goes on', async () => {
    const own = createProject();
    try {
      own.write('examples/many.entity.js', MANY_ENTITIES);
      const child = startCaspy(own, ['schema', 'sync']);
      const ended = outcomeOf(child);
      // Until the table is there, and for a moment longer, the server refuses to read it.
      while ((await locksOf(own.keyspace).catch(() => 0)) === 0 && child.exitCode === null) await sleep(20);
      child.kill('SIGINT');
      // By force it would be a signal and no code.
      expect(await ended).toMatchObject({ code: 130, signal: null });
      expect(await locksOf(own.keyspace)).toBe(0);
      expect(await runCaspy(own, ['schema', 'sync', '--wait', '0'])).toMatchObject({ code: 0 });
      expect(await runCaspy(own, ['schema', 'diff'])).toMatchObject({ code: 0 });
    } finally {
      await ddl(`DROP KEYSPACE IF EXISTS ${own.keyspace}`);
      own.remove();
    }
  });

  test('waits for other schema work as long as it is told', async () => {
    await ddl('ALTER TABLE users DROP age');
    await runCaspy(project, ['schema', 'sync']);
    await ddl('ALTER TABLE users DROP age');
    await server.execute("INSERT INTO caspy_locks (name, owner, host, pid) VALUES ('schema', 'x', 'elsewhere', 7)");
    const held = await runCaspy(project, ['schema', 'sync', '--wait', '0']);
    await server.execute("DELETE FROM caspy_locks WHERE name = 'schema'");
    expect(held).toMatchObject({ code: 1, stderr: expect.stringContaining('process 7 on elsewhere') });
    expect(await runCaspy(project, ['schema', 'sync', '--wait', '-1'])).toMatchObject({ code: 2 });
    expect(await runCaspy(project, ['schema', 'sync'])).toMatchObject({ code: 0 });
  });

  test('what cannot be done is exit 4', async () => {
    await ddl('DROP TABLE posts');
    await ddl('CREATE TABLE posts (author_id uuid, number int, title int, PRIMARY KEY (author_id, number))');
    const { code, stderr } = await runCaspy(project, ['schema', 'sync']);
    expect(code).toBe(4);
    expect(stderr).toContain('Not changed, and needed by entities: 2 impossible.');
    await ddl('DROP TABLE posts');
    expect((await runCaspy(project, ['schema', 'sync'])).code).toBe(0);
    project.seed();
  });
});

describe('schema pull', () => {
  test('writes a file for each table, and nothing twice', async () => {
    const first = await runCaspy(project, ['schema', 'pull', '--output', 'pulled']);
    expect(first).toMatchObject({ code: 0, stdout: 'pulled/post.entity.ts\npulled/user.entity.ts\n', stderr: '' });
    expect(file('pulled/post.entity.ts'))
      .toBe(`import { ClusteringKey, Column, PartitionKey, Table, primaryKey } from "caspy";

@Table("posts")
export class Post {
  static readonly keys = primaryKey<Post>()(["authorId"], ["number"]);

  @PartitionKey("uuid") authorId!: string;
  @ClusteringKey("int", { order: "DESC" }) number!: number;
  @Column("text") title!: string | null;
}
`);
    const again = await runCaspy(project, ['schema', 'pull', '--output', 'pulled', '--json']);
    expect(JSON.parse(again.stdout)).toEqual({
      written: [],
      unchanged: ['pulled/post.entity.ts', 'pulled/user.entity.ts'],
      warnings: [],
    });
  });

  test('replaces a file only when that is allowed', async () => {
    mkdirSync(join(project.folder, 'mine'), { recursive: true });
    project.write('mine/post.entity.ts', '// mine\n');
    const args = ['schema', 'pull', '-o', 'mine', '--tables', 'posts'];
    const { code, stdout, stderr } = await runCaspy(project, args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('nothing was overwritten: post.entity.ts.');
    expect(file('mine/post.entity.ts')).toBe('// mine\n');
    expect((await runCaspy(project, [...args, '--overwrite'])).code).toBe(0);
    expect(file('mine/post.entity.ts')).toContain('class Post');
    expect(readdirSync(join(project.folder, 'mine'))).toEqual(['post.entity.ts']);
  });

  test('formats by the prettier of the project, and imports files as its modules must', async () => {
    await ddl('CREATE TYPE home (street text)');
    await ddl('CREATE TABLE people (id uuid PRIMARY KEY, home frozen<home>)');
    mkdirSync(join(project.folder, 'esm'));
    project.write('esm/package.json', '{ "type": "module" }');
    project.write('esm/.prettierrc', '{ "singleQuote": true, "semi": false, "printWidth": 120 }');
    symlinkSync(
      resolve(__dirname, '../../../node_modules/prettier'),
      join(project.folder, 'node_modules/prettier'),
      'dir',
    );
    try {
      const { code } = await runCaspy(project, ['schema', 'pull', '-o', 'esm/src', '--tables', 'people']);
      expect(code).toBe(0);
      const [first, second] = file('esm/src/person.entity.ts').split('\n');
      expect(first).toBe(`import { Column, PartitionKey, Table, frozen, primaryKey } from 'caspy'`);
      expect(second).toBe(`import { Home } from './home.type.js'`);
    } finally {
      await ddl('DROP TABLE people');
      await ddl('DROP TYPE home');
    }
  });

  test('a keyspace or a table that is not there is exit 2, and makes no folder', async () => {
    const keyspace = await runCaspy(project, ['schema', 'pull', '-o', 'none', '--keyspace', 'nowhere_at_all']);
    expect(keyspace.code).toBe(2);
    expect(keyspace.stderr).toContain('There is no keyspace nowhere_at_all.');
    const table = await runCaspy(project, ['schema', 'pull', '-o', 'none', '--tables', 'usres']);
    expect(table.code).toBe(2);
    expect(table.stderr).toContain(`has no table 'usres'. Did you mean 'users'?`);
    expect(existsSync(join(project.folder, 'none'))).toBe(false);
  });
});

describe('schema drop', () => {
  test('shows what goes and refuses where nobody can be asked', async () => {
    const { code, stdout, stderr } = await runCaspy(project, ['schema', 'drop']);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain(`Drop table ${project.keyspace}.posts, 60 rows\n`);
    expect(stderr).toContain(`Drop table ${project.keyspace}.users, 3 rows\n`);
    expect(stderr).toContain('Nothing was dropped: this is no terminal, so nobody can be asked.');
    expect(await tables()).toEqual(['posts', 'users']);
  });

  onTerminal('asks on a terminal; no is an answer', async () => {
    const { code, text } = await runOnTerminal(project, ['schema', 'drop'], { answers: [['[y/N]', '\n']] });
    expect(code).toBe(3);
    expect(text).toContain('Nothing was dropped.');
    expect(await tables()).toEqual(['posts', 'users']);
  });

  test('drops the tables of the entities, with views on them, and no other', async () => {
    await ddl('CREATE TABLE others (id int PRIMARY KEY)');
    await ddl(`CREATE MATERIALIZED VIEW by_number AS SELECT number, author_id FROM posts
      WHERE number IS NOT NULL AND author_id IS NOT NULL PRIMARY KEY (number, author_id)`);
    const { code, stdout, stderr } = await runCaspy(project, ['schema', 'drop', '--force']);
    expect(code).toBe(0);
    expect(stderr).toContain(`Drop view ${project.keyspace}.by_number\n`);
    expect(stdout).toBe(
      [
        `DROP MATERIALIZED VIEW ${project.keyspace}.by_number;`,
        `DROP TABLE ${project.keyspace}.posts;`,
        `DROP TABLE ${project.keyspace}.users;`,
        '',
      ].join('\n'),
    );
    expect(await tables()).toEqual(['others']);
    expect(await runCaspy(project, ['schema', 'drop', '--force'])).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });
});
