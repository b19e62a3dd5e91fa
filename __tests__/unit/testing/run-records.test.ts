import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findPackageRoot } from '../../../lib/testing/package-root';
import type { ProcessIdentity } from '../../../lib/testing/process-identity';
import { isAlive, ownIdentity, startTimeOf } from '../../../lib/testing/process-identity';
import { cleanUpAbandoned, recordFile, writeRecord } from '../../../lib/testing/run-records';

const script = join(findPackageRoot(), 'docker', 'java', 'clean-up.sh');
const children: ChildProcess[] = [];
let base = '';
let folder = '';
let record = '';

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'caspy-unit-'));
  folder = join(base, 'caspy-cassandra-x1');
  record = recordFile('caspy-cassandra-x1', join(base, 'run'));
  mkdirSync(join(folder, 'node1'), { recursive: true });
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(base, { recursive: true });
});

/** A process in a node's place; its command line names the folder, or does not. */
function startNode(name: string): ChildProcess {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => undefined, 60_000)', `${name}/node1`], {
    stdio: 'ignore',
  });
  children.push(child);
  writeFileSync(join(folder, 'node1', 'pid'), `${child.pid}\n`);
  return child;
}

async function abandon(owner: ProcessIdentity | null, target = folder): Promise<void> {
  await writeRecord(record, { owner, cleanUp: ['sh', script, target, record] });
  await cleanUpAbandoned(join(base, 'run'));
}

const self = ownIdentity();
const reusedNumber = { pid: process.pid, startTime: 'another time' };

test('what a dead process left is ended and removed', async () => {
  const node = startNode(folder);
  const ended = once(node, 'exit');
  await abandon(reusedNumber);
  await ended;
  expect(node.signalCode).toBe('SIGKILL');
  expect(existsSync(folder)).toBe(false);
  expect(existsSync(record)).toBe(false);
});

test.each([
  ['whose process lives', self],
  ['that is meant to outlive its process', null],
])('a cluster %s is left alone', async (_, owner) => {
  const node = startNode(folder);
  await abandon(owner);
  await sleep(100);
  expect(node.exitCode ?? node.signalCode).toBeNull();
  expect(existsSync(folder)).toBe(true);
  expect(existsSync(record)).toBe(true);
});

test('a process that got the number of a node is not ended', async () => {
  const stranger = startNode('/somewhere/else');
  await abandon(reusedNumber);
  // Time for a signal to arrive and be noticed.
  await sleep(100);
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  expect(existsSync(folder)).toBe(false);
});

test('a folder with any other name is never removed', async () => {
  const precious = join(base, 'documents');
  mkdirSync(precious);
  await abandon(reusedNumber, precious);
  expect(existsSync(precious)).toBe(true);
});

test('damaged records are passed by', async () => {
  mkdirSync(join(base, 'run'));
  for (const [name, text] of [
    ['a', ''],
    ['b', '{"owner":1}'],
    ['c', '{"owner":{"pid":1,"startTime":""},"cleanUp":[]}'],
  ]) {
    writeFileSync(join(base, 'run', `${name}.json`), text ?? '');
  }
  await expect(cleanUpAbandoned(join(base, 'run'))).resolves.toBeUndefined();
  await expect(cleanUpAbandoned(join(base, 'nothing-here'))).resolves.toBeUndefined();
});

test('a process is alive only with its own start time', () => {
  expect(isAlive(self)).toBe(true);
  expect(isAlive(reusedNumber)).toBe(false);
  expect(startTimeOf(2 ** 30)).toBeUndefined();
});
