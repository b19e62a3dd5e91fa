import { putLoad } from './put-load';
import { startServer } from './server';
import { LocalCassandra } from 'caspy/testing';

/** Until then code is compiled, and caches and connections are filled: growth that ends. */
const WARM_UP_SECONDS = 5;
const MOST_GROWTH = 0.15;

const megabytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MB`;

async function main(): Promise<void> {
  const seconds = Number(process.env.LOAD_SECONDS ?? 30);
  const cassandra = await LocalCassandra.start({ onProgress: console.error });
  const server = await startServer({
    CASPY_CONTACT_POINTS: cassandra.contactPoints.join(','),
    CASPY_PORT: String(cassandra.port),
    CASPY_LOCAL_DC: cassandra.localDataCenter,
  });
  await putLoad(server.url, WARM_UP_SECONDS);
  const before = await server.memory();
  const { requests, latency, errors, timeouts, non2xx } = await putLoad(server.url, seconds);
  const after = await server.memory();
  const exitCode = await server.stop();
  await cassandra.stop();
  console.log(`${requests.total} requests in ${seconds} s, ${Math.round(requests.average)} a second`);
  console.log(`latency: ${latency.p50} ms in the middle, 99 % within ${latency.p99} ms`);
  console.log(`errors: ${errors}, time-outs: ${timeouts}, answers other than 2xx: ${non2xx}`);
  console.log(`memory in use: ${megabytes(before)} before, ${megabytes(after)} after; exit code ${exitCode}`);
  if (errors + timeouts + non2xx > 0) throw new Error('Not every request was answered well.');
  if (after > before * (1 + MOST_GROWTH)) throw new Error(`Memory grew by more than ${100 * MOST_GROWTH} %.`);
  if (exitCode !== 0) throw new Error('The board did not end well.');
}

process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

main().catch((error: unknown) => {
  console.error('The load test failed:', error);
  process.exit(1);
});
