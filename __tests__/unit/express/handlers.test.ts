import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express, NextFunction, Request, Response } from 'express';
import express from 'express';
import {
  EntityNotFoundError,
  OptimisticLockError,
  PoolTimeoutError,
  QueryError,
  TimeoutError,
  ValidationError,
} from 'caspy';
import { asyncHandler, caspyErrorHandler, requireDataSource, sendProblem } from 'caspy/express';

let server: Server | undefined;
afterEach(() => server?.close());

async function serve(app: Express): Promise<string> {
  server = createServer(app);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function throwing(error: unknown): Express {
  const app = express();
  app.get('/', () => {
    throw error;
  });
  return app;
}

/** The last handler of these applications, in place of Express's own, which writes to the log. */
const fallback = (error: Error, _request: Request, response: Response, _next: NextFunction): void => {
  response.status(599).send(error.message);
};

test('an error of caspy is problem details, without the headers of the other answer', async () => {
  const app = express();
  app.get('/', (_request, response) => {
    response.status(200).set({ 'Content-Encoding': 'gzip', ETag: '"x"', 'X-Kept': 'yes' });
    throw new ValidationError('User.name', {
      errors: [{ path: 'User.name', constraints: { l: 'User.name is long' } }],
    });
  });
  const response = await fetch(await serve(app.use(caspyErrorHandler())));
  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(response.headers.get('etag')).toBeNull();
  expect(response.headers.get('x-kept')).toBe('yes');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(await response.json()).toMatchObject({
    ...{ type: 'about:blank', title: 'Bad Request', status: 400, code: 'CASPY_VALIDATION' },
    errors: [{ field: 'name', messages: ['name is long'] }],
  });
});

test.each([
  [new EntityNotFoundError(''), 404, null],
  [new OptimisticLockError(''), 409, null],
  [new PoolTimeoutError(''), 429, '1'],
  [new TimeoutError('', { maybeApplied: false }), 503, '1'],
  [new TimeoutError('', { maybeApplied: true }), 503, null],
])('%p', async (error, status, retryAfter) => {
  const response = await fetch(await serve(throwing(error).use(caspyErrorHandler({ log: () => undefined }))));
  expect([response.status, response.headers.get('retry-after')]).toEqual([status, retryAfter]);
});

test('faults of the server are told to the log only', async () => {
  const secret = 'SELECT password FROM shop.users';
  const error = new QueryError(secret, { cql: secret });
  const logged: unknown[] = [];
  const log = (fault: unknown, { url }: { url?: string | undefined }): unknown => logged.push(fault, url);
  const response = await fetch(await serve(throwing(error).use(caspyErrorHandler({ log }))));
  expect(await response.json()).toEqual({ type: 'about:blank', title: 'Internal Server Error', status: 500 });
  expect(logged).toEqual([error, '/']);
});

test('without a log of its own they are written to stderr', async () => {
  const write = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const error = new QueryError('x');
  await fetch(await serve(throwing(error).use(caspyErrorHandler())));
  expect(write).toHaveBeenCalledWith(error);
  write.mockRestore();
});

test('errors of others go to the next handler', async () => {
  const response = await fetch(await serve(throwing(new Error('other')).use(caspyErrorHandler()).use(fallback)));
  expect([response.status, await response.text()]).toEqual([599, 'other']);
});

test('an answer that has begun is cut off, not completed', async () => {
  const app = express().set('env', 'test');
  app.get('/', (_request, response) => {
    response.setHeader('Content-Length', 100);
    response.write('half');
    throw new EntityNotFoundError('');
  });
  const response = await fetch(await serve(app.use(caspyErrorHandler())));
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow();
});

test('asyncHandler passes on what is thrown, rejected, and rejected with nothing', async () => {
  const app = express();
  const fails = async (how: string): Promise<void> => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- some libraries do this
    if (how === 'nothing') await Promise.reject(undefined);
    throw new EntityNotFoundError('');
  };
  app.get('/now', asyncHandler(() => { throw new EntityNotFoundError(''); })); // prettier-ignore
  app.get(
    '/later/:how',
    asyncHandler((request: Request<{ how: string }>) => fails(request.params.how)),
  );
  const url = await serve(app.use(caspyErrorHandler()).use(fallback));
  expect((await fetch(`${url}/now`)).status).toBe(404);
  expect((await fetch(`${url}/later/x`)).status).toBe(404);
  expect((await fetch(`${url}/later/nothing`)).status).toBe(599);
});

test('requireDataSource', async () => {
  const dataSource = { isInitialized: false };
  const app = express().use(requireDataSource(dataSource, { except: ({ url }) => url === '/live', retryAfter: 7 }));
  const url = await serve(app.use((_request: Request, response: Response) => void response.send('ok')));
  const refused = await fetch(url);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '7']);
  expect((await fetch(`${url}/live`)).status).toBe(200);
  dataSource.isInitialized = true;
  expect((await fetch(url)).status).toBe(200);
});

test('sendProblem answers with problem details of the application, to HEAD without a body', async () => {
  const app = express();
  app.use((_request: Request, response: Response) => sendProblem(response, 409, { detail: 'This name is taken.' }));
  const url = await serve(app);
  expect(await (await fetch(url)).json()).toEqual({
    ...{ type: 'about:blank', title: 'Conflict', status: 409, detail: 'This name is taken.' },
  });
  const head = await fetch(url, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([409, '']);
});
