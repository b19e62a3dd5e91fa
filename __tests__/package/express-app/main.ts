import 'reflect-metadata';
import { DataSource } from 'caspy';
import { asyncHandler, caspyErrorHandler, jsonReplacer, pageRequest, setNextLink, withDataSource } from 'caspy/express';
import { CaspyInstrumentation } from 'caspy/opentelemetry';
import express from 'express';
import type { Request } from 'express';
import { Note } from './note.js';
import { recordedSpans } from './recorded-spans.js';

const dataSource = new DataSource({
  contactPoints: String(process.env['CASPY_TEST_CONTACT_POINTS']).split(','),
  port: Number(process.env['CASPY_TEST_PORT'] ?? 9042),
  localDataCenter: process.env['CASPY_TEST_LOCAL_DC'] ?? 'datacenter1',
  keyspace: String(process.env['CASPY_TEST_KEYSPACE']),
  replication: { class: 'SimpleStrategy', replication_factor: 1 },
  entities: [Note],
  synchronize: true,
  requestTimeout: 30_000,
});

const app = express();
app.set('json replacer', jsonReplacer);
app.use(express.json());
app.post(
  '/notes',
  asyncHandler(async (request, response) => {
    const notes = dataSource.getRepository(Note);
    response.status(201).json(await notes.save(notes.create({ ...request.body, views: 2n ** 60n })));
  }),
);
app.get(
  '/notes',
  asyncHandler(async (request, response) => {
    const page = await dataSource.getRepository(Note).findPage({ ...pageRequest(request) });
    setNextLink(request, response, page);
    response.json(page);
  }),
);
app.get(
  '/notes/:id',
  asyncHandler(async (request: Request<{ id: string }>, response) => {
    response.json(await dataSource.getRepository(Note).getOrFail({ id: request.params.id }));
  }),
);
app.use(caspyErrorHandler());

async function main(): Promise<unknown[]> {
  const instrumentation = new CaspyInstrumentation();
  const spans = recordedSpans();
  instrumentation.setTracerProvider(spans.provider);
  const server = withDataSource(app, dataSource, { closeDelay: 0 });
  const { port } = await server.listen(0, '127.0.0.1');
  const ask = async (path: string, body?: object): Promise<readonly [number, any, string | null]> => {
    const headers = { 'content-type': 'application/json' };
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers };
    const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
    return [response.status, await response.json(), response.headers.get('link')];
  };
  const [created, note] = await ask('/notes', { text: 'hello' });
  await ask('/notes', { text: 'world' });
  const [found, same] = await ask(`/notes/${note.id}`);
  const [missing, problem] = await ask('/notes/00000000-0000-4000-8000-000000000000');
  const [invalid, faults] = await ask('/notes', { text: 7 });
  const [, page, link] = await ask('/notes?limit=1');
  await dataSource.execute(`DROP KEYSPACE "${dataSource.keyspace}"`, [], { timeout: 60_000 });
  instrumentation.disable();
  await server.close();
  return [
    ...[created, found, same.text, same.views, missing, problem.code, invalid, faults.errors[0].field],
    ...[page.items.length, link?.startsWith('<?limit=1&after=')],
    ['INSERT', 'SELECT'].every((verb) => spans.names.some((name) => name.startsWith(verb))),
  ];
}

void main().then((answers) => console.log(JSON.stringify(answers)));
