import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTerminal } from './support/on-terminal';
import type { Project } from './support/project';
import { runCaspy, runOnTerminal } from './support/run-caspy';

const ROOT = resolve(__dirname, '../../..');

// Each test starts processes, on machines with other work to do.
jest.setTimeout(60_000);

/** An empty project with caspy among its packages. */
let project: Project;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'caspy-init-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(ROOT, join(folder, 'node_modules/caspy'), 'dir');
  project = {
    folder,
    keyspace: 'none',
    write: (path, content) => writeFileSync(join(folder, path), content),
    seed: () => undefined,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
});

afterEach(() => project.remove());

const FILES = ['caspy.config.ts', 'src/entities/user.entity.ts', 'docker-compose.yml', 'tsconfig.json'];
const read = (path: string) => readFileSync(join(project.folder, path), 'utf8');
const compile = () =>
  spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc')], {
    cwd: project.folder,
    encoding: 'utf8',
  });

it.each(['commonjs', 'module'])('what it writes compiles and works, in a package of type %s', async (type) => {
  project.write('package.json', JSON.stringify({ name: 'shop', type }));
  const { code, stdout, stderr } = await runCaspy(project, ['init', '--yes', '--keyspace', 'shop']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe(FILES.map((path) => `written  ${path}\n`).join(''));
  expect(compile()).toMatchObject({ status: 0, stdout: '' });
  const models = await runCaspy(project, ['models', '--json']);
  expect(models).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(models.stdout)).toMatchObject([{ entity: 'User', table: 'user', partitionKey: ['id'] }]);
  const info = await runCaspy(project, ['info', '--json']);
  expect(JSON.parse(info.stdout)).toMatchObject({
    ...{ contactPoints: ['127.0.0.1'], localDataCenter: 'datacenter1', keyspace: 'shop' },
    entities: { 'dist/**/*.entity.js': ['User'] },
  });
});

it('overwrites nothing, also under another name, and says what it left alone', async () => {
  project.write('caspy.config.mjs', '// mine');
  project.write('compose.yaml', '# mine');
  project.write('tsconfig.json', '{ "compilerOptions": { "outDir": "./build", "experimentalDecorators": true } }');
  const { code, stdout, stderr } = await runCaspy(project, ['init']);
  expect(code).toBe(0);
  expect(stdout).toBe(
    [
      'written  src/entities/user.entity.ts',
      'kept     caspy.config.ts  (there is one already)',
      'kept     docker-compose.yml  (there is one already)',
      'kept     tsconfig.json  (there is one already)',
      '',
    ].join('\n'),
  );
  expect(stderr).toBe(
    'Decorators need in "compilerOptions" of tsconfig.json: "emitDecoratorMetadata": true, "useDefineForClassFields": false\n',
  );
  expect(existsSync(join(project.folder, 'caspy.config.ts'))).toBe(false);
  expect(read('compose.yaml')).toBe('# mine');
});

it('writes where the compiler of the project writes to, and any value as a literal', async () => {
  project.write('tsconfig.json', '{ "compilerOptions": { "outDir": "./build" } }');
  await runCaspy(project, ['init', '--contact-points', "a'b\\,10.0.0.1", '--local-dc', "dc'1"]);
  expect(read('caspy.config.ts')).toContain(`entities: ['build/**/*.entity.js'],`);
  const info = await runCaspy({ ...project }, ['info', '--json', '--config', 'caspy.config.ts']);
  expect(JSON.parse(info.stdout)).toMatchObject({ contactPoints: ["a'b\\", '10.0.0.1'], localDataCenter: "dc'1" });
});

it('refuses a keyspace that is none, exit 2, and writes nothing', async () => {
  const { code, stderr } = await runCaspy(project, ['init', '--keyspace', 'a-b']);
  expect(code).toBe(2);
  expect(stderr).toContain('--keyspace is a name of 1 to 48 letters');
  expect(existsSync(join(project.folder, 'caspy.config.ts'))).toBe(false);
});

onTerminal('on a terminal', () => {
  it('asks, and takes Enter for the default', async () => {
    const answers = [
      ['Contact points', '\r'],
      ['Local data centre', '\u0015dc9\r'],
      ['Keyspace', '\u0015shop\r'],
    ] as const;
    const { code, text } = await runOnTerminal(project, ['init', '--no-color'], { answers });
    expect(code).toBe(0);
    expect(text).toContain('written  caspy.config.ts');
    expect(read('caspy.config.ts')).toContain(
      `contactPoints: ['127.0.0.1'],\n  localDataCenter: 'dc9',\n  keyspace: 'shop',`,
    );
  });

  it('asks nothing with --yes', async () => {
    const { code, text } = await runOnTerminal(project, ['init', '--yes']);
    expect(code).toBe(0);
    expect(text).not.toContain('Contact points');
  });

  it('ends with 130 on Ctrl-C, and has written nothing', async () => {
    const { code } = await runOnTerminal(project, ['init'], {
      answers: [
        ['Contact points', '\r'],
        ['Local', '\u0003'],
      ],
    });
    expect(code).toBe(130);
    expect(existsSync(join(project.folder, 'caspy.config.ts'))).toBe(false);
  });
});
