import type { RequestOptions } from 'node:http';
import { Agent, request as send } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Post } from '../../../../examples/express/src/entities/post.entity';
import { dropTestData, testConnection, uniqueKeyspace } from '../../support/test-data-source';
import { addressOf, compileExample, start } from './support';
import { DataSource } from 'caspy';

const CLIENTS = 32;
const keyspace = uniqueKeyspace();

beforeAll(compileExample, 120_000);
afterAll(async () => dropTestData(await new DataSource({ ...testConnection(), keyspace }).initialize()));

interface Created {
  readonly status: number;
  readonly body: { readonly userId: string; readonly postId: string };
}

/** POST over an agent; what fails is the error of the socket. */
function post(options: RequestOptions, body: object): Promise<Created> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const request = send({ method: 'POST', headers, ...options }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode!, body: JSON.parse(text) as Created['body'] });
      });
    });
    request.on('error', reject);
    request.end(JSON.stringify(body));
  });
}

test('SIGTERM in the middle of writes loses no request that was accepted', async () => {
  const running = start('main.js', { CASPY_KEYSPACE: keyspace });
  const address = await addressOf(running);
  const agent = new Agent({ keepAlive: true });
  const target = { ...address, agent };
  const authors: string[] = [];
  for (let index = 0; index < 8; index += 1) {
    const { body } = await post({ ...target, path: '/users' }, { username: `writer_${index}`, email: 'w@example.com' });
    authors.push(body.userId);
  }
  const acknowledged: { authorId: string; postId: string }[] = [];
  const refused: unknown[] = [];
  const others: unknown[] = [];
  const client = async (index: number): Promise<void> => {
    const authorId = authors[index % authors.length]!;
    for (;;) {
      try {
        const path = `/users/${authorId}/posts`;
        const { status, body } = await post({ ...target, path }, { title: `of ${index}`, content: 'x'.repeat(500) });
        if (status === 201) acknowledged.push({ authorId, postId: body.postId });
        else others.push(status);
      } catch (error) {
        // The only good way to fail: nobody took the connection any more.
        (Reflect.get(error as object, 'code') === 'ECONNREFUSED' ? refused : others).push(error);
        return;
      }
    }
  };
  const clients = Array.from({ length: CLIENTS }, (_, index) => client(index));
  while (acknowledged.length < 100) await pause(20);
  const before = acknowledged.length;
  running.child.kill('SIGTERM');
  await Promise.all(clients);
  expect(await running.ended).toEqual([0, null]);
  agent.destroy();

  expect(others).toEqual([]);
  expect(refused).toHaveLength(CLIENTS);
  // It went on answering after the signal.
  expect(acknowledged.length).toBeGreaterThan(before);
  expect(running.lines).toContain('Closed');
  await using dataSource = await new DataSource({ ...testConnection(), keyspace, entities: [Post] }).initialize();
  const stored = new Set<string>();
  for (const authorId of authors) {
    for await (const { postId } of dataSource.getRepository(Post).filter({ authorId })) stored.add(postId);
  }
  expect(acknowledged.filter(({ postId }) => !stored.has(postId))).toEqual([]);
}, 120_000);

test('a second signal ends it at once', async () => {
  const running = start('main.js', { CASPY_KEYSPACE: keyspace });
  const { host, port } = await addressOf(running);
  const blocked = send({
    host,
    port,
    method: 'POST',
    path: '/users',
    headers: { 'content-type': 'application/json', 'content-length': 100 },
  });
  const broken = new Promise((resolve) => blocked.once('error', resolve));
  blocked.write('{');
  await pause(200);
  running.child.kill('SIGTERM');
  await pause(700);
  expect(running.child.exitCode).toBeNull();
  running.child.kill('SIGTERM');
  expect(await running.ended).toEqual([null, 'SIGTERM']);
  await broken;
}, 60_000);
