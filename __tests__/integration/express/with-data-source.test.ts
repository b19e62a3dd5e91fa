import { Agent, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Request, Response } from 'express';
import express from 'express';
import { dropTestData, testConnection, testDataSource, uniqueKeyspace } from '../support/test-data-source';
import { Column, DataSource, PartitionKey, Table } from 'caspy';
import { asyncHandler, caspyErrorHandler, jsonReplacer, pageRequest, setNextLink, withDataSource } from 'caspy/express';

@Table()
class Note {
  @PartitionKey('uuid', { generated: 'uuid' }) id!: string;
  @Column() text!: string;
  @Column('bigint') views!: bigint;
  @Column('set<text>') tags!: Set<string>;
}

const keyspace = uniqueKeyspace();
const options = {
  ...testConnection(),
  ...{ keyspace, entities: [Note], synchronize: true, requestTimeout: 30_000 },
  replication: { class: 'SimpleStrategy', replication_factor: 1 },
};
const quick = { signals: false, closeDelay: 50 } as const;

function application(dataSource: DataSource): express.Express {
  const notes = () => dataSource.getRepository(Note);
  const app = express().use(express.json()).set('json replacer', jsonReplacer);
  app.post('/notes', async (request: Request<object, unknown, Partial<Note>>, response) => {
    response.status(201).json(await notes().save(notes().create(request.body)));
  });
  app.get('/notes', async (request, response) => {
    const page = await notes().findPage({ ...pageRequest(request) });
    setNextLink(request, response, page);
    response.json(page);
  });
  app.get(
    '/notes/:id',
    asyncHandler(async (request: Request<{ id: string }>, response: Response) => {
      response.json(await notes().getOrFail({ id: request.params.id }));
    }),
  );
  app.get('/slow', async (_request, response) => {
    await pause(400);
    response.json(await notes().count());
  });
  app.get('/live', (_request, response) => {
    response.send('alive');
  });
  return app.use(caspyErrorHandler({ log: () => undefined }));
}

beforeAll(async () => {
  const dataSource = await testDataSource(options);
  await dataSource.destroy();
});
afterAll(async () => dropTestData(await new DataSource(options).initialize()));

const post = (body: object): RequestInit => ({
  ...{ method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
});

test('connects, listens, answers entities as JSON, in pages, and errors as problem details', async () => {
  const dataSource = new DataSource(options);
  await using server = withDataSource(application(dataSource), dataSource, quick);
  const { port } = await server.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${port}/notes`;
  const ids: string[] = [];
  for (let index = 0; index < 5; index += 1) {
    const response = await fetch(url, post({ text: `note ${index}`, tags: ['a'] }));
    const note = (await response.json()) as { id: string };
    expect([response.status, note]).toEqual([201, { id: note.id, text: `note ${index}`, tags: ['a'] }]);
    ids.push(note.id);
  }
  await dataSource.getRepository(Note).update({ id: ids[0]! }, { views: 2n ** 60n });
  expect(await (await fetch(`${url}/${ids[0]}`)).json()).toMatchObject({ views: '1152921504606846976', tags: ['a'] });

  const found: string[] = [];
  let next: string | undefined = `${url}?limit=2`;
  while (next !== undefined) {
    const response: globalThis.Response = await fetch(next);
    const page = (await response.json()) as { items: { id: string }[]; next: string | null };
    found.push(...page.items.map(({ id }) => id));
    const link = /<([^>]*)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
    expect(link === undefined).toBe(page.next === null);
    next = link === undefined ? undefined : new URL(link, response.url).href;
  }
  expect(found.toSorted()).toEqual(ids.toSorted());

  const problems = [`${url}?limit=x`, `${url}?after=x`, `${url}/x`, `${url}/00000000-0000-4000-8000-000000000000`];
  const answers = await Promise.all(problems.map(async (address) => (await fetch(address)).json()));
  expect(answers).toMatchObject([
    { status: 400, code: 'CASPY_VALIDATION', errors: [{ field: 'limit' }] },
    { status: 400, code: 'CASPY_PAGE_TOKEN' },
    { status: 400, code: 'CASPY_VALIDATION', errors: [{ field: 'id' }] },
    { status: 404, code: 'CASPY_ENTITY_NOT_FOUND' },
  ]);
});

test('listen() fails when Cassandra cannot be reached, and nothing listens', async () => {
  const dataSource = new DataSource({ ...options, contactPoints: ['127.0.0.1'], port: 1 });
  const server = withDataSource(application(dataSource), dataSource, quick);
  await expect(server.listen()).rejects.toMatchObject({ code: 'CASPY_CONNECTION' });
  expect(server.server.listening).toBe(false);
  await server.close();
});

test('an address that is taken fails, and the data source is closed again', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const dataSource = new DataSource(options);
  const server = withDataSource(application(dataSource), dataSource, quick);
  const { port } = other.address() as AddressInfo;
  await expect(server.listen(port, '127.0.0.1')).rejects.toThrow('EADDRINUSE');
  expect(dataSource.isInitialized).toBe(false);
  other.close();
});

test('with listenFirst it answers 503 until Cassandra is there, and then by itself', async () => {
  const gate = createServer();
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
  const { port: closed } = gate.address() as AddressInfo;
  await new Promise((resolve) => gate.close(resolve));
  const dataSource = new DataSource(options);
  const failures: unknown[] = [];
  // The first attempts fail, as those before Cassandra is up do.
  const initialize = dataSource.initialize.bind(dataSource);
  jest
    .spyOn(dataSource, 'initialize')
    .mockImplementationOnce(async () => {
      await new DataSource({ ...options, contactPoints: ['127.0.0.1'], port: closed }).initialize();
      return dataSource;
    })
    .mockImplementation(initialize);
  const server = withDataSource(application(dataSource), dataSource, {
    ...quick,
    ...{ listenFirst: true, retryDelay: 50, except: ({ url }) => url === '/live' },
    log: (error) => failures.push(error),
  });
  const { port } = await server.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${port}`;
  const early = await fetch(`${url}/notes`);
  expect([early.status, early.headers.get('retry-after')]).toEqual([503, '1']);
  expect((await fetch(`${url}/live`)).status).toBe(200);
  let status = 503;
  while (status === 503) {
    await pause(50);
    ({ status } = await fetch(`${url}/notes`));
  }
  expect(status).toBe(200);
  expect(failures).toEqual([expect.objectContaining({ code: 'CASPY_CONNECTION' })]);
  await server.close();
  expect(dataSource.isInitialized).toBe(false);
});

test('close() ends an attempt to connect', async () => {
  const dataSource = new DataSource({ ...options, contactPoints: ['127.0.0.1'], port: 1 });
  const server = withDataSource(application(dataSource), dataSource, {
    ...quick,
    ...{ listenFirst: true, retryDelay: 600_000, log: () => undefined },
  });
  await server.listen();
  await pause(100);
  await server.close();
  expect(server.isClosing).toBe(true);
});

/** One GET on a connection of an agent. */
function ask(url: string, agent: Agent): Promise<{ status: number; connection: string | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () =>
        resolve({ status: response.statusCode!, connection: response.headers.connection, body }),
      );
    }).on('error', reject);
  });
}

test('close() answers what it has taken, tells clients to leave, and closes idle connections', async () => {
  const dataSource = new DataSource(options);
  const server = withDataSource(application(dataSource), dataSource, { ...quick, closeDelay: 200 });
  const { port } = await server.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${port}`;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const idle = new Agent({ keepAlive: true });
  const other = new Agent({ keepAlive: true });
  expect(await ask(`${url}/live`, idle)).toMatchObject({ status: 200, connection: 'keep-alive' });
  expect(await ask(`${url}/live`, other)).toMatchObject({ status: 200, connection: 'keep-alive' });
  const slow = ask(`${url}/slow`, agent);
  await pause(100);
  const closing = server.close();
  expect(server.close()).toBe(closing);
  // Within the delay all is as before; after it a request on an open connection is served, and is its last one.
  expect(await ask(`${url}/live`, other)).toMatchObject({ status: 200, connection: 'keep-alive' });
  await pause(250);
  expect(await ask(`${url}/live`, other)).toMatchObject({ status: 200, connection: 'close' });
  expect(await slow).toMatchObject({ status: 200, connection: 'close', body: '5' });
  await closing;
  expect(dataSource.isInitialized).toBe(false);
  await expect(ask(`${url}/live`, new Agent())).rejects.toThrow('ECONNREFUSED');
  for (const each of [agent, idle, other]) each.destroy();
});

test('what takes longer than closeTimeout is cut off', async () => {
  const dataSource = new DataSource(options);
  const app = express().get('/never', () => undefined);
  const server = withDataSource(app, dataSource, { ...quick, closeTimeout: 100 });
  const { port } = await server.listen(0, '127.0.0.1');
  const never = fetch(`http://127.0.0.1:${port}/never`).catch((error: unknown) => error);
  await pause(100);
  await server.close();
  expect(await never).toMatchObject({ message: 'fetch failed' });
});

test('requests sent one behind the other are all answered', async () => {
  const dataSource = new DataSource(options);
  const server = withDataSource(application(dataSource), dataSource, { ...quick, closeDelay: 100 });
  const { port } = await server.listen(0, '127.0.0.1');
  const pipelined = connect(port, '127.0.0.1');
  let text = '';
  pipelined.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const head = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
  pipelined.write(head('/slow') + head('/slow'));
  await pause(100);
  const closing = server.close();
  pipelined.write(head('/slow'));
  await new Promise((resolve) => pipelined.once('close', resolve));
  await closing;
  expect(text.match(/HTTP\/1.1 200 OK/g)).toHaveLength(3);
  expect(text.match(/Connection: close/g)).toHaveLength(1);
});
