import { inspect } from 'node:util';
import { types } from 'cassandra-driver';
import fc from 'fast-check';
import { SCALAR_NAMES } from '../../../../lib/types/cql-type';
import type { CqlType } from '../../../../lib/types/cql-type';
import { createCodec } from '../../../../lib/types/create-codec';
import { parseCqlType } from '../../../../lib/types/parse-cql-type';
import type { Cells, WireType } from '../../../../lib/types/readers/cells';
import { createReader } from '../../../../lib/types/readers/create-reader';
import type { Representation } from '../../../../lib/types/representation';
import { cqlTypes } from '../support/arbitrary-types';
import { valuesOf } from '../support/arbitrary-values';
import { driver, typeInfo } from '../support/driver-codec';

const PADDING = 3;

/** Bytes in the middle of others, as they lie in a frame. */
function cellsOf(value: Buffer, keepsText: boolean): Cells {
  const bytes = Buffer.concat([Buffer.alloc(PADDING, 0xff), value, Buffer.alloc(PADDING, 0xff)]);
  return {
    bytes,
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    text: keepsText ? bytes.toString('latin1', PADDING, PADDING + value.length) : '',
    textStart: PADDING,
    decode: (part, wire) => driver.decode(part, wire),
  };
}

/** As text, in which invalid dates are equal too; the class of every value is in it. */
function outcomeOf(read: () => unknown): string {
  const all = { depth: Infinity, maxArrayLength: Infinity, maxStringLength: Infinity };
  try {
    return inspect(read(), all);
  } catch (error) {
    return `error: ${(error as Error).message}`;
  }
}

/** What hydration makes of what the driver decodes. */
function stock(type: CqlType, as: Representation | undefined, wire: WireType, bytes: Buffer): unknown {
  const { decode } = createCodec(type, as);
  const value = driver.decode(bytes, wire);
  if (value === null || value === undefined) return null;
  return decode === undefined ? value : decode(value);
}

function expectSame(type: CqlType, bytes: Buffer, as?: Representation, wire: WireType = typeInfo(type)): void {
  const { read } = createReader(type, createCodec(type, as), as, wire);
  const expected = outcomeOf(() => stock(type, as, wire, bytes));
  for (const keepsText of [true, false]) {
    const cells = cellsOf(bytes, keepsText);
    expect(outcomeOf(() => read(cells, PADDING, PADDING + bytes.length))).toBe(expected);
  }
}

const typed = cqlTypes({ userTypes: false, depth: 2, maxDimension: 4 }).chain((type) =>
  valuesOf(type).map((value) => ({ type, bytes: createCodec(type).encode(value) })),
);

describe('createReader against the driver and the codec', () => {
  test.each(SCALAR_NAMES)('%s: the same values', (name) => {
    const type: CqlType = { kind: 'scalar', name };
    const { encode } = createCodec(type);
    fc.assert(
      fc.property(valuesOf(type), (value) => expectSame(type, encode(value))),
      { numRuns: 300 },
    );
  });

  test('nested types: the same values', () => {
    fc.assert(
      fc.property(typed, ({ type, bytes }) => expectSame(type, bytes)),
      { numRuns: 1500 },
    );
  });

  test('any bytes at all, also those that no server sends: the same values or the same errors', () => {
    const any = cqlTypes({ userTypes: false, depth: 1, maxDimension: 3 });
    fc.assert(
      fc.property(any, fc.uint8Array({ maxLength: 24 }), (type, bytes) => {
        expectSame(type, Buffer.from(bytes));
      }),
      { numRuns: 3000 },
    );
  });

  test('a column that the server has with another type: the same values or the same errors', () => {
    const pair = fc.tuple(cqlTypes({ userTypes: false, depth: 1, maxDimension: 3 }), typed);
    fc.assert(
      fc.property(pair, ([declared, { type, bytes }]) => expectSame(declared, bytes, undefined, typeInfo(type))),
      { numRuns: 1500 },
    );
  });

  test.each<[string, Representation, readonly unknown[]]>([
    ['bigint', Number, [0n, 2n ** 53n - 1n, -(2n ** 53n) + 1n, 2n ** 53n, -(2n ** 63n)]],
    ['counter', Number, [1n, 2n ** 60n]],
    ['bigint', types.Long, [5n]],
    ['uuid', types.Uuid, ['00112233-4455-6677-8899-aabbccddeeff']],
    ['timeuuid', types.TimeUuid, ['13814000-1dd2-11b2-8080-808080808080']],
    ['date', types.LocalDate, ['2024-02-29']],
    ['set<int>', Array, [new Set([1, 2])]],
    ['set<uuid>', Array, [new Set(['00112233-4455-6677-8899-aabbccddeeff'])]],
    ['set<double>', Array, [new Set([0, 1.5])]],
    ['map<text, int>', Object, [new Map([['__proto__', 1]])]],
    ['map<uuid, int>', Map, [new Map([['00112233-4455-6677-8899-aabbccddeeff', 1]])]],
    ['blob', Uint8Array, [Buffer.from('ab')]],
    ['vector<float, 2>', Float32Array, [[0.5, -1]]],
    ['text', Object, ['é', 'a'.repeat(100), '']],
  ])('%s read as %p', (cql, as, values) => {
    const type = parseCqlType(cql);
    for (const value of values) expectSame(type, createCodec(type).encode(value), as);
  });

  test('dates at the ends of their range', () => {
    for (const stored of [0, 1, 2 ** 31, 2 ** 32 - 1]) {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(stored);
      expectSame(parseCqlType('date'), bytes);
    }
  });

  test('a vector that the server describes by a Java class name', () => {
    const marshal = 'org.apache.cassandra.db.marshal';
    const wire = (dimension: number): WireType => ({
      code: 0,
      info: `${marshal}.VectorType(${marshal}.FloatType , ${dimension})`,
    });
    const type = parseCqlType('vector<float, 3>');
    const bytes = createCodec(type).encode([1, 0.1, -Infinity]);
    expectSame(type, bytes, undefined, wire(3));
    expectSame(type, bytes, Float32Array, wire(3));
    expectSame(type, bytes, undefined, wire(2));
    expect(createReader(type, createCodec(type), undefined, wire(3)).isDirect).toBe(true);
  });

  test('elements that are null are left to the driver', () => {
    const bytes = Buffer.from('00000002' + '0000000161' + '00000000' + '0000000162' + 'ffffffff', 'hex');
    expectSame(parseCqlType('map<text, int>'), bytes);
  });

  test.each(['text', 'int', 'bigint', 'uuid', 'timestamp', 'set<text>', 'map<text, frozen<list<int>>>'])(
    '%s does not go through the driver',
    (cql) => {
      const type = parseCqlType(cql);
      const codec = createCodec(type);
      const { read, isDirect } = createReader(type, codec, undefined, typeInfo(type));
      const [value] = fc.sample(valuesOf(type), { numRuns: 1, seed: 7 });
      const bytes = codec.encode(value);
      const cells: Cells = { ...cellsOf(bytes, true), decode: () => 'from the driver' };
      expect(isDirect).toBe(true);
      expect(read(cells, PADDING, PADDING + bytes.length)).toEqual(value);
    },
  );
});
