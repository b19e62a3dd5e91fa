import { existsSync } from 'node:fs';
import { LocalCassandra } from '../../../lib/testing';

jest.setTimeout(180_000);

test('starts one node that is gone after stop', async () => {
  const lines: string[] = [];
  const cassandra = await LocalCassandra.start({ onProgress: (line) => lines.push(line) });
  await cassandra.stop();
  expect(existsSync(cassandra.folder ?? '')).toBe(false);
});
