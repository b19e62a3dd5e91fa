import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createProject, type Project } from './support/project';
import { runCaspy } from './support/run-caspy';

// Each test starts processes, on machines with other work to do.
jest.setTimeout(60_000);

let project: Project;

beforeAll(() => {
  project = createProject();
  project.seed();
  mkdirSync(join(project.folder, 'empty'));
});

afterAll(() => project.remove());

interface Report {
  readonly ok: boolean;
  readonly checks: readonly { readonly name: string; readonly status: string; readonly message: string }[];
}

const doctor = async (env: Readonly<Record<string, string>> = {}, args: readonly string[] = []) => {
  const { code, stdout } = await runCaspy(project, ['doctor', '--json', ...args], { env });
  return { code, report: JSON.parse(stdout) as Report };
};
const wrong = ({ checks }: Report) => checks.filter(({ status }) => status !== 'ok').map(({ name }) => name);

describe('doctor', () => {
  it('looks at everything and finds nothing to fix', async () => {
    const { code, stdout, stderr } = await runCaspy(project, ['doctor']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const line of [
      `✓ Node ${process.versions.node}`,
      '✓ Config caspy.config.ts, found in this folder',
      '✓ examples/**/*.entity.js matches 2 files: Post, User',
      '✓ 2 entities, without faults',
      '✓ The nodes agree on the schema',
      `✓ Keyspace ${project.keyspace}`,
      '✓ The schema on the server fits the entities',
    ]) {
      expect(stdout.split('\n')).toContain(line);
    }
  });

  it('says what to fix where there is no config, exit 1', async () => {
    const { code, stdout } = await runCaspy(project, ['doctor'], { cwd: join(project.folder, 'empty') });
    expect(code).toBe(1);
    expect(stdout).toContain('✗ There is no caspy.config.ts in ');
    expect(stdout).toContain('  → Go to the folder of your project, or write one: caspy init');
  });

  it('goes on behind a config that is broken only in its globs', async () => {
    project.write(
      'globs.config.ts',
      `export default { contactPoints: ['127.0.0.1'], port: 1, localDataCenter: 'x',
      entities: ['nope/*.js', 'node_modules/caspy/jest.config.js', 'examples/**/*.entity.js'] };`,
    );
    const { code, report } = await doctor({}, ['--config', 'globs.config.ts']);
    expect(code).toBe(1);
    expect(report.ok).toBe(false);
    expect(wrong(report)).toEqual(['glob', 'glob', 'connection']);
  });

  it('finds a keyspace that is missing, exit 4', async () => {
    const { code, report } = await doctor({}, ['--keyspace', 'never_made']);
    expect(code).toBe(4);
    expect(wrong(report)).toEqual(['keyspace']);
  });

  it('finds a table that is missing and a column of another type, exit 4', async () => {
    const copy = 'drifted.js';
    project.write(
      copy,
      `const { Column, PartitionKey, Table } = require('caspy');
       class Missing {} PartitionKey('uuid')(Missing.prototype, 'id'); Table()(Missing);
       class Drifted {} PartitionKey('uuid')(Drifted.prototype, 'id'); Column('int')(Drifted.prototype, 'title');
       Table('users')(Drifted); exports.Missing = Missing; exports.Drifted = Drifted;`,
    );
    project.write(
      'drift.config.ts',
      `import config from './caspy.config';
      export default async () => ({ ...(await (config as any)()), entities: ['${copy}'] });`,
    );
    const { code, report } = await doctor({}, ['--config', 'drift.config.ts']);
    expect(code).toBe(4);
    const messages = report.checks.filter(({ name }) => name === 'schema').map(({ message }) => message);
    expect(messages).toEqual([
      `Missing: The table ${project.keyspace}.missing does not exist.`,
      `Drifted.title: The column ${project.keyspace}.users.title does not exist.`,
    ]);
  });

  it('finds a second copy of a package, which would not see what the first one registered, exit 4', async () => {
    const copy = join(project.folder, 'node_modules/reflect-metadata');
    mkdirSync(copy);
    project.write('node_modules/reflect-metadata/package.json', '{"name":"reflect-metadata","version":"0.2.2"}');
    project.write('node_modules/reflect-metadata/index.js', '');
    const { code, report } = await doctor();
    rmSync(copy, { recursive: true });
    expect(code).toBe(4);
    expect(wrong(report)).toEqual(['copies']);
    expect(report.checks.find(({ name }) => name === 'copies')?.message).toContain(copy);
  });

  it('says that the cluster does not answer, exit 1', async () => {
    const { code, report } = await doctor({ CASPY_CONTACT_POINTS: '127.0.0.1', CASPY_PORT: '1' });
    expect(code).toBe(1);
    expect(wrong(report)).toEqual(['connection']);
  });
});

describe('describe', () => {
  it('shows what the entity says, without a connection', async () => {
    const { code, stdout, stderr } = await runCaspy(project, ['describe', 'posts'], {
      env: { CASPY_CONTACT_POINTS: '127.0.0.1', CASPY_PORT: '1' },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      [
        `Post  table ${project.keyspace}.posts`,
        '',
        'property  column     key              type  TypeScript',
        '────────  ─────────  ───────────────  ────  ──────────',
        'authorId  author_id  partition        uuid  string',
        'number    number     clustering DESC  int   number',
        'title     title                       text  string',
        '',
        `CREATE TABLE IF NOT EXISTS ${project.keyspace}.posts (author_id uuid, number int, title text, ` +
          'PRIMARY KEY ((author_id), number)) WITH CLUSTERING ORDER BY (number DESC);',
        '',
      ].join('\n'),
    );
  });

  it('shows what the server has, by the names of the entity', async () => {
    const { code, stdout } = await runCaspy(project, ['describe', 'user', '--server', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ entity: 'User', table: 'users', keyspace: project.keyspace },
      columns: expect.arrayContaining([
        expect.objectContaining({ property: 'isActive', column: 'is_active', type: 'boolean' }),
      ]) as unknown,
      indexes: expect.arrayContaining([
        { name: 'users_tags_idx', column: 'tags', using: 'StorageAttachedIndex', target: 'values', options: {} },
      ]) as unknown,
      options: expect.objectContaining({ gc_grace_seconds: '864000' }) as unknown,
      ddl: expect.arrayContaining([expect.stringContaining(`CREATE TABLE ${project.keyspace}.users`)]) as unknown,
    });
  });

  it('shows a table that no entity maps', async () => {
    const { code, stdout } = await runCaspy(project, ['describe', 'system_schema.columns']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^system_schema\.columns {2}a table that no entity maps$/m);
    expect(stdout).toMatch(/^column_name +clustering 2 ASC +text +string$/m);
  });

  it('names the nearest one where there is neither, exit 2', async () => {
    const { code, stdout, stderr } = await runCaspy(project, ['describe', 'postz']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`nor a table '${project.keyspace}.postz'. Did you mean 'posts'?`);
  });
});
