import { EventEmitter } from 'node:events';
import { types } from 'cassandra-driver';
import type { Client } from 'cassandra-driver';
import fc from 'fast-check';
import { FrameRows } from '../../../../lib/session/fast-decode/frame-rows';
import { selfTest } from '../../../../lib/session/fast-decode/self-test';
import { AS_BYTES, tapClient, tapParser } from '../../../../lib/session/fast-decode/tap-client';
import type { Parser } from '../../../../lib/session/fast-decode/tap-client';
import { driver } from '../../types/support/driver-codec';

interface Stream {
  on(event: string, listener: (...given: unknown[]) => void): unknown;
  pipe(next: unknown): Stream;
  write(chunk: Buffer): boolean;
}

interface Streams {
  readonly Protocol: new (options: object) => Stream;
  readonly Parser: new (options: object, encoder: unknown) => Stream & Parser;
  readonly ResultEmitter: new (options: object) => Stream;
}

// What really runs: the streams that the driver puts behind each socket.
const streams = jest.requireActual<Streams>('cassandra-driver/lib/streams');
const OBJECTS = { objectMode: true };

interface Answer {
  readonly stream: number;
  readonly error: unknown;
  readonly rows: readonly object[] | undefined;
  readonly wasBytes: boolean;
  readonly pageState: string | undefined;
  readonly flags: unknown;
}

const int = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const short = (value: number): Buffer => int(value).subarray(2);
const text = (value: string): Buffer => Buffer.concat([short(Buffer.byteLength(value)), Buffer.from(value)]);
const cell = (value: Buffer | null): Buffer => (value === null ? int(-1) : Buffer.concat([int(value.length), value]));

interface FrameOptions {
  readonly stream: number;
  readonly rows: readonly (readonly [string | null, number | null])[];
  readonly pageState?: Buffer | undefined;
  readonly traced?: boolean;
  readonly warning?: string | undefined;
  readonly payload?: boolean;
}

/** A RESULT frame of rows with two columns, as protocol version 4 has it. */
function frame({ stream, rows, pageState, traced = false, warning, payload = false }: FrameOptions): Buffer {
  const head = [
    ...(traced ? [Buffer.alloc(16, 7)] : []),
    ...(warning === undefined ? [] : [short(1), text(warning)]),
    ...(payload ? [short(1), text('key'), cell(Buffer.from('value'))] : []),
  ];
  const meta = [
    int(1 | (pageState === undefined ? 0 : 2)),
    int(2),
    ...(pageState === undefined ? [] : [cell(pageState)]),
    ...[text('ks'), text('t'), text('Na"me'), short(13), text('n'), short(9)],
  ];
  const cells = rows.flatMap(([name, n]) => [
    cell(name === null ? null : Buffer.from(name)),
    cell(n === null ? null : int(n)),
  ]);
  const body = Buffer.concat([...head, int(2), ...meta, int(rows.length), ...cells]);
  const flags = (traced ? 2 : 0) | (payload ? 4 : 0) | (warning === undefined ? 0 : 8);
  return Buffer.concat([Buffer.of(0x84, flags), short(stream), Buffer.of(8), int(body.length), body]);
}

async function answers(chunks: readonly Buffer[], tapped: boolean): Promise<Answer[]> {
  const found: Answer[] = [];
  const protocol = new streams.Protocol(OBJECTS);
  const parser = new streams.Parser(OBJECTS, driver);
  const emitter = new streams.ResultEmitter(OBJECTS);
  // Requests of odd streams do not ask for bytes.
  if (tapped) tapParser(parser, (stream) => stream % 2 === 0);
  emitter.on('result', (header, error, result) => {
    const { rows, meta, flags } = (result ?? {}) as { rows?: object[] | FrameRows; meta?: object; flags?: unknown };
    const pageState = (meta as { pageState?: Buffer } | undefined)?.pageState?.toString('hex');
    const stream = (header as { streamId: number }).streamId;
    const wasBytes = rows instanceof FrameRows;
    found.push({
      stream,
      error: error ?? undefined,
      rows: wasBytes ? rows.toRows() : rows,
      wasBytes,
      pageState,
      flags,
    });
  });
  protocol.pipe(parser).pipe(emitter);
  for (const chunk of chunks) {
    protocol.write(chunk);
    await new Promise(setImmediate);
  }
  await new Promise(setImmediate);
  return found;
}

const frames = fc.array(
  fc.record({
    stream: fc.integer({ min: 0, max: 300 }),
    rows: fc.array(fc.tuple(fc.option(fc.string({ unit: 'binary' })), fc.option(fc.integer())), { maxLength: 6 }),
    pageState: fc.option(fc.constant(Buffer.from('state')), { nil: undefined }),
    traced: fc.boolean(),
    warning: fc.option(fc.constant('large batch'), { nil: undefined }),
    payload: fc.boolean(),
  }),
  { minLength: 1, maxLength: 4 },
);

test('frames cut into any chunks: the results of the driver, for those that ask and those that do not', async () => {
  await fc.assert(
    fc.asyncProperty(frames, fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 12 }), async (given, lengths) => {
      const bytes = Buffer.concat(given.map(frame));
      const chunks: Buffer[] = [];
      let at = 0;
      for (const length of lengths) chunks.push(bytes.subarray(at, (at += length)));
      chunks.push(bytes.subarray(at));
      const full = chunks.filter((chunk) => chunk.length > 0);
      const expected = await answers(full, false);
      const found = await answers(full, true);
      expect(found.map(({ wasBytes: _, ...rest }) => rest)).toStrictEqual(
        expected.map(({ wasBytes: _, ...rest }) => rest),
      );
      for (const { stream, wasBytes, rows = [] } of found) expect(wasBytes).toBe(stream % 2 === 0 && rows.length > 0);
    }),
    { numRuns: 150 },
  );
});

test('the self-test passes with the driver as it is, and fails with one that decodes otherwise', () => {
  const parser = new streams.Parser(OBJECTS, driver);
  expect(selfTest(parser)).toBeUndefined();
  let calls = 0;
  const odd = { decode: (bytes: Buffer, type: { code: number }) => ((calls += 1), driver.decode(bytes, type), calls) };
  expect(selfTest(new streams.Parser(OBJECTS, odd))).toBe('its rows differ from those of the driver');
  const silent = new streams.Parser(OBJECTS, driver);
  const Other = class {
    parseRows(): unknown {
      return undefined;
    }
  };
  expect(selfTest(Object.setPrototypeOf({ encoder: silent.encoder }, Other.prototype) as Parser)).toMatch(
    /another way/,
  );
});

test('a row that goes beyond its frame is an error, not the bytes of another', () => {
  const bytes = Buffer.concat([int(100), Buffer.from('short')]);
  const rows = new FrameRows(bytes, 0, 1, [{ name: 'a', type: { code: types.dataTypes.varchar } }], driver);
  expect(() => rows.toRows()).toThrow(RangeError);
});

describe('of a client', () => {
  /** Hosts, pools and connections with the members that the driver's have. */
  function clientWith(parser: object): { client: Client; connect: () => { parser?: object } } {
    const hosts = new EventEmitter();
    const operations = new Map([
      [2, { request: { options: { getRawQueryOptions: () => ({ [AS_BYTES]: true }) } } }],
      [3, { request: { options: { getRawQueryOptions: () => ({}) } } }],
      [4, { request: {} }],
    ]);
    const connect = (): { parser?: object } => {
      const pool = { _addListeners: () => undefined } as { _addListeners(connection: object): void };
      hosts.emit('add', { pool });
      const connection = {
        _operations: operations,
        parser: undefined as object | undefined,
        bindSocketListeners() {
          connection.parser = parser;
        },
      };
      pool._addListeners(connection);
      connection.bindSocketListeners();
      return connection as { parser?: object };
    };
    return { client: { hosts } as unknown as Client, connect };
  }

  const ask = (parser: Parser, streamId: number): void => {
    const buf = Buffer.concat([int(1), int(-1)]);
    const reader = { buf, offset: 0, readInt: () => 1, remainingLength: () => buf.length };
    parser.parseRows({ header: { streamId }, meta: { columns: [] }, flagsInfo: undefined }, reader);
  };

  test.each([
    [2, 'bytes'],
    [3, 'rows'],
    [4, 'rows'],
    [5, 'rows'],
  ])('stream %i gets %s', (stream, expected) => {
    const got: string[] = [];
    const parser = { encoder: driver, push: () => got.push('bytes') > 0, parseRows: () => void got.push('rows') };
    const { client, connect } = clientWith(parser);
    tapClient(client, () => true);
    connect();
    ask(parser, stream);
    expect(got).toEqual([expected]);
  });

  test('nothing is touched when the check fails, and it is asked once', () => {
    const parseRows = (): void => undefined;
    const parser = { encoder: driver, push: () => true, parseRows };
    const { client, connect } = clientWith(parser);
    const check = jest.fn(() => false);
    tapClient(client, check);
    connect();
    connect();
    expect(parser.parseRows).toBe(parseRows);
    expect(check).toHaveBeenCalledTimes(1);
  });
});
