import { usedHeap } from '../used-heap';
import { Item } from './item';
import type { ManySaves, Saved } from './run-many-saves';
import { DataSource } from 'caspy';

/** Saves that lie between two looks at the memory. */
const LOOK_EVERY = 500;
const BODY = 'x'.repeat(100);

async function save({ count, ...options }: ManySaves): Promise<Saved> {
  const dataSource = await new DataSource({ ...options, entities: [Item], logging: false }).initialize();
  const items = dataSource.getRepository(Item);
  await items.save(items.create({ id: 'first', body: BODY }));
  const heap = usedHeap();
  const resident = process.memoryUsage.rss();
  let peak = resident;
  const saves = Array.from({ length: count }, async (_, index) => {
    await items.save(items.create({ id: String(index), body: BODY }));
    if (index % LOOK_EVERY === 0) peak = Math.max(peak, process.memoryUsage.rss());
  });
  const { queued } = dataSource.metrics();
  const queuedHeap = usedHeap() - heap;
  await Promise.all(saves);
  const { inFlight, queued: left, errors } = dataSource.metrics();
  await dataSource.destroy();
  return { queued, queuedHeap, resident: peak - resident, inFlight, left, errors };
}

process.once('message', (order: ManySaves) => {
  void save(order).then((saved) => process.send?.(saved, () => process.disconnect()));
});
