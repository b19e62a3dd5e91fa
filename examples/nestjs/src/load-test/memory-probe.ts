import { setTimeout as pause } from 'node:timers/promises';

/**
 * Loaded into the server by the load test (`node --require`): answers how much memory is in use after garbage
 * collection, so that growth can be told from garbage. The server itself knows nothing of it.
 */
async function heapUsed(): Promise<number> {
  // What a first collection finds unreachable may hold on to more until its finalizers have run.
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.();
    await pause(50);
  }
  const { heapUsed: heap, external } = process.memoryUsage();
  return heap + external;
}

process.on('message', (message) => {
  if (message === 'memory') void heapUsed().then((bytes) => process.send?.({ memory: bytes }));
});
// The channel alone is no reason to stay.
process.channel?.unref();
