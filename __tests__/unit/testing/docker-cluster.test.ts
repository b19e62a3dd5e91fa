import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDockerCluster } from '../../../lib/testing/docker-cluster';
import type { LocalCassandraOptions } from '../../../lib/testing/options';
import { resolvePlan } from '../../../lib/testing/options';
import { findPackageRoot } from '../../../lib/testing/package-root';

interface Call {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const saved = { ...process.env };
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'caspy-unit-'));
  const docker = join(folder, 'docker');
  writeFileSync(docker, `#!/bin/sh\nexec "${process.execPath}" "${join(__dirname, 'fake-docker.js')}" "$@"\n`);
  chmodSync(docker, 0o755);
  Object.assign(process.env, {
    PATH: `${folder}:${saved.PATH ?? ''}`,
    FAKE_DOCKER_FOLDER: folder,
    CASPY_CACHE_DIR: join(folder, 'cache'),
  });
});
afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in saved)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, saved);
  rmSync(folder, { recursive: true });
});

/** The calls of Compose; how often a container's state is looked at depends on time. */
function calls(): Call[] {
  const lines = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  return lines.map((line): Call => JSON.parse(line)).filter(({ args }) => args[0] === 'compose');
}

/** What was asked of Compose, without the options that every call has. */
function commands(): string[] {
  return calls().map(({ args }) => args.slice(args.indexOf('three') + 1).join(' '));
}

const start = (options: LocalCassandraOptions) => startDockerCluster(resolvePlan(options), findPackageRoot());
const records = (): string[] => readdirSync(join(folder, 'cache', 'run'));

test('a node is started, driven and removed through Compose', async () => {
  const cluster = await start({ config: { num_tokens: 4 }, heap: '512m', version: '5.0.7' });
  expect(records()).toHaveLength(1);
  await cluster.pause(0);
  await cluster.resume(0);
  await cluster.kill(0);
  await cluster.restart(0);
  expect(await cluster.logTail(0, 1)).toBe('last line');
  await cluster.stop();

  expect(commands()).toEqual([
    'up --detach node',
    'pause node',
    'unpause node',
    'kill --signal SIGKILL node',
    'kill --signal SIGKILL node',
    'start node',
    'logs --no-color --no-log-prefix --tail 1 node',
    'down --volumes --timeout 0',
  ]);
  const [up] = calls();
  expect(up?.args).toEqual(expect.arrayContaining(['-f', join(findPackageRoot(), 'docker', 'docker-compose.yml')]));
  expect(up?.env).toEqual({
    CASPY_DOCKER_ADDRESS_1: cluster.contactPoints[0],
    CASPY_DOCKER_PORT: String(cluster.port),
    CASPY_DOCKER_HEAP: '512m',
    CASPY_DOCKER_VERSION: '5.0.7',
    CASPY_DOCKER_SETTINGS: '-Dcassandra.settings.num_tokens=4',
  });
  expect(records()).toEqual([]);
});

test('two clusters are two projects', async () => {
  const clusters = [await start({}), await start({})];
  const projects = calls().map(({ args }) => args[args.indexOf('-p') + 1]);
  expect(new Set(projects).size).toBe(2);
  for (const cluster of clusters) await cluster.stop();
});

test('a container that ends shows the end of its log, and is removed', async () => {
  process.env.FAKE_DOCKER_STATUS = 'exited';
  await expect(start({})).rejects.toMatchObject({
    code: 'CASPY_LOCAL_CASSANDRA',
    message: expect.stringMatching(/did not start: its container is exited[\s\S]*last line/),
  });
  expect(commands().at(-1)).toBe('down --volumes --timeout 0');
  expect(records()).toEqual([]);
});

test('when Compose fails, the error says what it said', async () => {
  Object.assign(process.env, { FAKE_DOCKER_FAILS: 'up', FAKE_DOCKER_STATUS: 'none' });
  await expect(start({})).rejects.toThrow(/docker compose up --detach node failed[\s\S]*no space left on device/);
  expect(commands()).toContain('down --volumes --timeout 0');
});
