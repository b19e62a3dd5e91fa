import { takeLock } from '../../../../lib/schema/lock/take-lock';
import { OURS, scripted, uncertain } from './support/scripted-row';

const OPTIONS = { keyspace: 'shop', name: 'schema', wait: 60_000 };
const NOBODY = { rows: [] };

it('tries again when a busy cluster left an attempt unanswered', async () => {
  const { row, sent } = scripted([uncertain(), NOBODY, { rows: [], applied: true }]);
  await takeLock(row, OPTIONS);
  expect(sent).toEqual(['INSERT', 'SELECT', 'INSERT']);
});

it('counts the life of a lock from the first of the attempts that may have taken it', async () => {
  const { row } = scripted([uncertain(), NOBODY, OURS], 50);
  const before = performance.now();
  const takenAt = await takeLock(row, OPTIONS);
  expect(performance.now() - before).toBeGreaterThanOrEqual(140);
  expect(takenAt - before).toBeLessThan(50);
});

it.each([
  ['three attempts', 60_000, 3],
  ['the time to wait', 0, 1],
])('gives up after %s without an answer', async (_, wait, attempts) => {
  const { row, sent } = scripted(Array.from({ length: attempts }, () => [uncertain(), NOBODY]).flat());
  await expect(takeLock(row, { ...OPTIONS, wait })).rejects.toThrow('no answer in time');
  expect(sent).toHaveLength(2 * attempts);
});
