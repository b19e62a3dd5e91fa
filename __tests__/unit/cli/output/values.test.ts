import { types } from 'cassandra-driver';
import { escapeControls, escapeJson } from '../../../../lib/cli/output/escape';
import { jsonText } from '../../../../lib/cli/output/json-value';
import { textValue } from '../../../../lib/cli/output/text-value';

const UUID = '00000000-0000-4000-8000-000000000001';

describe('jsonText and textValue', () => {
  it.each<[string, unknown, string, string]>([
    ['null', null, 'null', 'null'],
    ['undefined', undefined, 'null', 'null'],
    ['a string', 'a', '"a"', 'a'],
    ['a number', 1.5, '1.5', '1.5'],
    ['NaN', NaN, '"NaN"', 'NaN'],
    ['a boolean', false, 'false', 'false'],
    ['a safe bigint', 9007199254740991n, '9007199254740991', '9007199254740991'],
    ['a bigint beyond 2^53', 9007199254740993n, '"9007199254740993"', '9007199254740993'],
    ['a negative one', -9007199254740993n, '"-9007199254740993"', '-9007199254740993'],
    ['a Long', types.Long.fromString('9007199254740993'), '"9007199254740993"', '9007199254740993'],
    ['a date', new Date(0), '"1970-01-01T00:00:00.000Z"', '1970-01-01T00:00:00.000Z'],
    ['an invalid date', new Date(NaN), 'null', 'invalid date'],
    ['a Uuid', types.Uuid.fromString(UUID), `"${UUID}"`, UUID],
    ['a LocalDate', types.LocalDate.fromString('2026-01-31'), '"2026-01-31"', '2026-01-31'],
    ['a Duration', types.Duration.fromString('1h30m'), '"1h30m"', '1h30m'],
    ['bytes', Buffer.from('cafe', 'hex'), '"0xcafe"', '0xcafe'],
    ['a set', new Set(['a', 'b']), '["a","b"]', 'Set {a, b}'],
    ['a map', new Map([['k', 1n]]), '{"k":1}', 'Map {k: 1}'],
    ['a map by number', new Map([[1, new Set([2])]]), '{"1":[2]}', 'Map {1: Set {2}}'],
    ['a map with a key of JavaScript', new Map([['__proto__', 1]]), '{"__proto__":1}', 'Map {__proto__: 1}'],
    ['a list', [1, null, 'x'], '[1,null,"x"]', '[1, null, x]'],
    ['a vector', new Float32Array([0.5, 2]), '[0.5,2]', '[0.5, 2]'],
    ['a tuple', new types.Tuple(1, 'a'), '[1,"a"]', '[1, a]'],
    ['a user-defined type', { street: 'x', nr: 5n }, '{"street":"x","nr":5}', '{street: x, nr: 5}'],
  ])('%s', (_, value, json, text) => {
    expect(jsonText(value)).toBe(json);
    expect(textValue(value)).toBe(text);
  });

  it('shortens long bytes for people only', () => {
    const bytes = Buffer.alloc(100, 1);
    expect(textValue(bytes)).toBe(`0x${'01'.repeat(32)}… (100 bytes)`);
    expect(jsonText(bytes)).toBe(`"0x${'01'.repeat(100)}"`);
  });
});

describe('escapeControls', () => {
  it.each([
    ['\u001b[2J', '\\u001b[2J'],
    ['\u009b31m', '\\u009b31m'],
    ['a\nb\tc\r', 'a\\nb\\tc\\r'],
    ['\u202etxt', '\\u202etxt'],
    ['\ud800', '\\ud800'],
    ['é 日本 😀', 'é 日本 😀'],
  ])('%j', (text, escaped) => {
    expect(escapeControls(text)).toBe(escaped);
  });

  it('leaves JSON as JSON', () => {
    const value = { a: '\u001b\u009b\u202e\u2028\n', b: '日本😀' };
    const json = escapeJson(JSON.stringify(value));
    expect(JSON.parse(json)).toEqual(value);
    expect(escapeControls(json)).toBe(json);
  });
});
