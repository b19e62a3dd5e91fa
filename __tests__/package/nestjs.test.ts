import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Consumer, pack, ROOT } from './support/consumer';

const SOURCES = join(ROOT, '__tests__/package/nestjs-app');

/** What the application says when caspy/nestjs works. */
const EXPECTED = [
  ...[201, 200, 'hello', 404, 'CASPY_ENTITY_NOT_FOUND', 400, 'text', ['hello']],
  ...[200, 'up', 503, 'CASPY_NOT_INITIALIZED'],
];

const VERSIONS = [
  { nest: 10, type: 'commonjs', module: 'commonjs', moduleResolution: 'node10' },
  { nest: 11, type: 'commonjs', module: 'nodenext', moduleResolution: 'nodenext' },
  { nest: 12, type: 'module', module: 'nodenext', moduleResolution: 'nodenext' },
] as const;

let folder: string;
const consumers = new Map<number, Consumer>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caspy-nestjs-'));
  const tarball = await pack(folder);
  const installs = VERSIONS.map(async ({ nest, type }) => {
    const packages = ['common', 'core', 'platform-express', 'terminus'].map((name) => `@nestjs/${name}@${nest}`);
    consumers.set(nest, await Consumer.install(tarball, [...packages, 'rxjs@7', 'reflect-metadata@0.2'], { type }));
  });
  await Promise.all(installs);
}, 300_000);

afterAll(async () => {
  await Promise.all([...consumers.values()].map((consumer) => consumer.remove()));
  await rm(folder, { recursive: true, force: true });
});

const environment = (): Record<string, string> => ({
  CASPY_TEST_KEYSPACE: `test_${randomBytes(6).toString('hex')}`,
  EXPECTED: JSON.stringify(EXPECTED),
});

describe.each(VERSIONS)('Nest $nest', ({ nest, type, module, moduleResolution }) => {
  let dist: string;

  test(`type-checks as ${type} with module ${module}`, async () => {
    dist = await consumers.get(nest)!.compile(SOURCES, 'app', { module, moduleResolution });
  }, 120_000);

  test('runs in plain Node', async () => {
    expect(JSON.parse(await consumers.get(nest)!.node(join(dist, 'main.js'), environment()))).toEqual(EXPECTED);
  }, 120_000);

  test(`runs in Jest, ${type === 'module' ? 'ESM' : 'CommonJS'} mode`, async () => {
    await consumers.get(nest)!.jest(dist, environment(), type === 'module');
  }, 120_000);
});

test('Nest 11 type-checks for a bundler', async () => {
  await consumers.get(11)!.compile(SOURCES, 'bundled', { module: 'esnext', moduleResolution: 'bundler' });
}, 120_000);

test('Nest 12 runs from CommonJS in plain Node, which requires ES modules', async () => {
  const consumer = consumers.get(12)!;
  const options = { module: 'commonjs', moduleResolution: 'node10' };
  const dist = await consumer.compile(SOURCES, 'common', options, { type: 'commonjs' });
  expect(JSON.parse(await consumer.node(join(dist, 'main.js'), environment()))).toEqual(EXPECTED);
}, 120_000);
