import { setTimeout as pause } from 'node:timers/promises';
import { BoardFeed } from '../../../../examples/nestjs/src/flights/board-feed';
import { Flight } from '../../../../examples/nestjs/src/flights/flight.entity';
import { startBoard, type Board } from './support/board';
import { readEvents } from './support/events';

const DAY = '2001-01-26';
const NEW_FLIGHT = {
  origin: 'ORD',
  day: '2001-02-03',
  departure: '23:58',
  destination: 'LGA',
  sequence: 1,
  delay: 3,
  distance: 733,
};
const NEW_ADDRESS = '/flights/ORD/2001-02-03/23:58/LGA/1';

let board: Board;

beforeAll(async () => {
  board = await startBoard();
}, 120_000);

afterAll(() => board.close());

function call(path: string, init?: RequestInit): Promise<Response> {
  return fetch(`${board.url}/api${path}`, init);
}

async function get<T>(path: string): Promise<T> {
  const response = await call(path);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

function send(method: 'POST' | 'PATCH', path: string, body: object): Promise<Response> {
  return call(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

async function expectProblem(response: Response, status: number, problem: object): Promise<void> {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(await response.json()).toMatchObject({ type: 'about:blank', status, ...problem });
  expect(response.status).toBe(status);
}

interface Page {
  readonly items: Flight[];
  readonly next: string | null;
}

describe('a board', () => {
  test('comes page by page, each flight once, in order of time', async () => {
    const found: Flight[] = [];
    let after: string | null | undefined;
    while (after !== null) {
      const query = after === undefined ? '' : `&after=${after}`;
      const page: Page = await get(`/boards/ORD?day=${DAY}&size=2${query}`);
      expect(page.items.length).toBeLessThanOrEqual(2);
      found.push(...page.items);
      after = page.next;
    }
    const stored = await board.dataSource.getRepository(Flight).findBy({ origin: 'ORD', day: DAY });
    expect(stored.length).toBe(5);
    expect(found).toEqual(stored.map((flight) => ({ ...flight })));
    expect(found.map(({ departure }) => departure)).toEqual(found.map(({ departure }) => departure).toSorted());
  });

  test('begins at a time', async () => {
    const { items } = await get<Page>(`/boards/ORD?day=${DAY}`);
    const third = items[2]!.departure.slice(0, 5);
    const { items: later } = await get<Page>(`/boards/ORD?day=${DAY}&from=${third}`);
    expect(later).toEqual(items.slice(2));
  });

  test('takes a page token for its own query only', async () => {
    const { next } = await get<Page>(`/boards/ORD?day=${DAY}&size=2`);
    const problem = { title: 'Bad Request', code: 'CASPY_PAGE_TOKEN' };
    await expectProblem(await call(`/boards/ORD?day=2001-01-27&size=2&after=${next}`), 400, problem);
    await expectProblem(await call(`/boards/ORD?day=${DAY}&size=2&after=${next}x`), 400, problem);
  });

  test.each([
    ['/boards/ord?day=2001-01-26', 'iata'],
    ['/boards/ORD', 'day'],
    ['/boards/ORD?day=2001-02-30', 'day'],
    ['/boards/ORD?day=2001-01-26T10:00:00Z', 'day'],
    ['/boards/ORD?day=2001-01-26&size=101', 'size'],
    ['/boards/ORD?day=2001-01-26&from=25:00', 'from'],
    ['/boards/ORD?day=2001-01-26&where=all', 'where'],
    ['/boards/ORD/live?day=soon', 'day'],
    ['/flights/ORD/2001-01-26/09:00/LGA/none', 'sequence'],
  ])('refuses %s and names the field', async (path, field) => {
    await expectProblem(await call(path), 400, {
      errors: [{ field, messages: expect.arrayContaining([expect.any(String)]) }],
    });
  });
});

describe('flights', () => {
  test('are added once', async () => {
    const added = await send('POST', '/flights', NEW_FLIGHT);
    expect(added.status).toBe(201);
    expect(await added.json()).toEqual({ ...NEW_FLIGHT, departure: '23:58:00', status: 'planned' });
    await expectProblem(await send('POST', '/flights', NEW_FLIGHT), 409, { title: 'Conflict' });
  });

  test('change, and only those that are there', async () => {
    const changed = await send('PATCH', NEW_ADDRESS, { delay: 25, status: 'boarding' });
    expect(await changed.json()).toMatchObject({ delay: 25, status: 'boarding', distance: 733 });
    const nowhere = NEW_ADDRESS.replace('LGA/1', 'LGA/9');
    await expectProblem(await send('PATCH', nowhere, { delay: 25 }), 404, { title: 'Not Found' });
    await expectProblem(await send('PATCH', nowhere, { delay: 25, expectedDelay: 0 }), 404, { title: 'Not Found' });
    await expectProblem(await call(nowhere), 404, { code: 'CASPY_ENTITY_NOT_FOUND' });
  });

  test('change for one of two who saw the same delay', async () => {
    await send('PATCH', NEW_ADDRESS, { delay: 40 });
    const body = (delay: number): object => ({ delay, expectedDelay: 40 });
    const answers = await Promise.all([50, 60].map((delay) => send('PATCH', NEW_ADDRESS, body(delay))));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const winner = answers.find(({ status }) => status === 200)!;
    expect(await get(NEW_ADDRESS)).toEqual(await winner.json());
  });

  test.each([
    [{ delay: 1.5 }, 'delay'],
    [{ delay: '5' }, 'delay'],
    [{ status: 'lost' }, 'status'],
    [{ distance: 5 }, 'distance'],
  ])('do not change to %j', async (change, field) => {
    await expectProblem(await send('PATCH', NEW_ADDRESS, change), 400, { errors: [{ field }] });
  });

  test('an empty change and broken JSON are problems of the client', async () => {
    await expectProblem(await send('PATCH', NEW_ADDRESS, {}), 400, { code: 'CASPY_VALIDATION' });
    const headers = { 'content-type': 'application/json' };
    await expectProblem(await call('/flights', { method: 'POST', headers, body: '{' }), 400, { title: 'Bad Request' });
  });

  test('of a day with the worst delays come sorted, from any airport', async () => {
    const delays = await get<Flight[]>(`/flights/delays?day=${DAY}&minimum=15&limit=5`);
    const all: Flight[] = [];
    for await (const flight of board.dataSource.getRepository(Flight).scan({ where: { day: DAY } })) all.push(flight);
    const worst = all.map(({ delay }) => delay).filter((delay) => delay >= 15);
    expect(worst.length).toBeGreaterThan(1);
    expect(delays.map(({ delay }) => delay)).toEqual(worst.toSorted((a, b) => b - a).slice(0, 5));
  });
});

describe('airports', () => {
  test('are those of the flights, by city', async () => {
    const airports = await get<{ iata: string; city: string }[]>('/airports');
    expect(airports.length).toBeGreaterThan(100);
    expect(airports.map(({ iata }) => iata)).toEqual(expect.arrayContaining(['ORD', 'HNL', 'LGA']));
    const cities = airports.map(({ city }) => city);
    expect(cities).toEqual(cities.toSorted((a, b) => a.localeCompare(b)));
  });

  test('have a name', async () => {
    expect(await get('/airports/ORD')).toMatchObject({ city: 'Chicago', state: 'IL' });
    await expectProblem(await call('/airports/XXX'), 404, { code: 'CASPY_ENTITY_NOT_FOUND' });
  });
});

describe('a live board', () => {
  const key = { origin: 'DFW', day: DAY, departure: '10:30', destination: 'ORD', sequence: 9 };

  test('tells all who watch it what anybody writes, and is polled once and no longer than watched', async () => {
    const flights = board.dataSource.getRepository(Flight);
    await flights.save(flights.create({ ...key, delay: 1, distance: 802 }));
    const feed = board.app.get(BoardFeed);
    const leaving = new AbortController();
    const url = `${board.url}/api/boards/DFW/live?day=${DAY}`;
    const watchers = [readEvents(url, leaving.signal), readEvents(url, leaving.signal)];
    for (const watcher of watchers) expect((await watcher.next()).value).toEqual({ type: 'ready', data: {} });
    expect(feed.watched).toBe(1);

    await flights.update(key, { delay: 77 });
    for (const watcher of watchers) {
      const changed = [expect.objectContaining({ destination: 'ORD', sequence: 9, delay: 77 })];
      expect((await watcher.next()).value).toEqual({ type: 'changes', data: { changed, removed: [] } });
    }
    await flights.delete(key);
    for (const watcher of watchers) {
      const removed = [expect.objectContaining({ destination: 'ORD', sequence: 9 })];
      expect((await watcher.next()).value).toEqual({ type: 'changes', data: { changed: [], removed } });
    }

    leaving.abort();
    await Promise.allSettled(watchers.map((watcher) => watcher.next()));
    while (feed.watched > 0) await pause(20);
  });
});

describe('the server', () => {
  test('is healthy, with Cassandra', async () => {
    const health = await get('/health');
    expect(health).toMatchObject({ status: 'ok', info: { server: { status: 'up' }, cassandra: { status: 'up' } } });
  });

  test('describes itself as OpenAPI, with a page that loads nothing from elsewhere', async () => {
    const { paths, components } = await get<{ paths: object; components: { schemas: object } }>('/docs-json');
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/api/airports',
        '/api/boards/{iata}',
        '/api/boards/{iata}/live',
        '/api/flights',
        '/api/flights/delays',
        '/api/flights/{origin}/{day}/{departure}/{destination}/{sequence}',
        '/api/health',
      ]),
    );
    expect(components.schemas).toMatchObject({
      Flight: { properties: { delay: { type: 'number' }, status: { enum: expect.any(Array) } } },
      FlightChange: { properties: { expectedDelay: { type: 'number' } } },
    });
    const html = await (await call('/docs')).text();
    expect(html).toContain('swagger-ui');
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  test('answers what does not exist with a problem', async () => {
    await expectProblem(await call('/nothing'), 404, { title: 'Not Found' });
  });
});
