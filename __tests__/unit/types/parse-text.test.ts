import fc from 'fast-check';
import { CodecFault } from '../../../lib/types/codec';
import { createCodec } from '../../../lib/types/create-codec';
import { formatCqlType } from '../../../lib/types/format-cql-type';
import { parseCqlType } from '../../../lib/types/parse-cql-type';
import { parseText } from '../../../lib/types/parse-text';
import { cqlTypes } from './support/arbitrary-types';

const V1 = '123e4567-e89b-12d3-a456-426614174000';

describe('parseText', () => {
  it.each<[string, string, unknown]>([
    ['int', '-5', -5],
    ['int', '+5', 5],
    ['tinyint', '127', 127],
    ['bigint', '9007199254740993', 9007199254740993n],
    ['counter', '1', 1n],
    ['varint', '-123456789012345678901234567890', -123456789012345678901234567890n],
    ['decimal', '1.50', '1.50'],
    ['double', '1e3', 1000],
    ['double', '.5', 0.5],
    ['double', '-Infinity', -Infinity],
    ['float', 'NaN', NaN],
    ['boolean', 'true', true],
    ['boolean', 'false', false],
    ['text', '', ''],
    ['text', ' 5', ' 5'],
    ['ascii', 'a', 'a'],
    ['uuid', V1.toUpperCase(), V1],
    ['timeuuid', V1, V1],
    ['date', '2020-02-29', '2020-02-29'],
    ['time', '10:00', '10:00'],
    ['duration', '1h', '1h'],
    ['inet', '::1', '::1'],
    ['blob', '0x00fF', Buffer.from([0, 255])],
    ['blob', '0x', Buffer.alloc(0)],
    ['timestamp', '0', new Date(0)],
    ['timestamp', '-1', new Date(-1)],
    ['timestamp', '2020-02-29', new Date('2020-02-29T00:00:00Z')],
    ['timestamp', '2020-01-01T10:00', new Date('2020-01-01T10:00:00Z')],
    ['timestamp', '2020-01-01 10:00:01.5', new Date('2020-01-01T10:00:01.500Z')],
    ['timestamp', '2020-01-01T10:00:00Z', new Date('2020-01-01T10:00:00Z')],
    ['timestamp', '2020-01-01T10:00:00+05:30', new Date('2020-01-01T04:30:00Z')],
    ['timestamp', '2020-01-01T10:00:00-0530', new Date('2020-01-01T15:30:00Z')],
    ['timestamp', '0050-01-01T00:00:00Z', new Date('0050-01-01T00:00:00Z')],
    ['timestamp', '-000001-01-01', new Date('-000001-01-01T00:00:00Z')],
    ['list<int>', '[1, "2"]', [1, 2]],
    ['list<bigint>', '[1, "9007199254740993"]', [1n, 9007199254740993n]],
    ['list<double>', '[1e300, 0.5]', [1e300, 0.5]],
    ['set<text>', '["a", "b"]', new Set(['a', 'b'])],
    ['map<int, text>', '{"1": "a"}', new Map([[1, 'a']])],
    ['map<text, boolean>', '{"__proto__": true}', new Map([['__proto__', true]])],
    ['tuple<int, uuid>', `[null, "${V1}"]`, [null, V1]],
    ['vector<float, 2>', '[1, 0.5]', [1, 0.5]],
    ['map<text, list<int>>', '{"a": [1]}', new Map([['a', [1]]])],
  ])('%s %s', (cql, text, expected) => {
    const value = parseText(parseCqlType(cql), text);
    expect(value).toEqual(expected);
    expect(() => createCodec(parseCqlType(cql)).encode(value)).not.toThrow();
  });

  it.each<[string, string, string]>([
    ['int', 'abc', 'expected a whole number, got a string of another form'],
    ['int', '', 'expected a whole number, got a string of another form'],
    ['int', '1.0', 'expected a whole number, got a string of another form'],
    ['int', '0x10', 'expected a whole number, got a string of another form'],
    ['tinyint', '128', 'expected a whole number from -128 to 127, got a number out of range'],
    [
      'bigint',
      '9223372036854775808',
      'expected a bigint from -2^63 to 2^63-1, a safe whole number or a Long, got a bigint out of range',
    ],
    ['double', '1e400', 'expected a number that fits 64 bits, got a number out of range'],
    ['double', '1,5', 'expected a number, got a string of another form'],
    ['boolean', 'TRUE', 'expected true or false, got a string of another form'],
    ['boolean', '1', 'expected true or false, got a string of another form'],
    ['uuid', 'x', 'expected a UUID as a string or a Uuid, got a string of another form'],
    ['blob', 'abc', 'expected bytes as 0x followed by pairs of hexadecimal digits, got a string of another form'],
    ['blob', '0xabc', 'expected bytes as 0x followed by pairs of hexadecimal digits, got a string of another form'],
    [
      'timestamp',
      'yesterday',
      'expected an ISO 8601 date and time or milliseconds since 1970, got a string of another form',
    ],
    ['timestamp', '2023-02-29', 'expected a date and time of the calendar, got one that does not exist'],
    ['timestamp', '2023-02-28T25:00', 'expected a date and time of the calendar, got one that does not exist'],
    ['timestamp', '9'.repeat(20), 'expected a valid Date, got an invalid Date'],
    ['list<int>', '1,2', 'expected JSON for list<int>, got a text that is not JSON'],
    ['list<int>', '{}', 'expected a JSON array for list<int>, got an object'],
    ['list<int>', '[1, 2.5]', '[1] expected a whole number, got a string of another form'],
    ['list<int>', '[null]', '[0] expected a JSON value for int, got null'],
    ['list<text>', '[5]', '[0] expected a JSON string, got a whole number'],
    ['list<decimal>', '[1.10]', '[0] expected a JSON string, got a fractional number'],
    [
      'list<bigint>',
      '[9007199254740993]',
      '[0] expected a number this large in quotes, got a number outside the safe range',
    ],
    ['list<boolean>', '[1]', '[0] expected a JSON string, got a whole number'],
    ['map<int, text>', '{"x": "a"}', 'expected a whole number, got a string of another form'],
    ['map<text, int>', '[1]', 'expected a JSON array of [key, value] pairs, got a whole number'],
    ['map<text, int>', '{"a": "b"}', '[0].value expected a whole number, got a string of another form'],
    ['map<blob, int>', '{}', 'expected a JSON array of [key, value] pairs, got an object'],
    ['tuple<int, int>', '[1]', 'expected a JSON array of 2, got an array of 1'],
    ['vector<float, 2>', '[1]', 'expected a JSON array of 2, got an array of 1'],
    ['address', '{}', 'the user-defined type address cannot be written as text'],
  ])('%s refuses %s', (cql, text, message) => {
    let fault: unknown;
    try {
      parseText(parseCqlType(cql), text);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(CodecFault);
    expect(fault instanceof CodecFault && `${fault.inner} ${fault.message}`.trim()).toBe(message);
  });

  it('gives what the codec takes, or a CodecFault, for any text', () => {
    const texts = fc.oneof(fc.string(), fc.json(), fc.integer().map(String), fc.double().map(String));
    const types = cqlTypes({ userTypes: false, depth: 1, maxDimension: 3 });
    fc.assert(
      fc.property(types, texts, (type, text) => {
        try {
          const value = parseText(type, text);
          expect(() => createCodec(type).encode(value)).not.toThrow();
        } catch (error) {
          if (!(error instanceof CodecFault)) throw new Error(formatCqlType(type), { cause: error });
        }
      }),
      { numRuns: 3000 },
    );
  });
});
