import { types } from 'cassandra-driver';
import { CodecFault } from '../../../lib/types/codec';
import { createCodec } from '../../../lib/types/create-codec';
import { parseCqlType } from '../../../lib/types/parse-cql-type';

const { BigDecimal, Duration, InetAddress, Integer, LocalDate, LocalTime, Long, TimeUuid, Tuple, Uuid, Vector } = types;

const hexOf = (cql: string, value: unknown): string => createCodec(parseCqlType(cql)).encode(value).toString('hex');

function faultOf(cql: string, value: unknown): string {
  try {
    hexOf(cql, value);
  } catch (error) {
    if (error instanceof CodecFault) return `${error.inner} ${error.message}`.trim();
    throw error;
  }
  throw new Error(`${cql} took the value`);
}

const V4 = '123e4567-e89b-42d3-a456-426614174000';
const V1 = '123e4567-e89b-12d3-a456-426614174000';

/** Every numeric edge, by the bytes that the protocol's specification asks for. */
const BYTES: readonly [string, unknown, string][] = [
  ['tinyint', -128, '80'],
  ['tinyint', 127, '7f'],
  ['smallint', -32768, '8000'],
  ['smallint', 258, '0102'],
  ['int', 2147483647, '7fffffff'],
  ['int', -2147483648, '80000000'],
  ['int', -0, '00000000'],
  ['bigint', 0n, '0000000000000000'],
  ['bigint', -1n, 'ffffffffffffffff'],
  ['bigint', 2n ** 63n - 1n, '7fffffffffffffff'],
  ['bigint', -(2n ** 63n), '8000000000000000'],
  ['bigint', -1, 'ffffffffffffffff'],
  ['bigint', -4294967301, 'fffffffefffffffb'],
  ['bigint', Number.MAX_SAFE_INTEGER, '001fffffffffffff'],
  ['bigint', Number.MIN_SAFE_INTEGER, 'ffe0000000000001'],
  ['bigint', Long.MIN_VALUE, '8000000000000000'],
  ['bigint', Long.fromString('9223372036854775807', true), '7fffffffffffffff'],
  ['counter', 5n, '0000000000000005'],
  ['varint', 0n, '00'],
  ['varint', -1n, 'ff'],
  ['varint', 127n, '7f'],
  ['varint', 128n, '0080'],
  ['varint', -128n, '80'],
  ['varint', -129n, 'ff7f'],
  ['varint', 2n ** 70n, '400000000000000000'],
  ['varint', 255, '00ff'],
  ['varint', Integer.fromString('-129'), 'ff7f'],
  ['varint', Long.MAX_UNSIGNED_VALUE, '00ffffffffffffffff'],
  ['decimal', '0', '0000000000'],
  ['decimal', '1.50', '000000020096'],
  ['decimal', '-1.5', '00000001f1'],
  ['decimal', '15E-1', '000000010f'],
  ['decimal', '1e+3', 'fffffffd01'],
  ['decimal', '1E2147483648', '8000000001'],
  ['decimal', new BigDecimal(-15, 1), '00000001f1'],
  ['float', 1, '3f800000'],
  ['float', -0, '80000000'],
  ['float', Infinity, '7f800000'],
  ['float', NaN, '7fc00000'],
  ['float', 3.4028234663852886e38, '7f7fffff'],
  ['double', 0.1, '3fb999999999999a'],
  ['double', -Infinity, 'fff0000000000000'],
  ['boolean', true, '01'],
  ['boolean', false, '00'],
  ['text', '', ''],
  ['text', 'é😀', 'c3a9f09f9880'],
  ['ascii', 'a\x7f\0', '617f00'],
  ['uuid', V4, '123e4567e89b42d3a456426614174000'],
  ['uuid', V4.toUpperCase(), '123e4567e89b42d3a456426614174000'],
  ['uuid', Uuid.fromString(V4), '123e4567e89b42d3a456426614174000'],
  ['uuid', TimeUuid.fromString(V1), '123e4567e89b12d3a456426614174000'],
  ['timeuuid', V1, '123e4567e89b12d3a456426614174000'],
  ['timestamp', new Date(0), '0000000000000000'],
  ['timestamp', new Date(-1), 'ffffffffffffffff'],
  ['timestamp', new Date(8.64e15), '001eb208c2dc0000'],
  ['date', '1970-01-01', '80000000'],
  ['date', '1969-12-31', '7fffffff'],
  ['date', '2000-02-29', '80002b08'],
  ['date', '-5877641-06-23', '00000000'],
  ['date', '+5881580-07-11', 'ffffffff'],
  ['date', '0000-01-01', hexOfDays(-719_528)],
  ['date', '-000001-12-31', hexOfDays(-719_529)],
  ['date', new LocalDate(1970, 1, 2), '80000001'],
  ['time', '00:00', '0000000000000000'],
  ['time', '23:59:59.999999999', '00004e94914effff'],
  ['time', '00:00:01.5', '0000000059682f00'],
  ['time', LocalTime.fromString('00:00:00.000000001'), '0000000000000001'],
  ['duration', new Duration(1, -0, 0), '020000'],
  ['duration', new Duration(-1, -2, -3), '010305'],
  ['duration', new Duration(0, 0, new Long(0, -0x80000000, false)), '0000ffffffffffffffffff'],
  ['duration', 'P1Y2M3DT4H5M6.789S', `1c06${vint(14_706_789_000_000n)}`],
  ['duration', '-1y2mo1w3d4h5m6s789ms', `1b13${vint(-14_706_789_000_000n)}`],
  ['duration', 'PT0S', '000000'],
  ['inet', '127.0.0.1', '7f000001'],
  ['inet', '::', '00000000000000000000000000000000'],
  ['inet', '2001:DB8::1', '20010db8000000000000000000000001'],
  ['inet', '1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
  ['inet', '1::', '00010000000000000000000000000000'],
  ['inet', '::ffff:1.2.3.4', '00000000000000000000ffff01020304'],
  ['inet', InetAddress.fromString('10.0.0.1'), '0a000001'],
  ['blob', Buffer.from([1, 2]), '0102'],
  ['blob', new Uint8Array([9, 1, 2, 9]).subarray(1, 3), '0102'],
  ['blob', Buffer.alloc(0), ''],
  ['list<int>', [], '00000000'],
  ['list<int>', [1], '000000010000000400000001'],
  ['list<text>', ['', 'a'], '00000002000000000000000161'],
  ['set<text>', new Set(['a']), '000000010000000161'],
  ['set<text>', ['a', 'a'], '0000000200000001610000000161'],
  ['map<text, int>', new Map([['a', 1]]), '0000000100000001610000000400000001'],
  ['map<text, int>', { a: 1 }, '0000000100000001610000000400000001'],
  ['map<text, int>', JSON.parse('{"__proto__":1}'), '00000001000000095f5f70726f746f5f5f0000000400000001'],
  ['map<int, int>', Object.assign(Object.create(null), { 7: 1 }), '0000000100000004000000070000000400000001'],
  ['map<text, int>', {}, '00000000'],
  ['tuple<int, text>', [1, null], '0000000400000001ffffffff'],
  ['tuple<int, text>', [undefined, ''], 'ffffffff00000000'],
  ['tuple<int, text>', new Tuple(1, 'a'), '00000004000000010000000161'],
  ['vector<float, 2>', [1, -2], '3f800000c0000000'],
  ['vector<float, 2>', Float32Array.of(1, -2), '3f800000c0000000'],
  ['vector<float, 2>', new Vector([1, -2]), '3f800000c0000000'],
  ['vector<int, 2>', [1, 2], '0000000100000002'],
  ['vector<smallint, 2>', [1, 2], '020001020002'],
  ['vector<text, 1>', ['a'.repeat(200)], `80c8${'61'.repeat(200)}`],
];

function hexOfDays(days: number): string {
  return (days + 2 ** 31).toString(16).padStart(8, '0');
}

/** A second implementation of signed vints, by the letter of the protocol's specification. */
function vint(value: bigint): string {
  const folded = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  const bits = folded.toString(2);
  for (let extra = 0; extra < 8; extra += 1) {
    const room = 7 * (extra + 1);
    if (bits.length > room) continue;
    const pattern = `${'1'.repeat(extra)}0${bits.padStart(room, '0')}`;
    return BigInt(`0b${pattern}`)
      .toString(16)
      .padStart((extra + 1) * 2, '0');
  }
  return `ff${folded.toString(16).padStart(16, '0')}`;
}

const REFUSED: readonly [string, unknown, string][] = [
  ['tinyint', 128, 'expected a whole number from -128 to 127, got a number out of range'],
  ['tinyint', 1.9, 'expected a whole number from -128 to 127, got a fractional number'],
  ['int', '', 'expected a whole number from -2147483648 to 2147483647, got an empty string'],
  ['int', '1', 'expected a whole number from -2147483648 to 2147483647, got a string'],
  ['int', [], 'expected a whole number from -2147483648 to 2147483647, got an array'],
  ['int', true, 'expected a whole number from -2147483648 to 2147483647, got a boolean'],
  ['int', 1n, 'expected a whole number from -2147483648 to 2147483647, got a bigint'],
  ['int', NaN, 'expected a whole number from -2147483648 to 2147483647, got NaN'],
  ['int', null, 'expected a whole number from -2147483648 to 2147483647, got null'],
  ['int', Buffer.alloc(4), 'expected a whole number from -2147483648 to 2147483647, got a Buffer'],
  [
    'bigint',
    2n ** 63n,
    'expected a bigint from -2^63 to 2^63-1, a safe whole number or a Long, got a bigint out of range',
  ],
  [
    'bigint',
    -(2n ** 63n) - 1n,
    'expected a bigint from -2^63 to 2^63-1, a safe whole number or a Long, got a bigint out of range',
  ],
  [
    'bigint',
    2n ** 70n,
    'expected a bigint from -2^63 to 2^63-1, a safe whole number or a Long, got a bigint out of range',
  ],
  [
    'bigint',
    2 ** 53,
    'expected a bigint from -2^63 to 2^63-1, a safe whole number or a Long, got a number outside the safe range',
  ],
  ['bigint', '5', 'expected a bigint from -2^63 to 2^63-1, a safe whole number or a Long, got a string'],
  [
    'bigint',
    Long.MAX_UNSIGNED_VALUE,
    'expected a bigint from -2^63 to 2^63-1, a safe whole number or a Long, got an unsigned Long out of range',
  ],
  ['varint', 0.5, 'expected a bigint, a safe whole number, an Integer or a Long, got a fractional number'],
  [
    'decimal',
    1.5,
    "expected a decimal as a string such as '12.50' or '1E-9', or a BigDecimal, got a fractional number",
  ],
  [
    'decimal',
    '1.',
    "expected a decimal as a string such as '12.50' or '1E-9', or a BigDecimal, got a string of another form",
  ],
  [
    'decimal',
    ' 1',
    "expected a decimal as a string such as '12.50' or '1E-9', or a BigDecimal, got a string of another form",
  ],
  [
    'decimal',
    '1E2147483649',
    "expected a decimal as a string such as '12.50' or '1E-9', or a BigDecimal, got an exponent out of range",
  ],
  ['float', 3.5e38, 'expected a number that fits 32 bits, got a number out of range'],
  ['float', '1', 'expected a number, got a string'],
  ['double', null, 'expected a number, got null'],
  ['boolean', 'false', 'expected a boolean, got a string'],
  ['boolean', 1, 'expected a boolean, got a whole number'],
  ['text', 'a\ud800', 'expected well-formed text, got a string with half a surrogate pair'],
  ['text', 5, 'expected a string, got a whole number'],
  ['text', Buffer.from('a'), 'expected a string, got a Buffer'],
  ['ascii', 'é', 'expected a string of ASCII characters, got a string with other characters'],
  ['uuid', V4.replaceAll('-', ''), 'expected a UUID as a string or a Uuid, got a string of another form'],
  ['uuid', `{${V4.slice(2)}}`, 'expected a UUID as a string or a Uuid, got a string of another form'],
  ['uuid', V4.replace('2', 'g'), 'expected a UUID as a string or a Uuid, got a string of another form'],
  ['uuid', V4.replace('2', '\u0132'), 'expected a UUID as a string or a Uuid, got a string of another form'],
  ['uuid', V4.replaceAll('-', '0'), 'expected a UUID as a string or a Uuid, got a string of another form'],
  ['uuid', Buffer.alloc(16), 'expected a UUID as a string or a Uuid, got a Buffer'],
  ['uuid', InetAddress.fromString('::1'), 'expected a UUID as a string or a Uuid, got an InetAddress'],
  [
    'uuid',
    { constructor: { name: 'Uuid' }, getBuffer: () => Buffer.alloc(16) },
    'expected a UUID as a string or a Uuid, got an object',
  ],
  ['timeuuid', V4, 'expected a version 1 UUID as a string or a TimeUuid, got a UUID of another version'],
  ['timestamp', new Date(NaN), 'expected a valid Date, got an invalid Date'],
  ['timestamp', 0, 'expected a Date, got a whole number'],
  ['timestamp', '2020-01-01', 'expected a Date, got a string'],
  ['date', new Date(0), 'expected a date as YYYY-MM-DD or a LocalDate, got a Date'],
  ['date', '2023-02-29', 'expected a date as YYYY-MM-DD or a LocalDate, got a day that is not in the calendar'],
  ['date', '1900-02-29', 'expected a date as YYYY-MM-DD or a LocalDate, got a day that is not in the calendar'],
  ['date', '2023-13-01', 'expected a date as YYYY-MM-DD or a LocalDate, got a day that is not in the calendar'],
  ['date', '2023-04-00', 'expected a date as YYYY-MM-DD or a LocalDate, got a day that is not in the calendar'],
  ['date', '2023-4-1', 'expected a date as YYYY-MM-DD or a LocalDate, got a string of another form'],
  ['date', '2023-04-01T00:00:00Z', 'expected a date as YYYY-MM-DD or a LocalDate, got a string of another form'],
  ['date', '-5877641-06-22', 'expected a date from -5877641-06-23 to +5881580-07-11, got a date out of range'],
  ['date', '+5881580-07-12', 'expected a date from -5877641-06-23 to +5881580-07-11, got a date out of range'],
  [
    'time',
    '24:00',
    'expected a time of day as HH:MM[:SS[.fraction]] with up to 9 digits, or a LocalTime, got a string of another form',
  ],
  [
    'time',
    '1:00',
    'expected a time of day as HH:MM[:SS[.fraction]] with up to 9 digits, or a LocalTime, got a string of another form',
  ],
  [
    'time',
    '00:00:00.1234567891',
    'expected a time of day as HH:MM[:SS[.fraction]] with up to 9 digits, or a LocalTime, got a string of another form',
  ],
  [
    'duration',
    'PT',
    'expected a Duration, or a string such as P1Y2M3DT4H5M6S or 1y2mo3d4h5m6s, got one of another form',
  ],
  [
    'duration',
    'P',
    'expected a Duration, or a string such as P1Y2M3DT4H5M6S or 1y2mo3d4h5m6s, got one of another form',
  ],
  [
    'duration',
    'junk1h',
    'expected a Duration, or a string such as P1Y2M3DT4H5M6S or 1y2mo3d4h5m6s, got one of another form',
  ],
  [
    'duration',
    '1h1d',
    'expected a Duration, or a string such as P1Y2M3DT4H5M6S or 1y2mo3d4h5m6s, got one of another form',
  ],
  ['duration', new Duration(1, -1, 0), 'expected a duration whose parts have one sign, got mixed signs'],
  [
    'duration',
    new Duration(1.5, 0, 0),
    'expected a Duration, or a string such as P1Y2M3DT4H5M6S or 1y2mo3d4h5m6s, got one of another form',
  ],
  [
    'duration',
    new Duration(2 ** 31, 0, 0),
    'expected a Duration, or a string such as P1Y2M3DT4H5M6S or 1y2mo3d4h5m6s, got one out of range',
  ],
  [
    'duration',
    `${'9'.repeat(30)}s`,
    'expected a Duration, or a string such as P1Y2M3DT4H5M6S or 1y2mo3d4h5m6s, got one out of range',
  ],
  ['inet', '1.2.3', 'expected an IP address as a string or an InetAddress, got a string of another form'],
  ['inet', '256.1.1.1', 'expected an IP address as a string or an InetAddress, got a string of another form'],
  ['inet', 'fe80::1%eth0', 'expected an IP address as a string or an InetAddress, got a string of another form'],
  ['inet', '', 'expected an IP address as a string or an InetAddress, got a string of another form'],
  ['blob', 'abc', 'expected a Buffer or a Uint8Array, got a string'],
  ['blob', new Uint16Array(1), 'expected a Buffer or a Uint8Array, got a Uint16Array'],
  ['blob', new ArrayBuffer(1), 'expected a Buffer or a Uint8Array, got an ArrayBuffer'],
  ['list<int>', new Set([1]), 'expected an array, got a Set'],
  ['list<int>', 'abc', 'expected an array, got a string'],
  ['list<int>', [1, null], '[1] expected a value, because collections cannot hold null, got null'],
  // eslint-disable-next-line no-sparse-arrays
  ['list<int>', [1, , 2], '[1] expected a value, because collections cannot hold null, got undefined'],
  ['list<int>', [1, 2, 'x'], '[2] expected a whole number from -2147483648 to 2147483647, got a string'],
  [
    'list<set<int>>',
    [[1], [2, 0.5]],
    '[1][1] expected a whole number from -2147483648 to 2147483647, got a fractional number',
  ],
  ['set<text>', { a: 1 }, 'expected a Set or an array, got an object'],
  ['map<text, int>', [['a', 1]], 'expected a Map or a plain object, got an array'],
  ['map<text, int>', new Set(), 'expected a Map or a plain object, got a Set'],
  ['map<text, int>', new (class Scores {})(), 'expected a Map or a plain object, got a Scores'],
  ['map<text, int>', new Date(), 'expected a Map or a plain object, got a Date'],
  ['map<blob, int>', {}, 'expected a Map, got an object'],
  [
    'map<text, int>',
    new Map([
      ['a', 1],
      ['b', 'x'],
    ] as never),
    '[1].value expected a whole number from -2147483648 to 2147483647, got a string',
  ],
  ['map<int, int>', { x: 1 }, '[0].key expected a whole number, got a string of another form'],
  ['map<int, int>', { '1': 1, '01': 2 }, 'expected distinct keys, got two that are one key in CQL'],
  [
    'map<uuid, int>',
    new Map([
      [V4, 1],
      [V4.toUpperCase(), 2],
    ]),
    'expected distinct keys, got two that are one key in CQL',
  ],
  [
    'map<text, int>',
    { a: undefined },
    '[0].value expected a value, because collections cannot hold null, got undefined',
  ],
  ['tuple<int, text>', [1], 'expected an array of 2, got an array of 1'],
  ['tuple<int, text>', [1, 'a', 2], 'expected an array of 2, got an array of 3'],
  ['tuple<int, text>', ['a', 'a'], '[0] expected a whole number from -2147483648 to 2147483647, got a string'],
  ['vector<float, 2>', [1], 'expected an array or Float32Array of 2 numbers, got one of 1'],
  ['vector<float, 2>', [1, '2'], '[1] expected a number, got a string'],
  ['vector<float, 2>', [1, 1e39], '[1] expected a number that fits 32 bits, got a number out of range'],
  ['vector<float, 2>', new Float64Array(2), 'expected an array or Float32Array of 2 numbers, got a Float64Array'],
  ['vector<int, 2>', new Float32Array(2), 'expected an array of 2, got a Float32Array'],
  ['vector<int, 2>', [1, 2.5], '[1] expected a whole number from -2147483648 to 2147483647, got a fractional number'],
];

describe('encode', () => {
  it.each(BYTES)('%s of %p is 0x%s', (cql, value, hex) => {
    expect(hexOf(cql, value)).toBe(hex);
  });

  it.each(REFUSED)('%s refuses %p', (cql, value, message) => {
    expect(faultOf(cql, value)).toBe(message);
  });

  it('takes values of a second copy of the driver, which fail instanceof', () => {
    class TimeUuid {
      getBuffer = (): Buffer => Buffer.from(V1.replaceAll('-', ''), 'hex');
    }
    class Long {
      readonly low = 5;
      readonly high = 0;
      readonly unsigned = false;
    }
    expect(hexOf('timeuuid', new TimeUuid())).toBe(V1.replaceAll('-', ''));
    expect(hexOf('uuid', new TimeUuid())).toBe(V1.replaceAll('-', ''));
    expect(hexOf('bigint', new Long())).toBe('0000000000000005');
  });

  it('never holds a value in a message', () => {
    const secret = 'hunter2';
    for (const cql of [
      'int',
      'uuid',
      'date',
      'inet',
      'decimal',
      'duration',
      'time',
      'list<int>',
      'map<int, int>',
      'timestamp',
    ]) {
      for (const value of [secret, [secret], { [secret]: secret }, new Map([[secret, secret]])]) {
        expect(faultOf(cql, value)).not.toContain(secret);
      }
    }
  });

  it('passes a Buffer through without a copy, so that large blobs cost nothing', () => {
    const bytes = Buffer.from('abc');
    expect(createCodec(parseCqlType('blob')).encode(bytes)).toBe(bytes);
  });
});
