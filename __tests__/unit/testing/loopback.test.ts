import { createServer } from 'node:net';
import { findPlacement } from '../../../lib/testing/loopback';

test('on Linux every cluster has its own addresses and the usual ports', async () => {
  const [one, three] = await Promise.all([findPlacement(1, 'linux'), findPlacement(3, 'linux')]);
  expect(one).toMatchObject({ port: 9042, storagePort: 7000 });
  expect(new Set([...one.addresses, ...three.addresses]).size).toBe(4);
});

test('elsewhere there is only 127.0.0.1, with free ports', async () => {
  const { addresses, port, storagePort } = await findPlacement(1, 'darwin');
  expect(addresses).toEqual(['127.0.0.1']);
  expect(port).not.toBe(storagePort);
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  await new Promise((resolve) => server.close(resolve));
});
