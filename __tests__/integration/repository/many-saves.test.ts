import { Item } from '../../support/many-saves/item';
import { runManySaves } from '../../support/many-saves/run-many-saves';
import { dropTestData, testConnection, testDataSource } from '../support/test-data-source';

const COUNT = 10_000;

test('10,000 concurrent saves by Promise.all all succeed, with bounded memory', async () => {
  await using data = await items();
  const saved = await runManySaves({ ...testConnection(), keyspace: data.source.keyspace!, count: COUNT });
  expect(saved).toMatchObject({ queued: COUNT - 256, inFlight: 0, left: 0, errors: {} });
  expect(await data.source.getRepository(Item).count()).toBe(COUNT + 1);
  expect(saved.queuedHeap).toBeLessThan(COUNT * 5000);
  expect(saved.resident).toBeLessThan(300 * 1024 * 1024);
}, 120_000);

async function items() {
  const source = await testDataSource({ entities: [Item] });
  return { source, [Symbol.asyncDispose]: () => dropTestData(source) };
}
