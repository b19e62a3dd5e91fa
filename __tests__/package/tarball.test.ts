import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = resolve(__dirname, '../..');

let folder: string;

/** What a new user does: packs are installed into an empty folder, with their peers, by plain npm. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caspy-package-'));
  // The build that `npm test` made is packed; building here would take it away from tests that run beside this one.
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: ROOT,
  });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  await run('npm', ['install', '--no-audit', '--no-fund', join(folder, filename)], { cwd: folder });
}, 240_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function node(file: string, code: string): Promise<string> {
  await writeFile(join(folder, file), code);
  const { stdout } = await run(process.execPath, [file], { cwd: folder });
  return stdout.trim();
}

test('require and import give one caspy with one registry', async () => {
  const code = `
    import { createRequire } from 'node:module';
    import { Table, PartitionKey, DataSource } from 'caspy';
    import * as testing from 'caspy/testing';
    const required = createRequire(import.meta.url)('caspy');
    class User {}
    PartitionKey('uuid')(User.prototype, 'id');
    required.Table()(User);
    const registry = globalThis[Symbol.for('caspy.registry')];
    const recorded = registry.classes.get(User);
    console.log(JSON.stringify([
      required.Table === Table, required.DataSource === DataSource, typeof testing.LocalCassandra.start,
      recorded.table !== undefined, recorded.columns.length,
    ]));`;
  expect(JSON.parse(await node('both.mjs', code))).toEqual([true, true, 'function', true, 1]);
});

test('a decorated class compiled to CommonJS reaches the library', async () => {
  const code = `
    const { DataSource, MetadataError } = require('caspy');
    class Empty {}
    require('caspy').Table()(Empty);
    new DataSource({ contactPoints: ['127.0.0.1'], localDataCenter: 'dc', entities: [Empty] }).initialize()
      .catch((error) => console.log(error instanceof MetadataError, error.code));`;
  expect(await node('common.cjs', code)).toBe('true CASPY_METADATA');
});

test('npx caspy --help shows the commands', async () => {
  const { stdout } = await run('npx', ['--no-install', 'caspy', '--help'], { cwd: folder });
  for (const command of ['models', 'connect', 'info', 'query']) expect(stdout).toContain(command);
});

test.each([
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
  ['commonjs', 'node10'],
])(
  'types resolve with module %s and resolution %s',
  async (module, moduleResolution) => {
    const name = `types-${moduleResolution}`;
    await mkdir(join(folder, name), { recursive: true });
    const code = `
    import { Column, DataSource, PartitionKey, Table } from 'caspy';
    import { LocalCassandra } from 'caspy/testing';
    @Table() export class User { @PartitionKey('uuid') id!: string; @Column() name!: string; }
    export async function names(dataSource: DataSource): Promise<string[]> {
      const users = await dataSource.getRepository(User).find({ select: ['name'] });
      // @ts-expect-error 'id' was not selected
      users[0]?.id;
      return users.map(({ name }) => name);
    }
    export const start = LocalCassandra.start;`;
    await writeFile(join(folder, name, 'user.ts'), code);
    const compilerOptions = {
      ...{ module, moduleResolution, target: 'es2022', strict: true, noEmit: true },
      ...{ experimentalDecorators: true, emitDecoratorMetadata: true, typeRoots: [join(ROOT, 'node_modules/@types')] },
      ...{ types: ['node'], skipLibCheck: true },
    };
    await writeFile(join(folder, name, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['user.ts'] }));
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const { stdout } = await run(process.execPath, [tsc, '-p', join(folder, name)]).catch(
      (error: unknown) => error as { stdout: string },
    );
    expect(stdout).toBe('');
  },
  60_000,
);
