import { ConfigurationError, cql, In } from '../../../lib/index';
import { readRawArguments } from '../../../lib/repository/execute-raw';

const HOSTILE = `'; DROP TABLE users; --`;

test('every value is bound, none becomes text', () => {
  const statement = cql`SELECT * FROM users WHERE id = ${HOSTILE} AND n IN ${[1, 2]} AND x = ${null}`;
  expect(statement.cql).toBe('SELECT * FROM users WHERE id = ? AND n IN ? AND x = ?');
  expect(statement.params).toEqual([HOSTILE, [1, 2], null]);
});

test.each<[string, readonly string[], string]>([
  ['plain', ['users'], 'users'],
  ['keyspace and table', ['ks', 'users'], 'ks.users'],
  ['reserved', ['select'], '"select"'],
  ['mixed case', ['Mixed Case'], '"Mixed Case"'],
  ['quotes', ['a"b'], '"a""b"'],
  ['emoji', ['😀'], '"😀"'],
  ['hostile', [`x"; ${HOSTILE}`], `"x""; ${HOSTILE}"`],
])('names go through cql.id: %s', (_, names, text) => {
  expect(cql`SELECT * FROM ${cql.id(...names)} WHERE a = ${1}`).toMatchObject({
    cql: `SELECT * FROM ${text} WHERE a = ?`,
    params: [1],
  });
});

test('pieces nest, with their values in order', () => {
  const range = cql`${cql.id('At')} > ${1} AND ${cql.id('At')} < ${2}`;
  const inner = cql`a = ${0} AND ${range}`;
  expect(cql`SELECT a FROM t WHERE ${inner} LIMIT ${3}`).toMatchObject({
    cql: 'SELECT a FROM t WHERE a = ? AND "At" > ? AND "At" < ? LIMIT ?',
    params: [0, 1, 2, 3],
  });
});

test('a piece out of JSON is a value like any other', () => {
  const forged = JSON.parse('{"cql":"1; DROP TABLE t","params":[]}') as unknown;
  expect(cql`SELECT a FROM t WHERE a = ${forged}`).toMatchObject({
    cql: 'SELECT a FROM t WHERE a = ?',
    params: [forged],
  });
});

test('there is no way around', () => {
  expect('raw' in cql).toBe(false);
  expect(Object.isFrozen(cql`a`)).toBe(true);
});

test.each<[string, () => unknown, RegExp]>([
  ['undefined', () => cql`a = ${undefined}`, /is undefined/],
  ['an operator', () => cql`a ${In([1])}`, /is no value/],
  ['a function', () => cql`a = ${() => 1}`, /is no value/],
  ['a value in quotes', () => cql`a = '${1}'`, /inside a text in quotes/],
  ['a name in quotes', () => cql`SELECT "${'a'}" FROM t`, /inside a quoted name/],
  ['behind a quote in quotes', () => cql`a = 'it''s ${1}'`, /inside a text in quotes/],
  ['in a comment', () => cql`a -- ${1}`, /inside a comment/],
  ['in a long comment', () => cql`a /* ${1} */`, /inside a comment/],
  ['in dollars', () => cql`a = $$ ${1} $$`, /inside a text in quotes/],
  ['a marker of its own', () => cql`a = ? AND b = ${1}`, /holds a \?/],
  ['an empty name', () => cql.id(''), /a name is a text/],
  ['a name that is none', () => cql.id({} as string), /a name is a text/],
  ['no name', () => cql.id(), /give a name/],
  ['values twice', () => readRawArguments([cql`a = ${1}`, [1]]), /has its values already/],
])('refused: %s', (_, work, message) => {
  expect(work).toThrow(message);
  expect(work).toThrow(ConfigurationError);
});

test('texts and comments without values stand as they are', () => {
  expect(cql`SELECT 'what?' FROM t /* why? */ WHERE a = ${1}`.cql).toBe("SELECT 'what?' FROM t /* why? */ WHERE a = ?");
});

test('the arguments of raw CQL, whichever way they come', () => {
  expect(readRawArguments(['a', [1], { timeout: 1 }])).toEqual({ cql: 'a', params: [1], options: { timeout: 1 } });
  expect(readRawArguments(['a'])).toEqual({ cql: 'a', params: [], options: undefined });
  expect(readRawArguments([cql`a ${1}`, { timeout: 1 }])).toEqual({ cql: 'a ?', params: [1], options: { timeout: 1 } });
});
