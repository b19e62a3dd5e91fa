import { Body, Controller, Get, Inject, Module, Param, Post, Query } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { HealthCheck, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import { dropTestData, uniqueKeyspace } from '../support/test-data-source';
import { LogLines, moduleOptions } from './support';
import { Column, DataSource, PartitionKey, PoolTimeoutError, Repository, Table, VersionColumn } from 'caspy';
import { CaspyExceptionFilter, CaspyHealthIndicator, CaspyModule, InjectRepository, ParseUuidPipe } from 'caspy/nestjs';

@Table()
class Note {
  @PartitionKey('uuid', { generated: 'uuid' }) id!: string;
  @Column() text!: string;
  @VersionColumn() version!: number;
}

@Table({ keyspace: 'system_schema', name: 'keyspaces', synchronize: false } as object)
class KnownKeyspace {
  @PartitionKey() keyspaceName!: string;
}

@Controller()
class NoteController {
  constructor(
    @InjectRepository(Note) readonly notes: Repository<Note>,
    @InjectRepository(KnownKeyspace) readonly keyspaces: Repository<KnownKeyspace>,
    @Inject(DataSource) readonly dataSource: DataSource,
    @Inject(HealthCheckService) readonly health: HealthCheckService,
    @Inject(CaspyHealthIndicator) readonly cassandra: CaspyHealthIndicator,
  ) {}

  @Post('notes')
  create(@Body() body: object) {
    return this.notes.save(this.notes.create(body));
  }

  @Get('notes/:id')
  get(@Param('id', ParseUuidPipe) id: string) {
    return this.notes.getOrFail({ id });
  }

  @Post('notes/:id/:version')
  async change(@Param('id') id: string, @Param('version') version: string) {
    await this.notes.update({ id }, { text: 'changed', version: Number(version) });
  }

  @Get('page')
  page(@Query('after') after: string) {
    return this.notes.findPage({ size: 1, after });
  }

  @Get('count')
  async count() {
    // Across awaits and timers, and by every way to the tables.
    const before = await this.notes.count();
    await new Promise((resolve) => setTimeout(resolve, 5));
    const { rows } = await this.dataSource.execute('SELECT count(*) FROM note');
    return [before, Number(rows[0]!.count), await this.notes.withOptions({ timeout: 20_000 }).count()];
  }

  @Get('shared')
  async shared() {
    return (await this.keyspaces.findOneByOrFail({ keyspaceName: 'system' })).keyspaceName;
  }

  @Get('fails')
  fails() {
    return this.notes.findBy({ text: 'secret' });
  }

  @Get('full')
  full() {
    throw new PoolTimeoutError('the pool at 10.0.0.5 is full');
  }

  @Get('health')
  @HealthCheck()
  check() {
    return this.health.check([() => this.cassandra.pingCheck('cassandra')]);
  }
}

const options = moduleOptions({ entities: [Note, KnownKeyspace] });
const tenants = [uniqueKeyspace(), uniqueKeyspace()];
const logger = new LogLines();
let app: INestApplication;
let url: string;

beforeAll(async () => {
  @Module({
    imports: [
      TerminusModule.forRoot({ logger: false }),
      CaspyModule.forRoot({
        ...options,
        keyspaceFromRequest: (request) => request?.headers['x-tenant'] as string | undefined,
      }),
      CaspyModule.forFeature([Note, KnownKeyspace]),
    ],
    controllers: [NoteController],
    providers: [{ provide: APP_FILTER, useClass: CaspyExceptionFilter }],
  })
  class AppModule {}
  for (const keyspace of tenants) {
    await using dataSource = new DataSource({ ...options, entities: [Note], keyspace });
    await dataSource.initialize();
  }
  const module = await Test.createTestingModule({ imports: [AppModule] })
    .setLogger(logger)
    .compile();
  app = module.createNestApplication();
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});

afterAll(async () => {
  const dataSource = app.get(DataSource);
  for (const keyspace of tenants) await dataSource.execute(`DROP KEYSPACE "${keyspace}"`, [], { timeout: 60_000 });
  await dropTestData(dataSource);
  await app.close();
});

async function ask(path: string, body?: object, headers: Record<string, string> = {}) {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(url + path, { ...init, headers: { 'content-type': 'application/json', ...headers } });
  const text = await response.text();
  const answer: unknown = text === '' ? undefined : JSON.parse(text);
  return { status: response.status, type: response.headers.get('content-type'), headers: response.headers, answer };
}

test('errors are answered with problem details', async () => {
  const { answer } = await ask('/notes', { text: 'first' });
  const { id } = answer as Note;
  expect(await ask(`/notes/${id.toUpperCase()}`)).toMatchObject({ status: 200, answer: { id, text: 'first' } });
  expect(await ask('/notes/x')).toMatchObject({ status: 400, answer: { message: 'id is not a UUID' } });

  const missing = await ask(`/notes/${id.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))}`);
  expect(missing).toMatchObject({ status: 404, answer: { title: 'Not Found', code: 'CASPY_ENTITY_NOT_FOUND' } });
  expect(missing.type).toMatch(/^application\/problem\+json/);

  expect((await ask('/notes', { text: 7 })).answer).toEqual({
    type: 'about:blank',
    title: 'Bad Request',
    status: 400,
    detail: 'A value does not fit.',
    code: 'CASPY_VALIDATION',
    errors: [{ field: 'text', messages: ['expected a string, got a whole number'] }],
  });
  expect((await ask('/notes', { txt: '' })).answer).toMatchObject({ errors: [{ field: 'txt' }] });
  expect(await ask('/page?after=AAAA')).toMatchObject({ status: 400, answer: { code: 'CASPY_PAGE_TOKEN' } });
  expect(await ask(`/notes/${id}/1`, {})).toMatchObject({ status: 201 });
  expect(await ask(`/notes/${id}/1`, {})).toMatchObject({ status: 409, answer: { code: 'CASPY_OPTIMISTIC_LOCK' } });
});

test('faults of the server are told to the log only', async () => {
  expect((await ask('/fails')).answer).toEqual({ type: 'about:blank', title: 'Internal Server Error', status: 500 });
  expect(logger.lines.some((line) => line.startsWith('error CASPY_QUERY_PLAN: Note.text'))).toBe(true);
  const full = await ask('/full');
  expect(full).toMatchObject({ status: 429, answer: { title: 'Too Many Requests' } });
  expect(full.headers.get('retry-after')).toBe('1');
  expect(JSON.stringify(full.answer)).not.toContain('10.0.0.5');
});

test('each request works in the keyspace of its tenant', async () => {
  const [first, second] = tenants as [string, string];
  await ask('/notes', { text: 'of the first' }, { 'x-tenant': first });
  for (const text of ['a', 'b']) await ask('/notes', { text }, { 'x-tenant': second });
  const counts = async (tenant: string): Promise<unknown> =>
    (await ask('/count', undefined, { 'x-tenant': tenant })).answer;
  const answers = await Promise.all([first, second, first, second, second].map(counts));
  expect(answers).toEqual([1, 2, 1, 2, 2].map((count) => [count, count, count]));
  // An entity with a keyspace of its own stays there.
  const shared = await fetch(`${url}/shared`, { headers: { 'x-tenant': first } });
  expect(await shared.text()).toBe('system');
});

test('health says up, without addresses', async () => {
  const { status, answer } = await ask('/health');
  expect(status).toBe(200);
  expect(answer).toMatchObject({ info: { cassandra: { status: 'up', hosts: { up: 1, known: 1 } } } });
  expect(JSON.stringify(answer)).not.toMatch(/\d+\.\d+\.\d+/);
});

test('health says down, with the code only', async () => {
  const dataSource = app.get(DataSource);
  await dataSource.destroy();
  expect(await ask('/health')).toMatchObject({
    status: 503,
    answer: { error: { cassandra: { status: 'down', message: 'CASPY_NOT_INITIALIZED' } } },
  });
  await dataSource.initialize();
});
