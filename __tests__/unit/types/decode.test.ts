import { types } from 'cassandra-driver';
import { CodecFault } from '../../../lib/types/codec';
import { createCodec } from '../../../lib/types/create-codec';
import { parseCqlType } from '../../../lib/types/parse-cql-type';
import type { Representation } from '../../../lib/types/representation';
import { RepresentationFault } from '../../../lib/types/representation-fault';
import { driver, typeInfo } from './support/driver-codec';

const { BigDecimal, Duration, InetAddress, Integer, LocalDate, LocalTime, Long, TimeUuid, Tuple, Uuid } = types;

/** What a property of class `as` reads of bytes that Cassandra sends. */
function read(cql: string, as: Representation | undefined, hex: string): unknown {
  const type = parseCqlType(cql);
  const decoded = driver.decode(Buffer.from(hex, 'hex'), typeInfo(type));
  const { decode } = createCodec(type, as);
  return decode === undefined ? decoded : decode(decoded);
}

const V1 = '123e4567e89b12d3a456426614174000';
const V1_TEXT = '123e4567-e89b-12d3-a456-426614174000';
const ONE = '0000000000000001';

describe('decode', () => {
  it.each<[string, Representation | undefined, string, unknown]>([
    ['uuid', undefined, V1, V1_TEXT],
    ['uuid', String, V1, V1_TEXT],
    ['uuid', Object, V1, V1_TEXT],
    ['uuid', Uuid, V1, Uuid.fromString(V1_TEXT)],
    ['timeuuid', undefined, V1, V1_TEXT],
    ['timeuuid', TimeUuid, V1, TimeUuid.fromString(V1_TEXT)],
    ['timeuuid', Uuid, V1, TimeUuid.fromString(V1_TEXT)],
    ['bigint', undefined, ONE, 1n],
    ['bigint', BigInt, 'ffffffffffffffff', -1n],
    ['bigint', Number, '001fffffffffffff', Number.MAX_SAFE_INTEGER],
    ['bigint', Number, 'ffe0000000000001', Number.MIN_SAFE_INTEGER],
    ['bigint', Long, '8000000000000000', Long.MIN_VALUE],
    ['bigint', Long, '7fffffff80000001', Long.fromString('9223372034707292161')],
    ['counter', Number, ONE, 1],
    ['varint', undefined, '0080', 128n],
    ['varint', Number, '80', -128],
    ['varint', Long, 'ff7f', Long.fromInt(-129)],
    ['varint', Integer, 'ff7f', Integer.fromInt(-129)],
    ['decimal', undefined, '000000020096', '1.50'],
    ['decimal', undefined, '00000002ff', '-0.01'],
    ['decimal', undefined, '0000000500', '0.00000'],
    ['decimal', undefined, 'fffffffd05', '5E+3'],
    ['decimal', undefined, '7fffffff05', '5E-2147483647'],
    ['decimal', undefined, '8000000005', '5E+2147483648'],
    ['decimal', BigDecimal, '000000020096', BigDecimal.fromString('1.50')],
    ['timestamp', undefined, 'ffffffffffffffff', new Date(-1)],
    ['date', undefined, '80000000', '1970-01-01'],
    ['date', undefined, '7fffffff', '1969-12-31'],
    ['date', undefined, '00000000', '-5877641-06-23'],
    ['date', undefined, 'ffffffff', '+5881580-07-11'],
    ['date', undefined, '7ff50558', '0000-01-01'],
    ['date', undefined, '7ff50557', '-000001-12-31'],
    ['date', undefined, (2 ** 31 + 2_932_897).toString(16), '+010000-01-01'],
    ['date', LocalDate, '80000000', LocalDate.fromString('1970-01-01')],
    ['time', undefined, '0000000000000000', '00:00:00'],
    ['time', undefined, '00004e94914effff', '23:59:59.999999999'],
    ['time', undefined, '0000000059682f00', '00:00:01.5'],
    ['time', LocalTime, '0000000059682f00', LocalTime.fromString('00:00:01.5')],
    ['duration', undefined, '020000', new Duration(1, 0, 0)],
    ['duration', String, '000000', 'PT0S'],
    ['duration', String, '1c0600', 'P1Y2M3D'],
    ['duration', String, '010305', '-P1M2DT0.000000003S'],
    ['duration', String, '0000fc068c61714000', 'PT1H'],
    ['inet', undefined, '7f000001', '127.0.0.1'],
    ['inet', undefined, '00'.repeat(16), '::'],
    ['inet', undefined, '20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
    ['inet', undefined, '00000000000000000000ffff01020304', '::ffff:1.2.3.4'],
    ['inet', undefined, '00010002000300000005000600070008', '1:2:3:0:5:6:7:8'],
    // The driver's own text of this address is 0:0:1::3:4.
    ['inet', undefined, '00000000000100000002000000030004', '::1:0:2:0:3:4'],
    ['inet', InetAddress, '7f000001', InetAddress.fromString('127.0.0.1')],
    ['blob', undefined, '0102', Buffer.from([1, 2])],
    ['blob', undefined, '', Buffer.alloc(0)],
    ['blob', Uint8Array, '0102', Uint8Array.of(1, 2)],
    ['list<int>', Array, '000000010000000400000001', [1]],
    ['list<uuid>', Object, `0000000100000010${V1}`, [V1_TEXT]],
    // Zero bytes in a type that has no empty value.
    ['list<uuid>', undefined, '0000000100000000', [null]],
    ['set<int>', undefined, '000000010000000400000001', new Set([1])],
    ['set<int>', Array, '000000010000000400000001', [1]],
    ['set<uuid>', Array, `0000000100000010${V1}`, [V1_TEXT]],
    ['set<uuid>', Object, `0000000100000010${V1}`, new Set([V1_TEXT])],
    ['map<text, uuid>', undefined, `00000001000000016100000010${V1}`, new Map([['a', V1_TEXT]])],
    ['map<uuid, int>', undefined, `0000000100000010${V1}0000000400000001`, new Map([[V1_TEXT, 1]])],
    ['map<uuid, text>', undefined, `0000000100000010${V1}ffffffff`, new Map([[V1_TEXT, null]])],
    ['tuple<int, uuid>', undefined, `ffffffff00000010${V1}`, [null, V1_TEXT]],
    // Stored before the second member was added to the type.
    ['tuple<int, text>', Array, '0000000400000001', [1, null]],
    ['vector<float, 2>', undefined, '3f800000c0000000', [1, -2]],
    ['vector<float, 2>', Float32Array, '3f800000c0000000', Float32Array.of(1, -2)],
    ['vector<uuid, 1>', Array, V1, [V1_TEXT]],
  ])('%s as %p reads 0x%s', (cql, as, hex, expected) => {
    expect(read(cql, as, hex)).toEqual(expected);
  });

  it.each([
    ['ascii', undefined],
    ['bigint', undefined],
    ['bigint', BigInt],
    ['blob', Buffer],
    ['boolean', Boolean],
    ['counter', Object],
    ['date', LocalDate],
    ['double', Number],
    ['duration', Duration],
    ['inet', InetAddress],
    ['int', Number],
    ['list<text>', Array],
    ['map<text, bigint>', Map],
    ['set<text>', Set],
    ['text', String],
    ['timestamp', Date],
    ['timeuuid', TimeUuid],
    ['uuid', Uuid],
    ['varint', undefined],
    ['list<frozen<map<text, frozen<set<int>>>>>', undefined],
  ])('%s as %p needs no decoding', (cql, as) => {
    expect(createCodec(parseCqlType(cql), as).decode).toBeUndefined();
  });

  it.each<[string, Representation, string, string]>([
    ['bigint', Number, '0020000000000000', 'the stored value is outside the safe range of a number; read it as bigint'],
    [
      'counter',
      Number,
      '8000000000000000',
      'the stored value is outside the safe range of a number; read it as bigint',
    ],
    [
      'varint',
      Number,
      '00ffffffffffffffff',
      'the stored value is outside the safe range of a number; read it as bigint',
    ],
    ['varint', Long, '00ffffffffffffffff', 'the stored value needs more than the 64 bits of a Long; read it as bigint'],
  ])('%s as %p does not round 0x%s', (cql, as, hex, message) => {
    expect(() => read(cql, as, hex)).toThrow(new CodecFault(message));
  });

  it.each<[string, unknown]>([
    ['bigint', Long.fromInt(-5)],
    ['varint', Integer.fromInt(-5)],
  ])('%s as number takes a driver value of a session without bigint', (cql, value) => {
    expect(createCodec(parseCqlType(cql), Number).decode?.(value)).toBe(-5);
  });

  it.each<[string, Representation | undefined]>([
    ['uuid', undefined],
    ['list<uuid>', undefined],
    ['map<uuid, int>', undefined],
    ['tuple<int>', undefined],
    ['vector<float, 1>', undefined],
    ['blob', Uint8Array],
    ['bigint', Long],
  ])('%s as %p refuses what the driver never gives', (cql, as) => {
    const { decode } = createCodec(parseCqlType(cql), as);
    expect(() => decode?.('other')).toThrow(CodecFault);
  });

  describe('maps as objects', () => {
    const asObject = (cql: string, map: Map<unknown, unknown>): unknown => {
      const { encode, decode } = createCodec(parseCqlType(cql), Object);
      const object = decode?.(driver.decode(encode(map), typeInfo(parseCqlType(cql))));
      expect(Object.getPrototypeOf(object)).toBeNull();
      // What was read can be written as it is.
      expect(encode(object).equals(encode(map))).toBe(true);
      return { ...(object as object) };
    };

    it.each<[string, [unknown, unknown][], Record<string, unknown>]>([
      ['map<text, int>', [['a', 1]], { a: 1 }],
      ['map<int, text>', [[-5, 'a']], { '-5': 'a' }],
      ['map<bigint, text>', [[2n ** 60n, 'a']], { '1152921504606846976': 'a' }],
      ['map<uuid, text>', [[V1_TEXT, 'a']], { [V1_TEXT]: 'a' }],
      ['map<boolean, text>', [[true, 'a']], { true: 'a' }],
      ['map<timestamp, text>', [[new Date(-1), 'a']], { '1969-12-31T23:59:59.999Z': 'a' }],
      ['map<date, text>', [['1969-12-31', 'a']], { '1969-12-31': 'a' }],
      ['map<decimal, text>', [['1.50', 'a']], { '1.50': 'a' }],
      [
        'map<double, text>',
        [
          [-0, 'a'],
          [1e300, 'b'],
          [NaN, 'c'],
          [-Infinity, 'd'],
        ],
        { '0': 'a', '1e+300': 'b', NaN: 'c', '-Infinity': 'd' },
      ],
    ])('%s', (cql, entries, expected) => {
      expect(asObject(cql, new Map(entries))).toEqual(expected);
    });

    it('keeps keys that mean something to JavaScript', () => {
      const { encode, decode } = createCodec(parseCqlType('map<text, int>'), Object);
      const map = new Map([
        ['__proto__', 1],
        ['constructor', 2],
        ['hasOwnProperty', 3],
      ]);
      const object = decode?.(driver.decode(encode(map), typeInfo(parseCqlType('map<text, int>')))) as object;
      expect(Object.entries(object)).toEqual([...map]);
    });

    it('stays a Map where keys have no text', () => {
      expect(createCodec(parseCqlType('map<blob, int>'), Object).decode).toBeUndefined();
    });
  });

  it('copies a Uint8Array out of the pool of Buffer', () => {
    const bytes = read('blob', Uint8Array, '0102') as Uint8Array;
    expect([bytes.buffer.byteLength, Buffer.isBuffer(bytes)]).toEqual([2, false]);
  });
});

describe('representations', () => {
  it.each<[string, Representation, string]>([
    ['int', String, 'int is read as Number, not as String'],
    ['text', Number, 'text is read as String, not as Number'],
    ['list<int>', Set, 'list<int> is read as Array, not as Set'],
    ['bigint', String, 'bigint is read as BigInt, Long, or Number, not as String'],
    ['date', Date, 'date is read as String or LocalDate, not as Date'],
    ['decimal', Number, 'decimal is read as String or BigDecimal, not as Number'],
    ['map<blob, int>', Array, 'map<blob, int> is read as Map, not as Array'],
    ['map<text, int>', Array, 'map<text, int> is read as Map or Object, not as Array'],
    ['vector<int, 2>', Float32Array, 'vector<int, 2> is read as Array, not as Float32Array'],
    ['uuid', TimeUuid, 'uuid is read as String or Uuid, not as TimeUuid'],
    ['text', class {}, 'text is read as String, not as this class'],
    ['tuple<int>', Tuple, 'frozen<tuple<int>> is read as Array, not as Tuple'],
    ['address', Object, 'the user-defined type address needs a class: write () => TheClass'],
    ['list<address>', Array, 'the user-defined type frozen<address> needs a class: write () => TheClass'],
  ])('%s as %p is refused', (cql, as, message) => {
    expect(() => createCodec(parseCqlType(cql), as)).toThrow(new RepresentationFault(message));
  });

  it('knows the classes of a second copy of the driver by name', () => {
    class LocalTime {}
    expect(createCodec(parseCqlType('time'), LocalTime).decode).toBeUndefined();
  });

  it('cannot be changed', () => {
    expect(Object.isFrozen(createCodec(parseCqlType('uuid')))).toBe(true);
  });
});
