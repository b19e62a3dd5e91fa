import type { Express } from 'express';
import { createApp } from '../../../../examples/express/src/app';
import { createDataSource } from '../../../../examples/express/src/data-source';
import { Metrics } from '../../../../examples/express/src/metrics';
import { document } from '../../../../examples/express/src/openapi/document';
import { testConnection, uniqueKeyspace } from '../../support/test-data-source';
import type { DataSource } from 'caspy';
import type { DataSourceServer } from 'caspy/express';
import { withDataSource } from 'caspy/express';

const keyspace = uniqueKeyspace();
const nobody = '00000000-0000-4000-8000-000000000000';
let dataSource: DataSource;
let app: Express;
let server: DataSourceServer;
let url: string;
let isClosing = false;

beforeAll(async () => {
  dataSource = createDataSource({
    ...testConnection(),
    ...{ keyspace, requestTimeout: 30_000, slowQueryThreshold: 600_000 },
    replication: { class: 'SimpleStrategy', replication_factor: 1 },
  });
  const metrics = new Metrics(dataSource);
  app = createApp({ dataSource, metrics, isClosing: () => isClosing });
  server = withDataSource(app, dataSource, { signals: false, closeDelay: 0 });
  const { port } = await server.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${port}`;
  void server.closed.then(() => metrics.close());
});

afterAll(async () => {
  await dataSource.execute(`DROP KEYSPACE "${keyspace}"`, [], { timeout: 60_000 });
  await server.close();
});

/** Whatever of these the answer has; `undefined` where it has no body. */
interface Body {
  readonly userId: string;
  readonly username: string;
  readonly version: number;
  readonly postId: string;
  readonly tags: readonly string[];
  readonly items: readonly { readonly title: string }[];
  readonly errors?: unknown;
  readonly users: number;
  readonly posts: number;
  readonly requests: unknown;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

const paths: Readonly<Record<string, Readonly<Record<string, unknown>>>> = document.paths;

/** The operation of the description that a request belongs to. */
function described(method: string, pathname: string): { responses: Record<string, unknown> } {
  for (const [template, item] of Object.entries(paths)) {
    const pattern = new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    const operation = item[method.toLowerCase()];
    if (pattern.test(pathname) && operation !== undefined) return operation as { responses: Record<string, unknown> };
  }
  throw new Error(`${method} ${pathname} is not in the description.`);
}

/** One request; its status must be one that the description names. */
async function ask(method: string, path: string, body?: unknown): Promise<Answer> {
  const init = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url + path, { method, headers, ...init });
  const { responses } = described(method, path.replace(/\?.*/, ''));
  expect(Object.keys(responses)).toContain(String(response.status));
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? undefined : JSON.parse(text)) as Body,
  };
}

let number = 0;
async function newUser(): Promise<Body> {
  number += 1;
  return (await ask('POST', '/users', { username: `user_${number}`, email: `u${number}@example.com` })).body;
}

test('a user is created, read, changed and deleted', async () => {
  const created = await ask('POST', '/users', { username: 'joao', email: 'joao@example.com' });
  expect(created).toMatchObject({
    status: 201,
    body: { username: 'joao', email: 'joao@example.com', isActive: true, version: 1 },
  });
  const { userId } = created.body;
  const path = `/users/${userId}`;
  expect(created.headers.get('location')).toBe(path);
  expect((await ask('GET', path)).body).toEqual(created.body);
  const changed = await ask('PATCH', path, { version: 1, email: 'novo@example.com' });
  expect(changed).toMatchObject({ status: 200, body: { email: 'novo@example.com', isActive: true, version: 2 } });
  expect(await ask('DELETE', path)).toMatchObject({ status: 204, body: undefined });
  expect(await ask('GET', path)).toMatchObject({ status: 404, body: { code: 'CASPY_ENTITY_NOT_FOUND' } });
  // The name is free again.
  expect(await ask('POST', '/users', { username: 'joao', email: 'x@example.com' })).toMatchObject({ status: 201 });
});

test('a name is taken once, also by many at the same moment', async () => {
  const attempts = Array.from({ length: 8 }, () =>
    ask('POST', '/users', { username: 'maria', email: 'm@example.com' }),
  );
  const statuses = (await Promise.all(attempts)).map(({ status }) => status).sort();
  expect(statuses).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
});

test('who changes an old version loses', async () => {
  const { userId } = await newUser();
  expect(await ask('PATCH', `/users/${userId}`, { version: 1, isActive: false })).toMatchObject({ status: 200 });
  const late = await ask('PATCH', `/users/${userId}`, { version: 1, isActive: true });
  expect(late).toMatchObject({ status: 409, body: { code: 'CASPY_OPTIMISTIC_LOCK', title: 'Conflict' } });
  expect((await ask('GET', `/users/${userId}`)).body).toMatchObject({ isActive: false });
  expect(await ask('PATCH', `/users/${nobody}`, { version: 1, isActive: true })).toMatchObject({ status: 404 });
});

test.each([
  ['{', 400, undefined],
  ['[]', 400, [{ field: 'body', messages: ['is a JSON object'] }]],
  [{ username: 'x' }, 400, [{ field: 'email', messages: ['is missing'] }]],
  [{ username: 'x', email: 'x', userId: nobody }, 400, [{ field: 'userId', messages: ['is not known here'] }]],
  [{ username: 'y', email: 7 }, 400, [{ field: 'email', messages: ['expected a string, got a whole number'] }]],
  [{ username: 7, email: 'y' }, 400, [{ field: 'username', messages: ['expected a string, got a whole number'] }]],
  [{ username: 'y', email: 'y'.repeat(200_000) }, 413, undefined],
])('a body that does not fit is refused: %#', async (body, status, errors) => {
  const answer = await ask('POST', '/users', body);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.body.errors).toEqual(errors);
});

test('a name is not lost to a body that was refused', async () => {
  expect(await ask('POST', '/users', { username: 'once', email: 7 })).toMatchObject({ status: 400 });
  expect(await ask('POST', '/users', { username: 'once', email: 'once@example.com' })).toMatchObject({ status: 201 });
});

test('posts come newest first, page by page', async () => {
  const { userId } = await newUser();
  const path = `/users/${userId}/posts`;
  for (const title of ['a', 'b', 'c', 'd', 'e']) {
    expect(await ask('POST', path, { title, content: 'text' })).toMatchObject({
      status: 201,
      body: { title, tags: [] },
    });
  }
  const titles: string[] = [];
  let next: string | undefined = `${path}?limit=2`;
  while (next !== undefined) {
    const { body, headers } = await ask('GET', next);
    titles.push(...body.items.map(({ title }) => title));
    const target = /<([^>]*)>/.exec(headers.get('link') ?? '')?.[1];
    next = target === undefined ? undefined : path + target;
  }
  expect(titles).toEqual(['e', 'd', 'c', 'b', 'a']);
  expect(await ask('GET', `${path}?limit=0`)).toMatchObject({ status: 400, body: { errors: [{ field: 'limit' }] } });
  expect(await ask('GET', `${path}?after=x`)).toMatchObject({ status: 400, body: { code: 'CASPY_PAGE_TOKEN' } });
  expect(await ask('GET', '/users/x/posts')).toMatchObject({ status: 400, body: { errors: [{ field: 'authorId' }] } });
  expect(await ask('POST', `/users/${nobody}/posts`, { title: 'a', content: 'b' })).toMatchObject({ status: 404 });
});

test('tags are added and removed in place, by many at once', async () => {
  const { userId } = await newUser();
  const { body } = await ask('POST', `/users/${userId}/posts`, { title: 't', content: 'c', tags: ['first'] });
  const path = `/users/${userId}/posts/${body.postId}`;
  const tags = Array.from({ length: 10 }, (_, index) => `tag ${index}`);
  await Promise.all(tags.map((tag) => ask('PUT', `${path}/tags/${encodeURIComponent(tag)}`)));
  expect(new Set((await ask('GET', path)).body.tags)).toEqual(new Set(['first', ...tags]));
  expect((await ask('DELETE', `${path}/tags/first`)).body.tags).not.toContain('first');
  const ghost = `/users/${userId}/posts/00000000-0000-1000-8000-000000000000`;
  expect(await ask('PUT', `${ghost}/tags/x`)).toMatchObject({ status: 404 });
  expect(await ask('GET', ghost)).toMatchObject({ status: 404 });
});

test('a post is changed and deleted', async () => {
  const { userId } = await newUser();
  const { body } = await ask('POST', `/users/${userId}/posts`, { title: 't', content: 'c' });
  const path = `/users/${userId}/posts/${body.postId}`;
  expect(await ask('PATCH', path, { title: 'new' })).toMatchObject({
    status: 200,
    body: { title: 'new', content: 'c' },
  });
  expect(await ask('PATCH', path, { title: 1 })).toMatchObject({ status: 400, body: { errors: [{ field: 'title' }] } });
  for (let time = 0; time < 2; time += 1) expect(await ask('DELETE', path)).toMatchObject({ status: 204 });
  expect(await ask('PATCH', path, { title: 'ghost' })).toMatchObject({ status: 404 });
});

test('statistics are counted', async () => {
  const { userId } = await newUser();
  const path = `/users/${userId}/statistics`;
  expect((await ask('GET', path)).body).toEqual({ userId, posts: '0', views: '0' });
  const { body } = await ask('POST', `/users/${userId}/posts`, { title: 't', content: 'c' });
  await Promise.all(Array.from({ length: 5 }, () => ask('GET', `/users/${userId}/posts/${body.postId}`)));
  expect((await ask('GET', path)).body).toEqual({ userId, posts: '1', views: '5' });
  const all = (await ask('GET', '/statistics')).body;
  expect(all.users).toBeGreaterThan(0);
  expect(all.posts).toBeGreaterThan(0);
  expect(all.requests).toMatchObject({ executed: expect.any(Number), latency: { p99: expect.any(Number) } });
});

test('metrics for Prometheus: routes and operations, without ids', async () => {
  const { userId } = await newUser();
  await ask('GET', `/users/${userId}`);
  const response = await fetch(`${url}/metrics`);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
  const text = await response.text();
  expect(text).toMatch(/caspy_query_duration_seconds_count\{operation="User.get",outcome="ok"\} \d+/);
  expect(text).toMatch(/http_request_duration_seconds_count\{method="GET",route="\/users\/:userId",status="200"\} \d+/);
  expect(text).toMatch(/^caspy_pool_in_flight \d+$/m);
  expect(text).toMatch(/^process_resident_memory_bytes \d+/m);
  expect(text).not.toContain(userId);
});

test('health: live always, ready until it closes', async () => {
  expect(await ask('GET', '/health/live')).toMatchObject({ status: 200, body: { status: 'up' } });
  expect(await ask('GET', '/health/ready')).toMatchObject({ status: 200, body: { status: 'up' } });
  isClosing = true;
  expect(await ask('GET', '/health/ready')).toMatchObject({ status: 503 });
  isClosing = false;
});

test('the description names every route and no other', () => {
  interface Layer {
    readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  }
  const routes = (app.router as unknown as { stack: Layer[] }).stack.flatMap(({ route }) =>
    route === undefined ? [] : Object.keys(route.methods).map((method) => `${method} ${route.path}`),
  );
  const own = ['get /metrics', 'get /openapi.json', 'get /docs', 'get /docs/start.js'];
  const inDocument = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((key) => key !== 'parameters')
      .map((method) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  );
  expect(routes.filter((route) => !own.includes(route)).toSorted()).toEqual(inDocument.toSorted());
});

test('each reference of the description leads somewhere, and each parameter of a path is described', async () => {
  const text = await (await fetch(`${url}/openapi.json`)).text();
  const names = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name!);
  expect(names.length).toBeGreaterThan(20);
  expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(names));
  for (const [path, item] of Object.entries(paths)) {
    const parameters = (item.parameters ?? []) as { name: string }[];
    expect(parameters.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
  }
});

test('the page of the description loads nothing from elsewhere', async () => {
  const response = await fetch(`${url}/docs`);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
  const html = await response.text();
  const sources = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => source!);
  expect(sources).toHaveLength(3);
  for (const source of sources) {
    expect(source).toMatch(/^\/docs\//);
    expect((await fetch(url + source)).status).toBe(200);
  }
});

test('what is not there is a problem too', async () => {
  const response = await fetch(`${url}/nowhere`);
  expect([response.status, await response.json()]).toMatchObject([404, { title: 'Not Found', status: 404 }]);
});
