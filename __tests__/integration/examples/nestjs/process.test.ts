import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Flight } from '../../../../examples/nestjs/src/flights/flight.entity';
import { putLoad } from '../../../../examples/nestjs/src/load-test/put-load';
import { startServer, type Server } from '../../../../examples/nestjs/src/load-test/server';
import { dropTestData, testConnection, uniqueKeyspace } from '../../support/test-data-source';
import { readEvents } from './support/events';
import { DataSource } from 'caspy';

const ROOT = join(__dirname, '..', '..', '..', '..');
const EXAMPLE = join(ROOT, 'examples', 'nestjs');
const CLIENTS = 24;
const WARM_UP_SECONDS = 2;
const SECONDS = 4;

const keyspace = uniqueKeyspace();
let dataSource: DataSource | undefined;
let server: Server | undefined;

function start(): Promise<Server> {
  const { CASPY_TEST_CONTACT_POINTS, CASPY_TEST_PORT, CASPY_TEST_LOCAL_DC } = process.env;
  return startServer(
    {
      CASPY_CONTACT_POINTS: CASPY_TEST_CONTACT_POINTS,
      CASPY_PORT: CASPY_TEST_PORT,
      CASPY_LOCAL_DC: CASPY_TEST_LOCAL_DC,
      CASPY_KEYSPACE: keyspace,
      BOARD_FLIGHTS: '2k',
      // Longer than a request takes on a busy machine.
      BOARD_DRAIN_MS: '5000',
    },
    join(EXAMPLE, 'dist'),
  );
}

beforeAll(async () => {
  // It imports `caspy` from dist, as every user does; the example itself is compiled here.
  await promisify(execFile)(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', EXAMPLE]);
  server = await start();
  dataSource = await new DataSource({ ...testConnection(), keyspace, entities: [Flight] }).initialize();
}, 180_000);

afterAll(async () => {
  await server?.stop();
  await dropTestData(dataSource);
}, 90_000);

test('64 connections at once meet no error, and memory does not grow', async () => {
  const { url, memory } = server!;
  await putLoad(url, WARM_UP_SECONDS);
  const before = await memory();
  const { errors, timeouts, non2xx, requests } = await putLoad(url, SECONDS);
  expect({ errors, timeouts, non2xx }).toEqual({ errors: 0, timeouts: 0, non2xx: 0 });
  expect(requests.total).toBeGreaterThan(64);
  expect(await memory()).toBeLessThan(before * 1.25);
}, 90_000);

/** Changes a flight of its own again and again, until the server asks it to leave; answers the last change. */
async function workUntilAsked(url: string, client: number): Promise<{ readonly day: string; readonly delay: number }> {
  const day = `2001-02-${String(client + 1).padStart(2, '0')}`;
  const headers = { 'content-type': 'application/json' };
  const key = { origin: 'ANC', day, departure: '00:30', destination: 'HNL', sequence: 1 };
  const flight = { ...key, delay: 0, distance: 2_777 };
  const added = await fetch(`${url}/api/flights`, { method: 'POST', headers, body: JSON.stringify(flight) });
  expect(added.status).toBe(201);
  for (let delay = 1; ; delay += 1) {
    const body = JSON.stringify({ delay, expectedDelay: delay - 1 });
    const response = await fetch(`${url}/api/flights/ANC/${day}/00:30/HNL/1`, { method: 'PATCH', headers, body });
    // A request without an answer would have thrown; a change that got lost would be a conflict here.
    expect(await response.json()).toMatchObject({ delay });
    if (response.headers.get('connection') === 'close') return { day, delay };
  }
}

test('SIGTERM in the middle of work loses no request', async () => {
  const { url, stop } = server!;
  const live = readEvents(`${url}/api/boards/ANC/live?day=2001-02-01`);
  expect((await live.next()).value).toMatchObject({ type: 'ready' });
  const clients = Array.from({ length: CLIENTS }, (_, client) => workUntilAsked(url, client));
  await pause(1_000);
  const ended = stop();
  const health = untilUnhealthy(url);
  const done = await Promise.all(clients);
  expect(await health).toMatchObject({ status: 'error', details: { server: { status: 'down' } } });
  // The stream ends by itself: it does not hold up the end.
  while ((await live.next()).done !== true);
  expect(await ended).toBe(0);
  await expect(fetch(url)).rejects.toThrow();

  const flights = dataSource!.getRepository(Flight);
  for (const { day, delay } of done) {
    const [stored] = await flights.findBy({ origin: 'ANC', day, departure: '00:30' });
    expect(stored).toMatchObject({ delay });
  }
  expect(Math.max(...done.map(({ delay }) => delay))).toBeGreaterThan(1);
}, 90_000);

async function untilUnhealthy(url: string): Promise<unknown> {
  for (;;) {
    const response = await fetch(`${url}/api/health`);
    const body: unknown = await response.json();
    if (response.status === 503) return body;
  }
}

test('a second start finds the flights, and keeps what was changed', async () => {
  server = await start();
  const response = await fetch(`${server.url}/api/boards/ANC?day=2001-02-01`);
  expect(await response.json()).toMatchObject({ items: [{ delay: expect.any(Number) }] });
}, 90_000);
