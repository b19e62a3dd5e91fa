import { In, MoreThan } from '../../../lib/index';
import { repositoryOf } from '../support/fake-executor';
import { KEY, Reading } from '../support/reading';

/** A small generator of numbers, so that a failure can be repeated. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

test('values, limits, times to live and lengths of In() make no new text', async () => {
  const { repository, executor } = repositoryOf(Reading);
  const random = numbers(7);
  const at = (): Date => new Date(random(1_000_000));
  const values = (): number[] => Array.from({ length: 1 + random(50) }, () => random(1_000));
  for (let round = 0; round < 2_000; round += 1) {
    const key = { ...KEY, tenant: `t${random(1_000)}`, sensor: `s${random(50)}`, at: at() };
    const { tenant, day, sensor } = key;
    await repository.save(repository.create({ ...key, level: random(9), ...(random(2) === 0 && { city: 'x' }) }), {
      ttl: random(9_999),
    });
    await repository.update(key, { value: random(100) }, { ttl: random(9_999), timestamp: random(99_999) });
    await repository.find({ where: { tenant, day, sensor, at: MoreThan(at()) }, limit: 1 + random(5_000) });
    await repository.find({
      where: { tenant: In(values().map(String)), day },
      limit: 1 + random(50),
      perPartitionLimit: 1 + random(9),
    });
    await repository.find({ where: { level: MoreThan(random(50)) }, fetchSize: 1 + random(500) });
    await repository.get(key);
    await repository.delete({ tenant, day, sensor: In(values().map(String)) });
  }
  expect(executor.sent.length).toBeGreaterThan(14_000);
  // An In() over few partitions is one text, and over many the text of a single one.
  expect(new Set(executor.sent.map(({ cql }) => cql)).size).toBe(8);
  // A statement is one object too, which is what the session's caches go by.
  expect(new Set(executor.sent.map(({ statement }) => statement)).size).toBe(8);
});
