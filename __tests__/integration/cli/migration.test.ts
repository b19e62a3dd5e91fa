import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dropTestData, testDataSource } from '../support/test-data-source';
import { oneSecond } from './support/one-second';
import { createProject, type Project } from './support/project';
import { outcomeOf, runCaspy, runOnTerminal, startCaspy } from './support/run-caspy';
import type { DataSource } from 'caspy';

let project: Project;
let dataSource: DataSource;

beforeEach(async () => {
  project = createProject();
  dataSource = await testDataSource({ keyspace: project.keyspace, entities: [] });
});

afterEach(async () => {
  await dropTestData(dataSource);
  project.remove();
});

const files = (): string[] => readdirSync(join(project.folder, 'migrations')).toSorted();
const caspy = (...args: string[]) => runCaspy(project, ['migration', ...args]);

async function tables(): Promise<string[]> {
  const cql = 'SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?';
  const { rows } = await dataSource.execute(cql, [project.keyspace]);
  return rows.map((row) => String(row.table_name)).filter((name) => !name.startsWith('caspy_'));
}

async function locks(): Promise<number> {
  return (await dataSource.execute('SELECT name FROM caspy_locks')).rows.length;
}

const UP_AND_DOWN = 'CREATE TABLE a (id int PRIMARY KEY);\n-- caspy:down\nDROP TABLE a;\n';

test('generate, run, status, and nothing left to generate', async () => {
  const generated = await caspy('generate', 'First tables');
  expect(generated).toMatchObject({ code: 0, stderr: '' });
  expect(generated.stdout).toMatch(/^migrations\/\d{14}-first-tables\.cql\n$/);
  const text = readFileSync(join(project.folder, generated.stdout.trim()), 'utf8');
  expect(text).toContain('CREATE TABLE');
  expect(text).not.toContain(project.keyspace);

  expect(await caspy('status')).toMatchObject({ code: 4, stdout: expect.stringContaining('pending') });
  expect(await caspy('generate', 'again')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Run the migrations first'),
  });
  const run = await caspy('run', '--json');
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(run.stdout)).toEqual([
    { name: expect.stringContaining('first-tables'), statements: expect.any(Number), duration: expect.any(Number) },
  ]);
  expect(await caspy('status')).toMatchObject({ code: 0, stdout: expect.stringContaining('done') });
  expect(await caspy('run')).toMatchObject({ code: 0, stdout: '', stderr: 'There is nothing to run.\n' });
  const none = await caspy('generate', 'more', '--check');
  expect(none).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('nothing to migrate') });
  expect(files()).toHaveLength(1);

  // The way back leads to where it began, and the check says so.
  expect(await caspy('revert', '--force')).toMatchObject({ code: 0 });
  expect(await tables()).toEqual([]);
  project.write(`migrations/${files()[0]!}`, UP_AND_DOWN);
  await caspy('run');
  const check = await caspy('generate', 'more', '--check', '--format', 'ts');
  expect(check).toMatchObject({ code: 4, stdout: expect.stringContaining("await execute('CREATE TABLE") });
  expect(check.stdout).toContain("    // await execute('DROP TABLE a');");
  expect(files()).toHaveLength(1);
});

test('create writes a file that says what belongs where, and never over another', async () => {
  const { code, stdout } = await caspy('create', 'addEmail', '--format', 'ts', '--dir', 'src/migrations');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^src\/migrations\/\d{14}-add-email\.ts\n$/);
  expect(readFileSync(join(project.folder, stdout.trim()), 'utf8')).toMatch(/export class AddEmail\d{14} implements/);
  expect(await caspy('create', '--', '--')).toMatchObject({ code: 2 });
});

test('scripts in TypeScript run too', async () => {
  await caspy('create', 'first');
  const script = `import type { Migration, MigrationContext } from 'caspy';
    export class Tables implements Migration {
      async up({ execute, log }: MigrationContext): Promise<void> {
        await execute('CREATE TABLE a (id int PRIMARY KEY)');
        log('made');
      }
    }`;
  project.write(`migrations/${files()[0]!}`, UP_AND_DOWN.replaceAll(' a', ' b'));
  project.write('migrations/99990101000000-tables.ts', script);
  const run = await caspy('run');
  expect(run).toMatchObject({ code: 0, stderr: '99990101000000-tables: made\n' });
  expect(await tables()).toEqual(['a', 'b']);
});

test('what drops is never run without consent: refused in a pipe, asked on a terminal', async () => {
  await caspy('create', 'first');
  project.write(`migrations/${files()[0]!}`, 'CREATE TABLE a (id int PRIMARY KEY); TRUNCATE a; DROP TABLE a;');
  const refused = await caspy('run');
  expect(refused).toMatchObject({ code: 3, stdout: '' });
  expect(refused.stderr).toContain('  TRUNCATE a;\n  DROP TABLE a;\n');
  expect(refused.stderr).toContain('Add --force.');
  expect(await tables()).toEqual([]);

  const declined = await runOnTerminal(project, ['migration', 'run'], { answers: [['[y/N]', 'n\n']] });
  expect(declined.code).toBe(3);
  expect(declined.text).toContain('DROP TABLE a;');
  expect(await tables()).toEqual([]);
  const agreed = await runOnTerminal(project, ['migration', 'run'], { answers: [['[y/N]', 'y\n']] });
  expect(agreed.code).toBe(0);
  expect(agreed.text).toMatch(/-first .*3/);
  expect(await locks()).toBe(0);
});

test('revert shows what it does, and asks', async () => {
  await caspy('create', 'first');
  project.write(`migrations/${files()[0]!}`, UP_AND_DOWN);
  await caspy('run');
  const plan = await caspy('revert', '--dry-run');
  expect(plan).toMatchObject({ code: 0, stdout: expect.stringMatching(/^-- \d{14}-first\nDROP TABLE a;\n$/) });
  const refused = await caspy('revert');
  expect(refused).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('DROP TABLE a;') });
  expect(await tables()).toEqual(['a']);
  const agreed = await runOnTerminal(project, ['migration', 'revert'], { answers: [['[y/N]', 'y\n']] });
  expect(agreed.code).toBe(0);
  expect(await tables()).toEqual([]);
});

test('Ctrl-C ends within a second with 130, leaves no lock, and the next run goes on', async () => {
  await caspy('create', 'first');
  const [file = ''] = files();
  const script = `exports.up = async ({ execute, log, signal }) => {
    await execute('CREATE TABLE a (id int PRIMARY KEY)');
    log('ready');
    if (!process.env.GO_ON) await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    await execute('CREATE TABLE b (id int PRIMARY KEY)');
  };`;
  project.write(`migrations/${file.replace('.cql', '.js')}`, script);
  project.write(`migrations/${file}`, '');
  expect(await caspy('run')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('one migration by their names'),
  });
  rmSync(join(project.folder, 'migrations', file));

  const child = startCaspy(project, ['migration', 'run']);
  let interruptedAt = 0;
  child.stderr?.on('data', (data: Buffer) => {
    if (!String(data).includes('ready')) return;
    interruptedAt = performance.now();
    child.kill('SIGINT');
  });
  expect(await outcomeOf(child)).toMatchObject({ code: 130 });
  expect(performance.now() - interruptedAt).toBeLessThan(oneSecond());
  expect(await locks()).toBe(0);
  expect(await caspy('status')).toMatchObject({ code: 4, stdout: expect.stringMatching(/unfinished +1/) });
  const run = await runCaspy(project, ['migration', 'run'], { env: { GO_ON: '1' } });
  expect(run).toMatchObject({ code: 0, stderr: expect.stringContaining('goes on at statement 2') });
  expect(await tables()).toEqual(['a', 'b']);
});
