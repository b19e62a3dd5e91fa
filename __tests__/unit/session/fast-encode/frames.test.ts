import { Client, types } from 'cassandra-driver';
import fc from 'fast-check';
import { DirectBatch, DirectExecute } from '../../../../lib/session/fast-encode/direct-requests';
import {
  type DriverParts,
  driverParts,
  type DriverRequest,
  type StatementMeta,
} from '../../../../lib/session/fast-encode/driver-parts';
import { valuesLength } from '../../../../lib/session/fast-encode/frames';
import { selfTest } from '../../../../lib/session/fast-encode/self-test';
import { driver } from '../../types/support/driver-codec';

const client = new Client({
  contactPoints: ['127.0.0.1'],
  localDataCenter: 'datacenter1',
  queryOptions: { consistency: types.consistencies.localOne },
});
const encoder = Object.assign(driver, { protocolVersion: 4 });

function known(): DriverParts {
  const parts = driverParts();
  if (typeof parts === 'string') throw new Error(parts);
  return parts;
}

const { ExecuteRequest, BatchRequest, makeOptions } = known();
const metaOf = (params: readonly unknown[]): StatementMeta => ({
  columns: params.map(() => ({ type: { code: types.dataTypes.blob } })),
});
const frameOf = (request: DriverRequest, stream: number): string => request.write(encoder, stream).toString('hex');

const param = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  fc.constant(null),
  fc.constant(types.unset),
);
const params = fc.array(param, { maxLength: 20 });
const queryId = fc.uint8Array({ minLength: 1, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
const stream = fc.integer({ min: 0, max: 32_767 });
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
// The driver sends 0 (ANY) as 1.
const level = fc.integer({ min: 1, max: 10 });
const options = fc
  .record({
    timestamp: fc.oneof(
      fc.maxSafeInteger(),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((time) => types.Long.fromString(String(time))),
    ),
    consistency: level,
    serialConsistency: optional(fc.constantFrom(types.consistencies.serial, types.consistencies.localSerial)),
    fetchSize: optional(fc.integer({ min: 0, max: 2 ** 31 - 1 })),
    pageState: optional(fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes))),
    traceQuery: fc.boolean(),
    logged: optional(fc.boolean()),
    counter: fc.boolean(),
  })
  .map((raw) =>
    makeOptions(Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined)), client),
  );

test('an EXECUTE is byte by byte that of the driver', () => {
  fc.assert(
    fc.property(queryId, params, options, stream, (id, values, set, number) => {
      const meta = metaOf(values);
      const ours = new DirectExecute('q', id, values, set, meta, undefined, valuesLength(values)!);
      const theirs = new ExecuteRequest('q', id, values, set, meta);
      expect(frameOf(ours, number)).toBe(frameOf(theirs, number));
      expect(ours.length).toBe(Reflect.get(theirs, 'length'));
    }),
    { numRuns: 500 },
  );
});

test('a BATCH is byte by byte that of the driver', () => {
  const items = fc.array(fc.tuple(queryId, params), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(items, options, stream, (statements, set, number) => {
      const all = statements.map(([id, values]) => ({ query: 'q', queryId: id, params: values, meta: metaOf(values) }));
      const length = statements.reduce((sum, [, values]) => sum + valuesLength(values)!, 0);
      const ours = new DirectBatch(all, set, undefined, length);
      const theirs = new BatchRequest(all, set);
      expect(frameOf(ours, number)).toBe(frameOf(theirs, number));
      expect(ours.length).toBe(Reflect.get(theirs, 'length'));
    }),
    { numRuns: 300 },
  );
});

test('a large value is copied whole', () => {
  const values = [Buffer.alloc(3_000_000, 5)];
  const set = makeOptions({ timestamp: 1 }, client);
  const id = Buffer.from('id');
  const ours = new DirectExecute('q', id, values, set, metaOf(values), undefined, valuesLength(values)!);
  const theirs = new ExecuteRequest('q', id, values, set, metaOf(values));
  expect(ours.write(encoder, 1).equals(theirs.write(encoder, 1))).toBe(true);
});

test('a write time that is given goes before that of the options', () => {
  const set = makeOptions({ timestamp: 5 }, client);
  const ours = new DirectExecute('q', Buffer.from('id'), [], set, metaOf([]), 258, 0);
  expect(frameOf(ours, 1).endsWith('0000000000000102')).toBe(true);
});

test('a copy for a retry has everything, and its own consistency', () => {
  const set = makeOptions({ timestamp: 5, consistency: 6 }, client);
  const values = [Buffer.from('value')];
  const request = new DirectExecute('q', Buffer.from('id'), values, set, metaOf(values), undefined, 9);
  const copy = request.clone();
  expect(copy).toBeInstanceOf(DirectExecute);
  expect(frameOf(copy, 1)).toBe(frameOf(request, 1));
  copy.consistency = 1;
  expect(frameOf(copy, 1)).not.toBe(frameOf(request, 1));
});

test.each<[string, readonly unknown[], number | undefined]>([
  ['none', [], 0],
  ['bytes, null and unset', [Buffer.alloc(3), null, types.unset], 15],
  ['a value that is not encoded', [Buffer.alloc(3), 'text'], undefined],
  ['undefined', [undefined], undefined],
])('the length of values: %s', (_, values, length) => {
  expect(valuesLength(values)).toBe(length);
});

describe('the self-test', () => {
  test('passes with the driver as it is', () => {
    expect(selfTest(known(), client)).toBeUndefined();
  });

  test.each<[string, Partial<DriverParts>]>([
    [
      'writes other frames',
      {
        BatchRequest: class extends BatchRequest {
          override write = () => Buffer.from('other');
        },
      },
    ],
    ['fails', { makeOptions: () => ({}) as ReturnType<typeof makeOptions> }],
  ])('does not pass with one that %s', (_, parts) => {
    expect(selfTest({ ...known(), ...parts }, client)).toEqual(expect.any(String));
  });
});
