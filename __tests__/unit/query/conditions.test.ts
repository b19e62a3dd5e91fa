import {
  And,
  Between,
  Contains,
  ContainsEntry,
  ContainsKey,
  Equal,
  In,
  LessThan,
  Like,
  MoreThan,
  MoreThanOrEqual,
  Raw,
  Token,
} from '../../../lib/index';
import type { TableMetadata } from '../../../lib/index';
import { readConditions } from '../../../lib/query/conditions';
import { isOperator, Operator } from '../../../lib/query/operators';
import { hex, ID, messageOf, readings, users } from '../support/reading';

const read = (where: unknown, table: TableMetadata = readings): unknown =>
  readConditions(table, where).map(({ column, comparison, token, raw, params }) => [
    column.property,
    ...(token ? ['token'] : []),
    comparison,
    ...(raw === undefined ? [] : [raw]),
    ...hex(params),
  ]);

/** A where as it comes out of the body of a request. */
const json = (text: string): unknown => JSON.parse(text);

describe('what a where may hold', () => {
  test.each<[string, unknown, unknown]>([
    ['a value', { tenant: 't' }, [['tenant', '=', '74']]],
    ['an empty text', { tenant: '' }, [['tenant', '=', '']]],
    ['Equal', { level: Equal(1) }, [['level', '=', '00000001']]],
    ['a range', { level: LessThan(-1) }, [['level', '<', 'ffffffff']]],
    [
      'Between',
      { level: Between(1, 2) },
      [
        ['level', '>=', '00000001'],
        ['level', '<=', '00000002'],
      ],
    ],
    [
      'And',
      { level: And(MoreThan(1), LessThan(2)) },
      [
        ['level', '>', '00000001'],
        ['level', '<', '00000002'],
      ],
    ],
    ['In', { level: In([2, 1, 2]) }, [['level', 'IN', '00000002', '00000001']]],
    ['In of a Set', { level: In(new Set([3])) }, [['level', 'IN', '00000003']]],
    ['In of nothing', { level: In([]) }, [['level', 'IN']]],
    ['Contains', { tags: Contains('a') }, [['tags', 'CONTAINS', '61']]],
    ['Contains of a map', { attrs: Contains(1) }, [['attrs', 'CONTAINS', '00000001']]],
    ['ContainsKey', { attrs: ContainsKey('k') }, [['attrs', 'CONTAINS KEY', '6b']]],
    ['ContainsEntry', { attrs: ContainsEntry('k', 1) }, [['attrs', 'CONTAINS ENTRY', '6b', '00000001']]],
    [
      'several Contains',
      { tags: And(Contains('a'), Contains('b')) },
      [
        ['tags', 'CONTAINS', '61'],
        ['tags', 'CONTAINS', '62'],
      ],
    ],
    ['a frozen collection', { shape: [1] }, [['shape', '=', '000000010000000400000001']]],
    ['Like', { city: Like('a%') }, [['city', 'LIKE', '6125']]],
    ['Token', { tenant: Token(MoreThan('t')) }, [['tenant', 'token', '>', '74']]],
    [
      'Token of two bounds',
      { tenant: Token(Between('a', 'b')) },
      [
        ['tenant', 'token', '>=', '61'],
        ['tenant', 'token', '<=', '62'],
      ],
    ],
    ['Raw', { at: Raw('>', 'maxTimeuuid(?)', [5n]) }, [['at', '>', 'maxTimeuuid(?)', 5n]]],
    ['a Date', { at: new Date(1) }, [['at', '=', '0000000000000001']]],
  ])('%s', (_, where, expected) => {
    expect(read(where)).toEqual(expected);
  });

  test('the order is that of the table, not that of the where', () => {
    expect(read({ level: 1, day: '1970-01-01', tenant: 't' })).toEqual(
      read({ tenant: 't', level: 1, day: '1970-01-01' }),
    );
  });

  test('a transformer turns the operand too', () => {
    expect(read({ age: '7' }, users)).toEqual([['age', '=', '00000007']]);
    expect(read({ age: In(['7', '8']) }, users)).toEqual([['age', 'IN', '00000007', '00000008']]);
  });
});

describe('what it may not hold', () => {
  const UNFIT = /^QueryPlanError: Reading\.\w+ is .*, and '.*' does not fit it/;
  const MISFIT = /^ValidationError: Reading\.\w+ does not fit \w+: expected/;

  test.each<[string, unknown, RegExp]>([
    ['undefined', undefined, /^QueryPlanError: Reading: 'where' is an object of conditions/],
    ['null', null, /^QueryPlanError: Reading: 'where' is an object of conditions/],
    ['a text', 'tenant', /^QueryPlanError: Reading: 'where' is an object of conditions/],
    ['a list', [{ tenant: 't' }], /CQL has no OR, so an array cannot be one/],
    ['an operator', Equal(1), /^QueryPlanError: Reading: 'where' is an object/],
    ['nothing', {}, /^QueryPlanError: Reading: 'where' is empty[^]*find\(\) or all\(\)/],
    ['a Map', new Map([['tenant', 't']]), /'where' is empty/],
    [
      'an undefined value',
      { tenant: undefined },
      /^QueryPlanError: Reading\.tenant is undefined in a where[^]*check the value before the query/,
    ],
    ['a null value', { tenant: null }, /^QueryPlanError: Reading\.tenant is null in a where/],
    ['an undefined value beside good ones', { tenant: 't', day: undefined }, /Reading\.day is undefined/],
    ['undefined inside an operator', { level: MoreThan(undefined) }, /Reading\.level is undefined/],
    ['null inside In', { level: In([1, null]) }, /Reading\.level is null/],
    ['null inside Contains', { tags: Contains(null) }, /Reading\.tags is null/],
    ['half an entry', { attrs: ContainsEntry('k', undefined) }, /Reading\.attrs is undefined/],
    ['an unknown property', { tenat: 't' }, /^QueryPlanError: Reading has no column 'tenat'\. Did you mean 'tenant'\?/],
    ['a column name', { attributes: 1 }, /Reading has no column 'attributes'\.[^]*use one of: tenant, day/],
    ['an operator as JSON', json('{"tenant":{"$gt":""}}'), MISFIT],
    ['an operator as JSON on a collection', json('{"tags":{"$ne":null}}'), UNFIT],
    ['an object that imitates an operator', json('{"tenant":{"name":"=","operands":["t"]}}'), MISFIT],
    ['the same on a number', json('{"level":{"name":">","operands":[0],"Symbol(caspy.operator)":true}}'), MISFIT],
    ['a list for a value', json('{"tenant":["a","b"]}'), MISFIT],
    ['true for a value', json('{"level":true}'), MISFIT],
    ['a number for a text', json('{"tenant":1}'), MISFIT],
    ['a text for a number', json('{"level":"1"}'), MISFIT],
    ['a text for a Date', json('{"at":"2024-01-01"}'), MISFIT],
    ['__proto__ from JSON', json('{"__proto__":{"tenant":"t"}}'), /Reading has no column '__proto__'/],
    ['constructor from JSON', json('{"constructor":{"prototype":1}}'), /Reading has no column 'constructor'/],
    ['a method name', { toString: 't' }, /Reading has no column 'toString'/],
    ['equality on a collection', { tags: new Set(['a']) }, UNFIT],
    ['a range on a collection', { path: MoreThan([1]) }, UNFIT],
    ['In on a collection', { tags: In([new Set(['a'])]) }, UNFIT],
    ['Contains on a scalar', { level: Contains(1) }, UNFIT],
    ['ContainsKey on a set', { tags: ContainsKey('a') }, UNFIT],
    ['ContainsEntry on a list', { path: ContainsEntry(0, 1) }, UNFIT],
    ['Contains of a wrong type', { tags: Contains(1) }, /^ValidationError: Reading\.tags/],
    ['an operator inside an operator', { level: Equal(In([1])) }, MISFIT],
    ['a value inside And', { level: And(1 as never, MoreThan(1)) }, /And\(\) combines operators/],
    ['a value inside Token', { tenant: Token('t' as never) }, /Token\(\) takes an operator/],
    ['In inside Token', { tenant: Token(In(['t'])) }, /^QueryPlanError: Reading\.tenant: Token\(\) compares with/],
    ['Like inside Token', { tenant: Token(Like('t')) }, /^QueryPlanError: Reading\.tenant: Token\(\) compares with/],
    [
      'Raw inside Token',
      { tenant: Token(Raw('>', '?', ['t'])) },
      /^QueryPlanError: Reading\.tenant: Token\(\) compares with/,
    ],
  ])('%s', (_, where, message) => {
    expect(messageOf(() => read(where))).toMatch(message);
  });

  test('what a transformer makes null cannot be searched for', () => {
    expect(messageOf(() => read({ age: 'none' }, users))).toMatch(
      /^ValidationError: User\.age: the transformer made null/,
    );
  });

  test('no message holds a value', () => {
    const secret = 'hunter2';
    for (const where of [{ id: secret }, { id: { $gt: secret } }, { age: In([secret]) }, { name: [secret] }]) {
      expect(messageOf(() => read(where, users))).not.toContain(secret);
    }
  });
});

describe('operators', () => {
  test('are branded, and know those of another copy of caspy', () => {
    const foreign: object = { name: '=', operands: [ID] };
    Object.defineProperty(foreign, Symbol.for('caspy.operator'), { value: true });
    expect(isOperator(foreign)).toBe(true);
    expect(isOperator(Object.create(foreign))).toBe(false);
    expect(isOperator(MoreThanOrEqual(1))).toBe(true);
    expect(isOperator(JSON.parse(JSON.stringify(Equal(1))))).toBe(false);
    expect(isOperator(Object.assign({}, Equal(1)))).toBe(false);
  });

  test('are frozen, with copies of what they were given', () => {
    const values = [1, 2];
    const operator = In(values);
    values.push(3);
    expect(operator.operands).toEqual([1, 2]);
    expect(Object.isFrozen(operator) && Object.isFrozen(operator.operands)).toBe(true);
    expect(operator).toBeInstanceOf(Operator);
  });

  test.each<[string, () => unknown, RegExp]>([
    ['In of a text', () => In('admin' as never), /^QueryPlanError: In\(\) takes a list of values, not a string/],
    ['In of no list', () => In(5 as never), /^QueryPlanError: In\(\) takes a list of values/],
    ['In of undefined', () => In(undefined as never), /^QueryPlanError: In\(\) takes a list of values/],
    [
      'Raw with another comparison',
      () => Raw('IN' as never, '?', [1]),
      /^QueryPlanError: Raw\(\) compares with one of = < <= > >=/,
    ],
    [
      'Raw with too few params',
      () => Raw('=', 'f(?, ?)', [1]),
      /^QueryPlanError: Raw\(\) has 2 markers in its text but 1 params/,
    ],
  ])('%s is refused', (_, make, message) => {
    expect(messageOf(make)).toMatch(message);
  });
});
