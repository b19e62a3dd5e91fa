import { EventEmitter } from 'node:events';
import type { Client } from 'cassandra-driver';
import { errors } from 'cassandra-driver';
import { SilentConnections } from '../../../lib/session/silent-connections';

const ADDRESS = '127.0.0.1:9042';
let now = 0;

function watched() {
  const silent = new SilentConnections(() => now);
  const hosts = new EventEmitter();
  silent.watch({ hosts } as unknown as Client);
  const removed: object[] = [];
  const host = {
    address: ADDRESS,
    checkHealth: (_connection: object) => undefined,
    removeFromPool: (connection: object) => removed.push(connection),
  };
  hosts.emit('add', host);
  const connection: { timedOutOperations: number; sendingIdleQuery?: boolean; _idleTimeoutHandler?: () => void } = {
    timedOutOperations: 0,
  };
  const timeout = (at: number) => {
    now = at;
    connection.timedOutOperations += 1;
    host.checkHealth(connection);
  };
  return { silent, removed, connection, timeout };
}

test('the third timeout in a row, a second after the first, gives the connection up', () => {
  const { removed, connection, timeout, silent } = watched();
  for (const at of [0, 600, 1200]) timeout(at);
  expect(removed).toEqual([connection]);
  expect(silent.isCounting).toBe(false);
});

test('many timeouts at one moment do not: the node may have paused', () => {
  const { removed, timeout } = watched();
  for (let count = 0; count < 50; count++) timeout(0);
  expect(removed).toEqual([]);
});

test.each<[string, (parts: ReturnType<typeof watched>) => void]>([
  ['an answer', ({ silent }) => silent.answered(ADDRESS)],
  [
    'an error of the server',
    ({ silent }) => silent.failed(Object.assign(new errors.ResponseError(0x1001, 'x'), { coordinator: ADDRESS })),
  ],
  ['a late answer', ({ connection }) => (connection.timedOutOperations -= 1)],
])('%s in between starts the count anew', (_name, answer) => {
  const parts = watched();
  for (const at of [0, 600]) parts.timeout(at);
  answer(parts);
  parts.timeout(1200);
  expect(parts.removed).toEqual([]);
});

test('an error of this process is no answer', () => {
  const parts = watched();
  for (const at of [0, 600]) parts.timeout(at);
  parts.silent.failed(new errors.OperationTimedOutError('x', ADDRESS));
  parts.timeout(1200);
  expect(parts.removed).toHaveLength(1);
});

describe('a heartbeat at the first timeout', () => {
  function beating() {
    const parts = watched();
    let heartbeats = 0;
    parts.connection._idleTimeoutHandler = () => {
      heartbeats += 1;
      parts.connection.sendingIdleQuery = true;
    };
    return { ...parts, heartbeats: () => heartbeats };
  }

  test('that is not answered gives the connection up as soon', () => {
    const { removed, connection, timeout, heartbeats } = beating();
    for (const at of [0, 600, 1200]) timeout(at);
    expect(removed).toEqual([connection]);
    expect(heartbeats()).toBe(1);
  });

  test('that is answered keeps it, and another one asks again', () => {
    const { removed, connection, timeout, heartbeats } = beating();
    for (const at of [0, 600]) timeout(at);
    connection.sendingIdleQuery = false;
    timeout(1200);
    expect(removed).toEqual([]);
    expect(heartbeats()).toBe(2);
    for (const at of [1800, 2400]) timeout(at);
    expect(removed).toEqual([connection]);
  });

  test("the driver's own, which is on its way already, is not sent twice", () => {
    const { connection, timeout, heartbeats } = beating();
    connection.sendingIdleQuery = true;
    timeout(0);
    expect(heartbeats()).toBe(0);
  });
});
