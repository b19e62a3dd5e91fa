import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pack, ROOT, run } from './support/consumer';

const bin = (name: string): string => join(ROOT, 'node_modules/.bin', name);
const CORE = join(ROOT, 'dist/lib/index.js');

let folder: string;
let tarball: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caspy-checks-'));
  tarball = await pack(folder);
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test('publint has nothing to say', async () => {
  const output = await run(bin('publint'), ['run', tarball, '--strict'], { cwd: ROOT });
  expect(output).toContain('All good!');
}, 60_000);

test('attw: each entry point resolves to the right types, under every resolution of TypeScript', async () => {
  const output = await run(bin('attw'), [tarball, '--format', 'json'], { cwd: ROOT }).catch((error: unknown) => {
    throw error;
  });
  const { analysis } = JSON.parse(output) as { analysis: { problems: object[]; entrypoints: object } };
  expect(Object.keys(analysis.entrypoints)).toEqual(
    expect.arrayContaining(['.', './testing', './nestjs', './express', './opentelemetry']),
  );
  expect(analysis.problems).toEqual([]);
}, 120_000);

test('installing it runs no script, neither of caspy nor of what it depends on', async () => {
  const manifest = await run('tar', ['-xzOf', tarball, 'package/package.json'], { cwd: folder });
  const { scripts = {} } = JSON.parse(manifest) as { scripts?: Record<string, string> };
  const atInstall = ['preinstall', 'install', 'postinstall', 'preprepare', 'prepare', 'postprepare'];
  expect(Object.keys(scripts).filter((name) => atInstall.includes(name))).toEqual([]);
  const lock = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; devOptional?: boolean; hasInstallScript?: boolean }>;
  };
  const installed = Object.entries(lock.packages).filter(
    ([, { dev, devOptional }]) => dev !== true && devOptional !== true,
  );
  expect(installed.length).toBeGreaterThan(10);
  expect(installed.filter(([, each]) => each.hasInstallScript === true)).toEqual([]);
}, 60_000);

const MEASURE = `
  const before = process.cpuUsage();
  require(process.argv[1]);
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify([(user + system) / 1000, Object.keys(require.cache)]));
`;

async function load(id: string): Promise<[milliseconds: number, files: string[]]> {
  return JSON.parse(await run(process.execPath, ['-e', MEASURE, id], { cwd: ROOT })) as [number, string[]];
}

test('caspy alone loads no framework, no validator and nothing of the command', async () => {
  const [, files] = await load(CORE);
  const packages = new Set(files.flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []));
  expect(packages).toContain('cassandra-driver');
  for (const name of [
    'express',
    'rxjs',
    'class-validator',
    'class-transformer',
    'yargs',
    'ora',
    'jiti',
    'cli-table3',
  ]) {
    expect(packages).not.toContain(name);
  }
  expect([...packages].filter((name) => /^@(nestjs|opentelemetry|inquirer)\//.test(name))).toEqual([]);
  // Two files: the entry, and the pack of what it needs. Nothing of the other subpaths is in the pack.
  const own = files.filter((file) => file.startsWith(join(ROOT, 'dist'))).map((file) => relative(ROOT, file));
  expect(own).toEqual(['dist/lib/index.js', 'dist/lib/core.js']);
  const packed = await readFile(join(ROOT, 'dist/lib/core.js'), 'utf8');
  const folders = new Set([...packed.matchAll(/^"lib\/([^/"]+)\//gm)].map(([, folder]) => folder));
  expect(folders).toContain('repository');
  for (const name of ['cli', 'nestjs', 'express', 'testing', 'opentelemetry', 'http']) {
    expect(folders).not.toContain(name);
  }
}, 60_000);

test('what a call needs later is loaded by that call', async () => {
  const code = `
    const { diffSchemas, Scan } = require(process.argv[1]);
    console.log(JSON.stringify([typeof diffSchemas, typeof Scan, Object.keys(require.cache)]));`;
  const [diff, scan, files] = JSON.parse(await run(process.execPath, ['-e', code, CORE], { cwd: ROOT })) as [
    string,
    string,
    string[],
  ];
  expect([diff, scan]).toEqual(['function', 'function']);
  expect(files).toContain(join(ROOT, 'dist/lib/core-later.js'));
}, 60_000);

test('bulk writes and scans work from the pack', async () => {
  const code = `
    const { Column, PartitionKey, Table } = require(process.argv[1]);
    const { FakeRepository } = require(process.argv[2]);
    class Sample {}
    PartitionKey('int')(Sample.prototype, 'id');
    Column('text')(Sample.prototype, 'name');
    Table()(Sample);
    const samples = new FakeRepository(Sample);
    (async () => {
      const { written } = await samples.bulkSave([{ id: 1, name: 'a' }, { id: 2, name: 'b' }].map((row) => samples.create(row)));
      const names = [];
      for await (const { name } of samples.scan()) names.push(name);
      console.log(JSON.stringify([written, names.sort(), String(await samples.count())]));
    })();`;
  const testing = join(ROOT, 'dist/lib/testing/index.js');
  expect(JSON.parse(await run(process.execPath, ['-e', code, CORE, testing], { cwd: ROOT }))).toEqual([
    2,
    ['a', 'b'],
    '2',
  ]);
}, 60_000);

test('what caspy takes to load beside the driver is printed, in processor time', async () => {
  const extra: number[] = [];
  for (let pair = 0; pair < 5; pair += 1) extra.push((await load(CORE))[0] - (await load('cassandra-driver'))[0]);
  const [, , median = 0] = extra.toSorted((left, right) => left - right);
  process.stderr.write(`caspy takes ${median.toFixed(1)} ms more to load than cassandra-driver (median of 5 pairs)\n`);
  // The driver is part of caspy. How much more it may be depends on the machine, so it is for people to read.
  expect(median).toBeGreaterThan(0);
}, 60_000);
