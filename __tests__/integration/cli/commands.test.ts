import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProject, type Project } from './support/project';
import { runCaspy } from './support/run-caspy';

const VERSION = (JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8')) as { version: string })
  .version;

// Each test starts processes, on machines with other work to do.
jest.setTimeout(60_000);

let project: Project;

beforeAll(() => {
  project = createProject();
  project.seed();
  mkdirSync(join(project.folder, 'empty'));
});

afterAll(() => project.remove());

const server = () => ({
  contactPoints: String(process.env.CASPY_TEST_CONTACT_POINTS),
  port: String(process.env.CASPY_TEST_PORT),
  localDc: String(process.env.CASPY_TEST_LOCAL_DC),
});

describe('help and version', () => {
  it('prints help on stdout when it is asked for', async () => {
    const { code, stdout, stderr } = await runCaspy(project, ['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const word of ['caspy info', 'caspy connect', 'caspy models', 'caspy query', '--contact-points']) {
      expect(stdout).toContain(word);
    }
  });

  it('shows the flags of a query in its long and its short form', async () => {
    const long = await runCaspy(project, ['query', '--help']);
    expect(long.stdout).toContain('--allow-filtering');
    expect(await runCaspy(project, ['user', 'get', '--help'])).toEqual(long);
  });

  it('prints help on stderr, exit 2, when it was not asked for', async () => {
    const { code, stdout, stderr } = await runCaspy(project, []);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('caspy models');
  });

  it('prints its version', async () => {
    expect(await runCaspy(project, ['--version'])).toMatchObject({ code: 0, stdout: `${VERSION}\n`, stderr: '' });
  });
});

describe('models', () => {
  it('lists tables, keys and indexes', async () => {
    const { code, stdout, stderr } = await runCaspy(project, ['models']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      [
        'entity  table  partition key  clustering key  columns  indexes',
        '──────  ─────  ─────────────  ──────────────  ───────  ───────────────────────────────',
        'Post    posts  authorId       number DESC           3',
        'User    users  id                                  10  username, email, isActive, tags',
        '',
      ].join('\n'),
    );
  });

  it('lists them as JSON', async () => {
    const { stdout } = await runCaspy(project, ['models', '--json']);
    expect(JSON.parse(stdout)).toEqual([
      {
        ...{ entity: 'Post', table: 'posts', keyspace: null, partitionKey: ['authorId'], indexes: [] },
        clusteringKey: [{ property: 'number', order: 'DESC' }],
        columns: [
          expect.objectContaining({ property: 'authorId', column: 'author_id', kind: 'partition', type: 'uuid' }),
          expect.objectContaining({ property: 'number', kind: 'clustering', order: 'DESC', tsType: 'number' }),
          expect.objectContaining({ property: 'title', kind: 'regular' }),
        ] as unknown,
      },
      expect.objectContaining({ entity: 'User', indexes: expect.arrayContaining([expect.anything()]) as unknown }),
    ]);
  });
});

describe('info', () => {
  it('shows versions and configuration', async () => {
    const { code, stdout } = await runCaspy(project, ['info', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      caspy: VERSION,
      node: process.versions.node,
      cassandraDriver: expect.stringMatching(/^4\./) as unknown,
      config: expect.stringMatching(/caspy\.config\.ts$/) as unknown,
      contactPoints: server().contactPoints.split(','),
      port: Number(server().port),
      localDataCenter: server().localDc,
      keyspace: project.keyspace,
      entities: { 'examples/**/*.entity.js': ['Post', 'User'] },
    });
  });

  it('works where nothing is configured', async () => {
    const { code, stdout } = await runCaspy(project, ['info'], { cwd: join(project.folder, 'empty') });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^config +none$/m);
  });
});

describe('connect', () => {
  it('shows the cluster', async () => {
    const { code, stdout, stderr } = await runCaspy(project, ['connect']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^cassandra +[345]\./m);
    expect(stdout).toMatch(/^nodes up +[1-9]/m);
    expect(stdout).toMatch(/^round trip ms +[\d.]+$/m);
    expect(stdout).toMatch(/^address +data centre +rack +cassandra +up +fastest ms +median ms$/m);
  });

  it('needs no config and no data centre, only contact points', async () => {
    const { contactPoints, port, localDc } = server();
    const flags = ['--contact-points', contactPoints, '--port', port];
    const { code, stdout } = await runCaspy(project, ['connect', ...flags, '--json'], {
      cwd: join(project.folder, 'empty'),
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ dataCenters: [localDc], keyspace: null },
      nodes: expect.arrayContaining([
        expect.objectContaining({ up: true, dataCenter: localDc, medianMs: expect.any(Number) as number }),
      ]) as unknown,
    });
  });

  it.each([
    ['a wrong host', ['--contact-points', '127.0.0.1', '--port', '1'], 1, /^Error: No node could be reached: /],
    ['a wrong keyspace', ['--keyspace', 'nowhere'], 2, /^Error: The keyspace 'nowhere' does not exist\./],
    ['a wrong data centre', ['--local-dc', 'nowhere'], 2, /^Error: localDataCenter 'nowhere' is not in the cluster/],
    [
      'a user without a password',
      ['--username', 'ada'],
      2,
      /^Error: There is no password for ada\.\n +Set CASPY_PASSWORD/,
    ],
  ])('%s', async (_, flags, code, message) => {
    const outcome = await runCaspy(project, ['connect', ...flags]);
    expect(outcome).toMatchObject({ code, stdout: '' });
    expect(outcome.stderr).toMatch(message);
    expect(outcome.stderr).not.toContain('    at ');
  });

  it('shows the stack only with --verbose, and errors as JSON with --json', async () => {
    const wrong = ['connect', '--keyspace', 'nowhere'];
    expect((await runCaspy(project, [...wrong, '--verbose'])).stderr).toContain('    at ');
    const { stdout, stderr } = await runCaspy(project, [...wrong, '--json']);
    expect(stdout).toBe('');
    expect(JSON.parse(stderr)).toMatchObject({ ok: false, error: { code: 'CASPY_KEYSPACE_NOT_FOUND' } });
  });
});

describe('configuration', () => {
  const run = async (config: string, name = 'other.config.ts') => {
    project.write(name, config);
    return runCaspy(project, ['models', '--config', name]);
  };

  it('says what to do where there is none', async () => {
    const { code, stdout, stderr } = await runCaspy(project, ['models'], { cwd: join(project.folder, 'empty') });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Error: There is no caspy\.config\.ts in .*\n +Write one, name it by --config/);
  });

  it.each([
    ['CommonJS', 'other.config.cjs', `module.exports = { entities: ['examples/**/post.entity.js'] };`],
    ['an ES module', 'other.config.mjs', `export default () => ({ entities: ['examples/**/post.entity.js'] });`],
    [
      'compiled classes',
      'other.config.ts',
      `import { Post } from './examples/cli_demo/post.entity.js';\nexport default { entities: [Post] };`,
    ],
  ])('reads %s', async (_, name, config) => {
    const { code, stdout, stderr } = await run(config, name);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')[2]).toMatch(/^Post +posts/);
  });

  it('starts globs at the folder of the config', async () => {
    const outcome = await runCaspy(project, ['models', '--config', '..'], { cwd: join(project.folder, 'empty') });
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
  });

  it('takes its path from the environment', async () => {
    const env = { CASPY_CONFIG: 'nowhere.ts' };
    const { code, stderr } = await runCaspy(project, ['models'], { env });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Error: There is no config file .*nowhere\.ts/);
  });

  it('says that entities must be compiled, when the config imports their source', async () => {
    project.write(
      'user.ts',
      `import { Table, PartitionKey } from 'caspy';\n@Table()\nexport class User { @PartitionKey('uuid') id!: string; }`,
    );
    const { code, stderr } = await run(`import { User } from './user';\nexport default { entities: [User] };`);
    expect(code).toBe(2);
    expect(stderr).toContain(`imports entity classes as TypeScript`);
    expect(stderr).toContain(`Name compiled files by a glob instead: entities: ['dist/**/*.entity.js'].`);
  });

  it.each([
    ['an error inside', `throw new Error('broken');`, /could not be loaded: broken/],
    ['a syntax error', `export default {`, /could not be loaded: /],
    ['no options', `export default 5;`, /exports no options by default/],
    ['a glob without files', `export default { entities: ['nope/*.js'] };`, /'nope\/\*\.js' matches no file/],
    ['an unknown model', `export default { entities: [class A {}] };`, /A/],
  ])('refuses %s', async (_, config, message) => {
    const { code, stdout, stderr } = await run(config);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('never synchronizes, whatever the config says', async () => {
    const { code, stderr } = await runCaspy(project, ['user', 'count'], { env: { CASPY_KEYSPACE: 'never_made' } });
    expect(code).toBe(2);
    expect(stderr).toContain(`The keyspace 'never_made' does not exist.`);
  });
});
