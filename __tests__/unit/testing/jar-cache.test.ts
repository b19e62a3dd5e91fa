import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JarRequest } from '../../../lib/testing/jar-cache';
import { ensureJars } from '../../../lib/testing/jar-cache';

let cache = '';
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'caspy-unit-'));
});
afterEach(() => rmSync(cache, { recursive: true }));

const argument = 'for part in "$@"; do case $part in -DoutputDirectory=*) out=${part#*=} ;; esac; done';

/** A program in Maven's place. */
function requestWith(script: string): JarRequest & { readonly messages: string[] } {
  const maven = join(cache, 'mvn');
  writeFileSync(maven, `#!/bin/sh\n${argument}\n${script}\n`);
  chmodSync(maven, 0o755);
  const messages: string[] = [];
  const folder = join(cache, 'cassandra-9.9.9');
  return { version: '9.9.9', folder, pom: 'pom.xml', maven, messages, onProgress: (line) => messages.push(line) };
}

const others = (): string[] => readdirSync(cache).filter((name) => name !== 'mvn');

test('jars are fetched once', async () => {
  const request = requestWith('touch "$out/a.jar"');
  expect(await ensureJars(request)).toBe(request.folder);
  expect(await ensureJars(request)).toBe(request.folder);
  expect(request.messages).toHaveLength(1);
  expect(readdirSync(request.folder)).toEqual(['a.jar']);
});

test('two that fetch at once do each other no harm', async () => {
  const request = requestWith('touch "$out/a.jar"; sleep 0.2');
  expect(await Promise.all([ensureJars(request), ensureJars(request)])).toEqual([request.folder, request.folder]);
  expect(others()).toEqual(['cassandra-9.9.9']);
});

test('a download that fails leaves nothing, and says what Maven said', async () => {
  const request = requestWith('touch "$out/a.jar"; echo "[ERROR] no route to the repository"; exit 1');
  await expect(ensureJars(request)).rejects.toMatchObject({
    code: 'CASPY_LOCAL_CASSANDRA',
    message: expect.stringMatching(/exit code 1[\s\S]*no route to the repository/),
  });
  expect(others()).toEqual([]);
});

test('a folder of an interrupted download is not taken for a good one, and goes away later', async () => {
  const request = requestWith('touch "$out/a.jar"');
  const [old, young] = [`${request.folder}.tmp-old`, `${request.folder}.tmp-young`];
  for (const folder of [old, young]) mkdirSync(folder);
  const yesterday = Date.now() / 1000 - 86_400;
  utimesSync(old, yesterday, yesterday);
  await ensureJars(request);
  expect(existsSync(old)).toBe(false);
  expect(existsSync(young)).toBe(true);
});

test('a cache that cannot be written is named, with the way out', async () => {
  const request = requestWith('exit 0');
  const folder = join(request.maven, 'cassandra-9.9.9');
  await expect(ensureJars({ ...request, folder })).rejects.toThrow('Set CASPY_CACHE_DIR');
});
