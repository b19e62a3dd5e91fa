import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Consumer, pack, ROOT } from './support/consumer';

const SOURCES = join(ROOT, '__tests__/package/express-app');

/** What the application says when caspy/express works and caspy/opentelemetry hears of its requests. */
const EXPECTED = [
  ...[201, 200, 'hello', String(2n ** 60n), 404, 'CASPY_ENTITY_NOT_FOUND', 400, 'text'],
  ...[1, true, true],
];

const VERSIONS = [
  { version: 4, type: 'commonjs', module: 'commonjs', moduleResolution: 'node10' },
  { version: 5, type: 'module', module: 'nodenext', moduleResolution: 'nodenext' },
] as const;

let folder: string;
const consumers = new Map<number, Consumer>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caspy-express-'));
  const tarball = await pack(folder);
  for (const { version, type } of VERSIONS) {
    const packages = [`express@${version}`, `@types/express@${version}`, '@types/node@20', '@opentelemetry/api@1'];
    consumers.set(version, await Consumer.install(tarball, [...packages, 'reflect-metadata@0.2'], { type }));
  }
}, 300_000);

afterAll(async () => {
  await Promise.all([...consumers.values()].map((consumer) => consumer.remove()));
  await rm(folder, { recursive: true, force: true });
});

const environment = (): Record<string, string> => ({ CASPY_TEST_KEYSPACE: `test_${randomBytes(6).toString('hex')}` });

/**
 * Every file of the pack that the subpaths have loaded, with whether it is the module of the pack itself; errors of
 * caspy/express by the classes of caspy; and functions by `import` against those by `require`.
 */
const INSTANCES = `
  const { dirname, join, relative, sep } = require('node:path');
  const dist = join(dirname(require.resolve('caspy/package.json')), 'dist');
  const caspy = require('caspy');
  const [express, telemetry] = [require('caspy/express'), require('caspy/opentelemetry')];
  const core = require(join(dist, 'lib/core.js'));
  const later = require(join(dist, 'lib/core-later.js'));
  const loaded = Object.entries(require.cache)
    .map(([file, { exports }]) => [relative(dist, file).split(sep).join('/'), exports])
    .filter(([name]) => name in core.files || name in later.files);
  const thrown = (call) => { try { call(); } catch (error) { return error; } };
  (async () => {
    const [caspyModule, expressModule, telemetryModule] = await Promise.all(
      ['caspy', 'caspy/express', 'caspy/opentelemetry'].map((name) => import(name)));
    console.log(JSON.stringify({
      shared: loaded.filter(([name, exports]) => exports === core.load(name)).map(([name]) => name),
      copies: loaded.filter(([name, exports]) => exports !== core.load(name)).map(([name]) => name),
      isOwnError: thrown(() => express.pageRequest({ url: '/?limit=x' })) instanceof caspy.ValidationError,
      isSameByImport: caspyModule.ValidationError === caspy.ValidationError &&
        expressModule.pageRequest === express.pageRequest &&
        telemetryModule.CaspyInstrumentation === telemetry.CaspyInstrumentation,
    }));
  })();`;

describe.each(VERSIONS)('Express $version', ({ version, type, module, moduleResolution }) => {
  let dist: string;

  test('is the version that is installed', async () => {
    const manifest = join(consumers.get(version)!.folder, 'node_modules/express/package.json');
    expect(JSON.parse(await readFile(manifest, 'utf8'))).toMatchObject({
      version: expect.stringMatching(new RegExp(`^${version}\\.`)) as string,
    });
  });

  test(`type-checks as ${type} with module ${module}`, async () => {
    dist = await consumers.get(version)!.compile(SOURCES, 'app', { module, moduleResolution });
  }, 120_000);

  test('serves in plain Node', async () => {
    const output = await consumers.get(version)!.node(join(dist, 'main.js'), environment());
    expect(JSON.parse(output)).toEqual(EXPECTED);
  }, 120_000);
});

test('Express 5 runs from CommonJS too, and type-checks for a bundler', async () => {
  const consumer = consumers.get(5)!;
  const dist = await consumer.compile(
    SOURCES,
    'common',
    { module: 'commonjs', moduleResolution: 'node10' },
    { type: 'commonjs' },
  );
  expect(JSON.parse(await consumer.node(join(dist, 'main.js'), environment()))).toEqual(EXPECTED);
  await consumer.compile(SOURCES, 'bundled', { module: 'esnext', moduleResolution: 'bundler' });
}, 240_000);

test('caspy, caspy/express and caspy/opentelemetry share one instance, by require and by import', async () => {
  const consumer = consumers.get(4)!;
  const file = join(consumer.folder, 'instances.cjs');
  await writeFile(file, INSTANCES);
  const answer = JSON.parse(await consumer.node(file, {})) as { readonly shared: string[] };
  expect(answer).toMatchObject({ copies: [], isOwnError: true, isSameByImport: true });
  // What the two subpaths take of caspy, so that the list of copies was not empty for want of files.
  expect(answer.shared).toEqual(
    expect.arrayContaining(['lib/index.js', 'lib/errors.js', 'lib/version.js', 'lib/repository/bounded-cache.js']),
  );
});
