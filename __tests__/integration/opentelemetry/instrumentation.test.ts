import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context, ContextManager } from '@opentelemetry/api';
import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { dropTestData, testDataSource } from '../support/test-data-source';
import type { DataSource } from 'caspy';
import { Column, PartitionKey, Table } from 'caspy';
import { CaspyInstrumentation } from 'caspy/opentelemetry';

@Table()
class Note {
  @PartitionKey('int') id!: number;
  @Column() text!: string;
}

/** The active context, kept as a program that is instrumented keeps it. */
class AsyncContexts implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();
  active = (): Context => this.#storage.getStore() ?? ROOT_CONTEXT;
  with: ContextManager['with'] = (active, work, self, ...args) =>
    this.#storage.run(active, () => work.apply(self!, args));
  bind: ContextManager['bind'] = (_context, target) => target;
  enable = (): this => this;
  disable = (): this => this;
}

const spans = new InMemorySpanExporter();
const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 600_000 });
const meterProvider = new MeterProvider({ readers: [reader] });
const instrumentation = new CaspyInstrumentation({ enabled: false });
const tracer = tracerProvider.getTracer('test');
let dataSource: DataSource;

beforeAll(async () => {
  context.setGlobalContextManager(new AsyncContexts());
  // One place: everything else waits in the queue, and begins in the context of another request.
  dataSource = await testDataSource({ entities: [Note], pool: { maxInFlight: 1 } });
  instrumentation.setTracerProvider(tracerProvider);
  instrumentation.setMeterProvider(meterProvider);
});
beforeEach(() => {
  spans.reset();
  instrumentation.setConfig({});
  instrumentation.enable();
});
afterAll(async () => {
  instrumentation.disable();
  await meterProvider.shutdown();
  await dropTestData(dataSource);
});

const clientSpans = (): ReadableSpan[] => spans.getFinishedSpans().filter(({ kind }) => kind === SpanKind.CLIENT);

test('a span by the conventions for databases, without values', async () => {
  const notes = dataSource.getRepository(Note);
  await notes.save(notes.create({ id: 7, text: 'secret' }));
  await notes.find({ where: { id: 7 } });
  const [save, find] = clientSpans();
  expect(save).toMatchObject({ name: 'INSERT note', kind: SpanKind.CLIENT, status: { code: SpanStatusCode.UNSET } });
  expect(save?.attributes).toMatchObject({
    ...{ 'db.system.name': 'cassandra', 'db.namespace': dataSource.keyspace, 'db.collection.name': 'note' },
    ...{ 'db.operation.name': 'INSERT', 'db.query.summary': 'INSERT note', 'caspy.operation': 'Note.save' },
    ...{ 'server.address': expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/), 'server.port': 9042, 'caspy.attempts': 1 },
    'db.query.text': expect.stringMatching(/^INSERT INTO .*note.* VALUES \(\?/),
  });
  expect(find?.attributes).toMatchObject({ 'db.operation.name': 'SELECT', 'db.response.returned_rows': 1 });
  expect(find?.attributes).not.toHaveProperty('error.type');
  const text = JSON.stringify(clientSpans().map(({ attributes, name, events }) => [attributes, name, events]));
  expect(text).not.toContain('secret');
});

test('constants in CQL of a user do not leave the process', async () => {
  await dataSource.execute("INSERT INTO note (id, text) VALUES (1, 'top secret')");
  expect(clientSpans()[0]?.attributes['db.query.text']).toBe('INSERT INTO note (id, text) VALUES (?, ?)');
});

test('each span is the child of the one that was active at its call, also when it had to wait', async () => {
  const notes = dataSource.getRepository(Note);
  const parents = await Promise.all(
    Array.from({ length: 10 }, async (_, id) => {
      const parent = tracer.startSpan(`request ${id}`);
      await context.with(trace.setSpan(context.active(), parent), () => notes.save(notes.create({ id, text: 'x' })));
      parent.end();
      return parent.spanContext();
    }),
  );
  const children = clientSpans();
  expect(children).toHaveLength(10);
  expect(new Set(children.map(({ parentSpanContext }) => parentSpanContext?.spanId))).toEqual(
    new Set(parents.map(({ spanId }) => spanId)),
  );
  for (const child of children) expect(child.attributes['caspy.queue.duration']).toBeGreaterThanOrEqual(0);
});

test('a failed request has its code, and no message', async () => {
  await expect(dataSource.execute('SELECT nothing FROM note')).rejects.toThrow();
  const [failed] = clientSpans();
  expect(failed?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'CASPY_INVALID_QUERY' });
  expect(failed?.attributes['error.type']).toBe('CASPY_INVALID_QUERY');
});

test('a batch is one span', async () => {
  await dataSource.batch((batch) => {
    batch.insert(Note, { id: 20, text: 'a' });
    batch.insert(Note, { id: 21, text: 'b' });
  });
  expect(clientSpans()).toMatchObject([{ name: 'BATCH note', attributes: { 'db.operation.name': 'BATCH' } }]);
});

test('durations in seconds are a histogram, by operation and outcome', async () => {
  await dataSource.getRepository(Note).find({ where: { id: 7 } });
  await reader.forceFlush();
  const found = exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap(({ metrics }) => metrics);
  expect(found.at(-1)?.descriptor).toMatchObject({ name: 'db.client.operation.duration', unit: 's' });
  const points = found.at(-1)?.dataPoints ?? [];
  const select = points.find(({ attributes: { 'db.operation.name': name, 'error.type': type } }) => {
    return name === 'SELECT' && type === undefined;
  });
  expect(select?.attributes).toMatchObject({ 'db.system.name': 'cassandra', 'db.collection.name': 'note' });
  expect(select?.attributes).not.toHaveProperty('db.query.text');
  expect(select?.value).toMatchObject({ count: expect.any(Number), buckets: { boundaries: expect.any(Array) } });
  expect(points.some(({ attributes }) => attributes['error.type'] === 'CASPY_INVALID_QUERY')).toBe(true);
});

test('options, and disable()', async () => {
  const notes = dataSource.getRepository(Note);
  instrumentation.setConfig({ queryText: false });
  await notes.find({ where: { id: 7 } });
  expect(clientSpans()[0]?.attributes).not.toHaveProperty('db.query.text');
  spans.reset();
  instrumentation.setConfig({ requireParentSpan: true });
  await notes.find({ where: { id: 7 } });
  expect(clientSpans()).toEqual([]);
  await tracer.startActiveSpan('parent', async (parent) => {
    await notes.find({ where: { id: 7 } });
    parent.end();
  });
  expect(clientSpans()).toHaveLength(1);
  spans.reset();
  instrumentation.disable();
  await notes.find({ where: { id: 7 } });
  expect(clientSpans()).toEqual([]);
  instrumentation.enable();
  instrumentation.enable();
  instrumentation.setConfig({});
  await notes.find({ where: { id: 7 } });
  expect(clientSpans()).toHaveLength(1);
});

test('it is enabled when it is made, unless told otherwise', () => {
  const other = new CaspyInstrumentation({ queryText: false });
  expect(other.getConfig()).toEqual({ queryText: false });
  expect(other.instrumentationName).toBe('caspy');
  other.disable();
});
