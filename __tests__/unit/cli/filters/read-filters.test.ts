import { readFilters } from '../../../../lib/cli/filters/read-filters';
import { Contains, ContainsKey, In, LessThan, MoreThanOrEqual } from '../../../../lib/query/operators';
import { tableOf, User } from '../support';

const table = tableOf(User);

describe('readFilters', () => {
  it.each([
    ['username=joao_silva', { username: 'joao_silva' }],
    ['username="a=b, c"', { username: 'a=b, c' }],
    ['is_active=true', { isActive: true }],
    ['isActive=false', { isActive: false }],
    ['IS_ACTIVE=false', { isActive: false }],
    ['age>=5', { age: MoreThanOrEqual(5) }],
    ['age__lt=5', { age: LessThan(5) }],
    ['balance=9007199254740993', { balance: 9007199254740993n }],
    ['age__in=1, 2', { age: In([1, 2]) }],
    ['username__in=a,"b,c"', { username: In(['a', 'b,c']) }],
    ['marks__contains=5', { marks: Contains(5) }],
    ['scores__contains=5', { scores: Contains(5) }],
    ['scores__contains_key=x', { scores: ContainsKey('x') }],
    ['path=[1, 2]', { path: [1, 2] }],
    ['path__in=[[1], [2, 3]]', { path: In([[1], [2, 3]]) }],
    ['tag=x', { tag: '#x' }],
  ])('%j', (filter, where) => {
    expect(readFilters(table, [filter])).toEqual([where]);
  });

  it('keeps two filters on one field apart', () => {
    expect(readFilters(table, ['age>=5', 'age<9'])).toEqual([{ age: MoreThanOrEqual(5) }, { age: LessThan(9) }]);
  });

  it.each([
    ['age=abc', 'User.age is int: expected a whole number', 'Write --filter age=42'],
    ['age=1.5', 'User.age is int: expected a whole number', 'Write --filter age=42'],
    ['age__in=1,x', 'User.age is int: expected a whole number', 'Write --filter age=42'],
    ['is_active=yes', 'User.isActive is boolean: expected true or false', 'Write --filter isActive=true'],
    ['marks__contains=x', 'User.marks is set<int>: expected a whole number', 'Write --filter marks=42'],
    ['age__in=', 'User.age: the list after __in is empty.', 'Write --filter age__in=a,b.'],
    ['path__in=1,2', 'User.path: __in takes a JSON array', `Write --filter 'path__in=[…, …]'.`],
    ['agee=5', `User has no column 'agee'. Did you mean 'age'?`, 'It has id, username'],
  ])('%j is refused', (filter, message, hint) => {
    expect(() => readFilters(table, [filter])).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(message) as unknown,
        hint: expect.stringContaining(hint) as unknown,
        exitCode: 2,
      }) as Error,
    );
  });
});
