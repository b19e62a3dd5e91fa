import { readSets } from '../../../../lib/cli/filters/read-sets';
import { Add, Put, Remove, RemoveKey } from '../../../../lib/query/changes';
import { tableOf, User } from '../support';

const read = (...sets: string[]) => readSets(tableOf(User), sets);

describe('readSets', () => {
  it.each([
    ['age=5', { age: 5 }],
    ['AGE = 5', { age: 5 }],
    ['is_active=true', { isActive: true }],
    ['balance=9007199254740993', { balance: 9007199254740993n }],
    ['username=a=b', { username: 'a=b' }],
    ['username=" a "', { username: ' a ' }],
    ['username=', { username: '' }],
    ['username=null', { username: null }],
    ['username="null"', { username: 'null' }],
    ['marks=[1,2]', { marks: new Set([1, 2]) }],
    ['scores={"a":1}', { scores: new Map([['a', 1]]) }],
    // What is typed is what is stored; the property holds what its transformer makes of it.
    ['tag=x', { tag: '#x' }],
    ['marks+=[1]', { marks: Add(1) }],
    ['marks-=[1,2]', { marks: Remove(1, 2) }],
    ['scores+={"a":1}', { scores: Put(new Map([['a', 1]])) }],
    ['scores-=["a"]', { scores: RemoveKey('a') }],
  ])('%s', (set, expected) => {
    expect(read(set)).toEqual(expected);
  });

  it.each([
    [['age=abc'], /^User\.age is int: expected a whole number$/],
    [['agee=1'], /has no column 'agee'\. Did you mean 'age'\?/],
    [['age'], /there is no value in it/],
    [['age=1', 'age=2'], /--set age is given twice/],
    [['age+=1'], /'\+=' is for collections and counters/],
    [['marks=1'], /expected a JSON array/],
  ])('%j is refused', (sets, message) => {
    expect(() => read(...sets)).toThrow(message);
  });

  it('shows what to write', () => {
    expect(() => read('age=abc')).toThrow(expect.objectContaining({ hint: 'Write --set age=42' }) as Error);
  });
});
