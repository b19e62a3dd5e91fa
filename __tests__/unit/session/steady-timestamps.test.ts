import { SteadyTimestamps } from '../../../lib/session/steady-timestamps';

afterEach(() => jest.restoreAllMocks());

test('a clock that goes back is told of once, and write times go on', () => {
  const warnings: string[] = [];
  const timestamps = new SteadyTimestamps((message) => warnings.push(message));
  const now = Date.now();
  const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
  const times = [Number(timestamps.next()), Number(timestamps.next())];
  clock.mockReturnValue(now - 900);
  times.push(Number(timestamps.next()));
  expect(warnings).toEqual([]);
  clock.mockReturnValue(now - 10_000);
  for (let count = 0; count < 3; count++) times.push(Number(timestamps.next()));
  expect(times).toEqual(times.toSorted((one, other) => one - other));
  expect(new Set(times).size).toBe(times.length);
  expect(times[0]).toBe(now * 1000);
  expect(warnings).toEqual([expect.stringMatching(/^The clock of this machine went back by more than a second\./)]);
});
