import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, jarFolder } from '../../../lib/testing/cache-folders';
import { lastLines } from '../../../lib/testing/log-tail';
import { findPackageRoot } from '../../../lib/testing/package-root';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'caspy-unit-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each([
  [{ CASPY_CACHE_DIR: '/own' }, '/own'],
  [{ CASPY_CACHE_DIR: '/own', XDG_CACHE_HOME: '/xdg' }, '/own'],
  [{ XDG_CACHE_HOME: '/xdg' }, '/xdg/caspy'],
  [{ CASPY_CACHE_DIR: '', XDG_CACHE_HOME: '' }, '/home/me/.cache/caspy'],
  [{}, '/home/me/.cache/caspy'],
])('the cache for %j is %s', (env, expected) => expect(cacheFolder(env, '/home/me')).toBe(expected));

test('each version has its own jars', () => expect(jarFolder('5.0.8', '/cache')).toBe('/cache/cassandra-5.0.8'));

test('the package is found above any of its folders, and nowhere else', () => {
  expect(findPackageRoot(join(__dirname, 'x', 'y'))).toBe(join(__dirname, '..', '..', '..'));
  writeFileSync(join(folder, 'package.json'), '{"name":"another"}');
  expect(() => findPackageRoot(folder)).toThrow('No package.json of caspy');
});

test.each([
  ['nothing when there is no file', undefined, ''],
  ['all of a short file', 'a\nb\n', 'a\nb'],
  ['the last three lines', 'a\nb\nc\nd\n', 'b\nc\nd'],
  ['the end of a line that never ends', 'x'.repeat(200_000), `${'x'.repeat(500)}…`],
])('the tail is %s', async (_, content, expected) => {
  const file = join(folder, 'log');
  if (content !== undefined) writeFileSync(file, content);
  expect(await lastLines(file, 3)).toBe(expected);
});
