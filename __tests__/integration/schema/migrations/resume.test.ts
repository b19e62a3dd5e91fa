import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { testConnection } from '../../support/test-data-source';
import { type MigrationProject, migrationProject } from './support';

const DIST = resolve(__dirname, '../../../../dist/lib/index.js');

let project: MigrationProject;

beforeAll(() => {
  if (!existsSync(DIST)) throw new Error('caspy is not built: npm run build.');
});

beforeEach(async () => {
  project = await migrationProject();
});

afterEach(() => project.close());

/** Runs the migrations in a process of its own, which kills itself at an event; answers how it ended. */
async function runInChild(
  killAt: string,
  method: 'runMigrations' | 'revertMigration' = 'runMigrations',
): Promise<{ signal: NodeJS.Signals | null; stderr: string }> {
  const options = {
    ...testConnection(),
    keyspace: project.keyspace,
    entities: [],
    migrations: ['*.{cql,js}'],
    baseDirectory: project.folder,
  };
  const code = `
    const { DataSource } = require(${JSON.stringify(DIST)});
    const onEvent = (event) => { if (${killAt}) process.kill(process.pid, 'SIGKILL'); };
    new DataSource(${JSON.stringify(options)}).initialize().then(async (dataSource) => {
      await dataSource.${method}({ lockTtl: 5, allowDestructive: true, onEvent });
      await dataSource.destroy();
    });`;
  const child = spawn(process.execPath, ['-e', code], { cwd: project.folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((done) => child.once('close', (_code, signal) => done({ signal, stderr })));
}

const FIVE = `
CREATE TABLE one (id int PRIMARY KEY);
CREATE TABLE two (id int PRIMARY KEY, hits counter);
UPDATE two SET hits = hits + 1 WHERE id = 1;
UPDATE two SET hits = hits + 1 WHERE id = 1;
CREATE TABLE three (id int PRIMARY KEY);
`;

const FIVE_SCRIPT = `
exports.up = async ({ execute, tableExists }) => {
  if (!(await tableExists('one'))) await execute('CREATE TABLE one (id int PRIMARY KEY)');
  await execute('CREATE TABLE two (id int PRIMARY KEY, hits counter)');
  await execute('UPDATE two SET hits = hits + 1 WHERE id = ?', [1]);
  await execute('UPDATE two SET hits = hits + 1 WHERE id = ?', [1]);
  await execute('CREATE TABLE three (id int PRIMARY KEY)');
};`;

describe('a run that was killed goes on in another process', () => {
  test.each([
    ['a file of CQL', '20260101000000-five.cql', FIVE],
    ['a script', '20260101000000-five.js', FIVE_SCRIPT],
  ])('%s that was killed after the third of five statements goes on with the fourth', async (_what, file, content) => {
    project.write(file, content);
    const child = await runInChild(`event.type === 'statement' && event.statement === 4`);
    expect(child).toEqual({ signal: 'SIGKILL', stderr: '' });
    expect(await project.history()).toMatchObject([{ state: 'running', statements: 3 }]);
    expect(await project.dataSource.showMigrations()).toMatchObject([{ state: 'unfinished', statements: 3 }]);

    const sent: number[] = [];
    let waited = 0;
    const runs = await project.dataSource.runMigrations({
      wait: 30_000,
      onEvent: (event) => {
        if (event.type === 'wait') waited += 1;
        if (event.type === 'statement') sent.push(event.statement);
        if (event.type === 'start') expect(event.resumedAt).toBe(4);
      },
    });
    expect(waited).toBeGreaterThan(0);
    expect(sent).toEqual([4, 5]);
    expect(runs).toMatchObject([{ statements: 5 }]);
    const { rows } = await project.dataSource.execute('SELECT hits FROM two');
    expect(String(rows[0]!.hits)).toBe('2');
    expect(await project.tables()).toEqual(['one', 'three', 'two']);
    expect(await project.history()).toMatchObject([{ state: 'done', statements: 5 }]);
  });
});

test('a statement that failed is sent again when it was corrected, and nothing before it', async () => {
  const bad = FIVE.replace('CREATE TABLE three', 'CREATE TABEL three');
  project.write('20260101000000-five.cql', bad);
  await expect(project.dataSource.runMigrations()).rejects.toMatchObject({
    code: 'CASPY_MIGRATION_FAILED',
    message: expect.stringMatching(/five ended at statement 5 \(line 6\), CREATE TABEL three/),
  });
  expect(await project.dataSource.showMigrations()).toMatchObject([
    { state: 'unfinished', statements: 4, error: expect.stringContaining('statement 5') },
  ]);
  project.write('20260101000000-five.cql', FIVE);
  expect(await project.dataSource.runMigrations()).toMatchObject([{ statements: 5 }]);
  expect(String((await project.dataSource.execute('SELECT hits FROM two')).rows[0]!.hits)).toBe('2');
});

test('what was done cannot be changed before the run goes on', async () => {
  project.write('20260101000000-five.cql', FIVE.replace('CREATE TABLE three', 'CREATE TABEL three'));
  await expect(project.dataSource.runMigrations()).rejects.toMatchObject({ code: 'CASPY_MIGRATION_FAILED' });
  project.write('20260101000000-five.cql', FIVE.replace('CREATE TABLE one', 'CREATE TABLE uno'));
  await expect(project.dataSource.runMigrations()).rejects.toMatchObject({
    code: 'CASPY_MIGRATION_DIVERGED',
    message: expect.stringContaining('step 1 was done, and in its place now comes the statement CREATE TABLE uno'),
  });
  project.write('20260101000000-five.cql', 'CREATE TABLE one (id int PRIMARY KEY)');
  await expect(project.dataSource.runMigrations()).rejects.toMatchObject({
    message: expect.stringContaining('now the migration ends'),
  });
});

/** As a run leaves it that was killed after it had sent a statement and before it could write that down. */
async function killedDuring(statement: number, sent: string | undefined): Promise<void> {
  project.write('20260101000000-x.cql', STATEMENTS.map((each) => `${each};`).join('\n'));
  const until = `event.type === 'statement' && event.statement === ${statement}`;
  await runInChild(until);
  if (sent !== undefined) await project.dataSource.execute(sent);
  const cql = `UPDATE caspy_migrations SET attempted = ? WHERE name = '20260101000000-x' IF EXISTS`;
  await project.dataSource.execute(cql, [statement]);
}

const STATEMENTS = ['CREATE TABLE x (id int PRIMARY KEY, hits counter)', 'UPDATE x SET hits = hits + 1 WHERE id = 1'];

test('DDL whose effect is there already, after a kill between it and its record, is taken as done', async () => {
  await killedDuring(1, STATEMENTS[0]);
  const logs: string[] = [];
  const run = await project.dataSource.runMigrations({
    onEvent: (event) => event.type === 'log' && logs.push(event.message),
  });
  expect(run).toMatchObject([{ statements: 2 }]);
  expect(logs).toEqual(['statement 1 was done already: the run before ended before it could write that down']);
});

test('DDL that exists because of somebody else is an error', async () => {
  project.write('20260101000000-x.cql', STATEMENTS.map((each) => `${each};`).join('\n'));
  await project.dataSource.execute('CREATE TABLE x (id int PRIMARY KEY, v int)');
  await expect(project.dataSource.runMigrations()).rejects.toMatchObject({ code: 'CASPY_MIGRATION_FAILED' });
  await expect(project.dataSource.runMigrations()).rejects.toMatchObject({
    message: expect.stringContaining('statement 1 (line 1)'),
  });
});

test.each([
  ['retry', '2'],
  ['skip', '1'],
] as const)('what cannot be proved is asked: uncertain %s', async (uncertain, hits) => {
  await killedDuring(2, STATEMENTS[1]);
  await expect(project.dataSource.runMigrations()).rejects.toMatchObject({
    code: 'CASPY_MIGRATION_UNCERTAIN',
    message: expect.stringContaining('statement 2'),
  });
  await project.dataSource.runMigrations({ uncertain });
  expect(String((await project.dataSource.execute('SELECT hits FROM x')).rows[0]!.hits)).toBe(hits);
});

test('two at once: one runs, the other waits and finds nothing to do', async () => {
  // Holds the lock until the other one has met it.
  const pause = 'while (globalThis.hasWaited !== true) await new Promise((done) => setTimeout(done, 10));';
  project.write('20260101000000-first.js', `exports.up = async () => { ${pause} };`);
  project.write('20260101000001-five.cql', FIVE);
  const other = await project.another();
  const held: string[] = [];
  const onEvent = (event: { type: string; holder?: { pid: number; host: string } }) => {
    if (event.type !== 'wait') return;
    held.push(`${event.holder!.pid}`);
    Object.assign(globalThis, { hasWaited: true });
  };
  const runs = await Promise.all([project.dataSource.runMigrations({ onEvent }), other.runMigrations({ onEvent })]);
  expect(runs.flat()).toMatchObject([{ name: '20260101000000-first' }, { name: '20260101000001-five', statements: 5 }]);
  expect(held).toContain(String(process.pid));
  expect(String((await project.dataSource.execute('SELECT hits FROM two')).rows[0]!.hits)).toBe('2');
});

test('a run that does not want to wait learns who holds the lock', async () => {
  project.write('20260101000000-slow.js', `exports.up = () => new Promise((done) => (globalThis.endSlow = done));`);
  const slow = project.dataSource.runMigrations({
    onEvent: ({ type }) => type === 'start' && started(),
  });
  let started!: () => void;
  await new Promise<void>((done) => (started = done));
  await expect((await project.another()).runMigrations({ wait: 0 })).rejects.toMatchObject({
    code: 'CASPY_SCHEMA_LOCKED',
    message: expect.stringContaining(`process ${process.pid} on `),
  });
  (globalThis as unknown as { endSlow: () => void }).endSlow();
  await slow;
});

test('an interrupt ends between statements, is written down, and leaves no lock', async () => {
  project.write('20260101000000-five.cql', FIVE);
  const controller = new AbortController();
  const run = project.dataSource.runMigrations({
    signal: controller.signal,
    onEvent: (event) => event.type === 'statement' && event.statement === 3 && controller.abort(),
  });
  await expect(run).rejects.toMatchObject({ code: 'CASPY_ABORTED' });
  expect((await project.dataSource.execute('SELECT name FROM caspy_locks')).rows).toEqual([]);
  expect(await project.history()).toMatchObject([{ state: 'failed' }]);
  expect(await project.dataSource.runMigrations()).toMatchObject([{ statements: 5 }]);
  expect(String((await project.dataSource.execute('SELECT hits FROM two')).rows[0]!.hits)).toBe('2');
});

test('a revert that ended half-way goes on, and nothing is run before', async () => {
  const file = '20260101000000-x.cql';
  const up = 'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY);\n-- caspy:down\n';
  project.write(file, `${up}DROP TABLE b; DROP TABEL a;`);
  await project.dataSource.runMigrations();
  const revert = () => project.dataSource.revertMigration({ allowDestructive: true });
  await expect(revert()).rejects.toMatchObject({ code: 'CASPY_MIGRATION_FAILED' });
  expect(await project.tables()).toEqual(['a']);
  await expect(project.dataSource.runMigrations()).rejects.toMatchObject({ code: 'CASPY_MIGRATION_UNFINISHED' });
  project.write(file, `${up}DROP TABLE b; DROP TABLE a;`);
  await revert();
  expect(await project.tables()).toEqual([]);
  expect(await project.history()).toEqual([]);
});

test('a revert that was killed goes on in another process, and nothing is run before', async () => {
  const tables = ['a', 'b', 'c'];
  const create = tables.map((name) => `CREATE TABLE ${name} (id int PRIMARY KEY);`).join('\n');
  const drop = tables
    .toReversed()
    .map((name) => `DROP TABLE ${name};`)
    .join('\n');
  project.write('20260101000000-x.cql', `${create}\n-- caspy:down\n${drop}`);
  await project.dataSource.runMigrations();
  const child = await runInChild(`event.type === 'statement' && event.statement === 3`, 'revertMigration');
  expect(child).toEqual({ signal: 'SIGKILL', stderr: '' });
  expect(await project.tables()).toEqual(['a']);
  expect(await project.dataSource.showMigrations()).toMatchObject([{ state: 'unfinished', statements: 2 }]);
  await expect(project.dataSource.runMigrations({ wait: 30_000 })).rejects.toMatchObject({
    code: 'CASPY_MIGRATION_UNFINISHED',
    message: expect.stringContaining("Finish it first, by 'revert'"),
  });
  const sent: number[] = [];
  await project.dataSource.revertMigration({
    allowDestructive: true,
    onEvent: (event) => event.type === 'statement' && sent.push(event.statement),
  });
  expect(sent).toEqual([3]);
  expect(await project.tables()).toEqual([]);
  expect(await project.history()).toEqual([]);
});

test('one that says nothing about its undoing cannot be reverted', async () => {
  project.write('20260101000000-x.cql', 'CREATE TABLE a (id int PRIMARY KEY)');
  await project.dataSource.runMigrations();
  await expect(project.dataSource.revertMigration({ allowDestructive: true })).rejects.toMatchObject({
    code: 'CASPY_MIGRATION_IRREVERSIBLE',
    message: expect.stringContaining('-- caspy:down'),
  });
});
