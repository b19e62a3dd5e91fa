import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withBackgroundLock } from '../../../lib/testing/background/background-lock';
import {
  type BackgroundCluster,
  readState,
  removeState,
  stateFile,
  writeState,
} from '../../../lib/testing/background/background-state';
import { nodeProcesses } from '../../../lib/testing/background/node-processes';
import { steadyPlacement } from '../../../lib/testing/background/steady-placement';
import { untilAborted } from '../../../lib/testing/until-aborted';

let cache: string;
beforeEach(() => (cache = mkdtempSync(join(tmpdir(), 'caspy-background-'))));
afterEach(() => rmSync(cache, { recursive: true }));

describe('withBackgroundLock', () => {
  it('refuses a second one while the first works, and lets the next one in', async () => {
    await withBackgroundLock(async () => {
      await expect(withBackgroundLock(() => Promise.resolve(1), cache)).rejects.toThrow(
        `Another process (${process.pid}) starts or stops`,
      );
    }, cache);
    await expect(withBackgroundLock(() => Promise.resolve(1), cache)).resolves.toBe(1);
    expect(readdirSync(cache)).toEqual([]);
  });

  it.each(['{"pid":2147483646,"startTime":"1"}', 'not JSON'])('passes over a lock of the dead: %s', async (content) => {
    writeFileSync(join(cache, 'background.lock'), content);
    await expect(withBackgroundLock(() => Promise.resolve(1), cache)).resolves.toBe(1);
  });

  it('lets go when the work fails', async () => {
    await expect(withBackgroundLock(() => Promise.reject(new Error('x')), cache)).rejects.toThrow('x');
    expect(readdirSync(cache)).toEqual([]);
  });
});

describe('state', () => {
  const state: BackgroundCluster = {
    source: 'java',
    nodes: 1,
    ...{ contactPoints: ['127.0.0.1'], port: 9042, version: '5.0.8' },
    ...{ localDataCenter: 'datacenter1', folder: '/x', project: null },
  };

  it('is read as it was written, and gone when it is removed', async () => {
    const file = stateFile(cache);
    await writeState(state, file);
    expect(readState(file)).toEqual(state);
    await removeState(file);
    expect(readState(file)).toBeUndefined();
  });

  it.each(['', '{}', '{"contactPoints":[],"port":9042,"nodes":2}', 'null'])('%j is none', (content) => {
    writeFileSync(stateFile(cache), content);
    expect(readState(stateFile(cache))).toBeUndefined();
  });
});

it('steadyPlacement takes the first port, and the next where that is taken', async () => {
  const { addresses, port } = await steadyPlacement(1);
  expect(addresses).toEqual(['127.0.0.1']);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port, exclusive: true }, resolve));
  const second = await steadyPlacement(1);
  await new Promise((resolve) => server.close(resolve));
  expect(second.port).toBeGreaterThan(port);
  expect(second.storagePort - second.port).toBe(7000 - 9042);
});

it.each([String(process.pid), 'x', ''])('a pid file %j of another process names no node', (content) => {
  mkdirSync(join(cache, 'node1'));
  writeFileSync(join(cache, 'node1/pid'), content);
  expect(nodeProcesses(cache)).toEqual([]);
});

describe('untilAborted', () => {
  it('is the promise where nobody aborts', async () => {
    await expect(untilAborted(Promise.resolve(1), new AbortController().signal)).resolves.toBe(1);
    await expect(untilAborted(Promise.resolve(2), undefined)).resolves.toBe(2);
  });

  it('ends with the abort, also with one that came before', async () => {
    const controller = new AbortController();
    const never = untilAborted(new Promise(() => undefined), controller.signal);
    controller.abort(new Error('stop'));
    await expect(never).rejects.toThrow('stop');
    await expect(untilAborted(new Promise(() => undefined), controller.signal)).rejects.toThrow('stop');
  });
});
