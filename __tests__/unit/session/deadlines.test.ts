import { Deadlines } from '../../../lib/session/deadlines';

let deadlines: Deadlines;
let expired: string[];

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick'] });
  deadlines = new Deadlines();
  expired = [];
});
afterEach(() => jest.useRealTimers());

function add(name: string, milliseconds: number) {
  return deadlines.add({ onDeadline: () => void expired.push(name) }, milliseconds, performance.now());
}

test('each expires at its own time, with one timer for a duration', () => {
  add('a', 100);
  jest.advanceTimersByTime(60);
  add('b', 100);
  expect(jest.getTimerCount()).toBe(1);
  jest.advanceTimersByTime(45);
  expect(expired).toEqual(['a']);
  jest.advanceTimersByTime(60);
  expect(expired).toEqual(['a', 'b']);
  expect(jest.getTimerCount()).toBe(0);
});

test('durations do not wait for each other', () => {
  add('slow', 1000);
  add('fast', 10);
  jest.advanceTimersByTime(20);
  expect(expired).toEqual(['fast']);
});

test('what was removed does not expire', () => {
  const gone = add('gone', 100);
  add('stays', 100);
  deadlines.remove(gone);
  deadlines.remove(gone);
  jest.advanceTimersByTime(200);
  expect(expired).toEqual(['stays']);
});

test('one that expires may add another of the same duration', () => {
  deadlines.add({ onDeadline: () => void add('second', 100) }, 100, performance.now());
  jest.advanceTimersByTime(150);
  expect(expired).toEqual([]);
  jest.advanceTimersByTime(100);
  expect(expired).toEqual(['second']);
  expect(jest.getTimerCount()).toBe(0);
});

test('clear forgets all', () => {
  add('a', 10);
  add('b', 20);
  deadlines.clear();
  jest.advanceTimersByTime(100);
  expect(expired).toEqual([]);
  expect(jest.getTimerCount()).toBe(0);
});
