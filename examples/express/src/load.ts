import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import autocannon from 'autocannon';
import { serve } from './serve';
import { LocalCassandra } from 'caspy/testing';

const CONNECTIONS = 64;
const USERS = 16;
/** What is not garbage may differ a little between two moments. */
const ALLOWED_GROWTH = 8 * 2 ** 20;

const seconds = Number(process.env.LOAD_SECONDS ?? 30);

function usedHeap(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

/** Reads and writes over some authors, so that not all of them meet in one partition. */
async function requestsFor(url: string): Promise<autocannon.Request[]> {
  const headers = { 'content-type': 'application/json' };
  const post = async (path: string, body: object): Promise<unknown> => {
    const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (response.status !== 201) throw new Error(`POST ${path} answered ${response.status}`);
    return response.json();
  };
  const requests: autocannon.Request[] = [];
  for (let index = 0; index < USERS; index += 1) {
    const username = `load_${process.pid}_${Date.now()}_${index}`;
    const { userId } = (await post('/users', { username, email: 'load@example.com' })) as { userId: string };
    const path = `/users/${userId}/posts`;
    const body = JSON.stringify({ title: 'Under load', content: 'x'.repeat(200), tags: ['load'] });
    requests.push({ method: 'GET', path: `/users/${userId}` }, { method: 'POST', path, headers, body });
    requests.push({ method: 'GET', path: `${path}?limit=10` }, { method: 'GET', path: `/users/${userId}/statistics` });
  }
  return requests;
}

/** The clients run in a thread of their own, whose memory is not the server's. */
function shoot(url: string, requests: autocannon.Request[], duration: number): Promise<autocannon.Result> {
  return autocannon({ url, requests, duration, connections: CONNECTIONS, workers: 1, timeout: 20 });
}

async function main(): Promise<void> {
  await using cassandra = await LocalCassandra.start({ onProgress: (message) => console.error(message) });
  const { contactPoints, port, localDataCenter } = cassandra;
  const { server, address } = await serve({ contactPoints, port, localDataCenter, logging: ['error', 'warn'] }, 0);
  const url = `http://${address.address}:${address.port}`;
  const requests = await requestsFor(url);
  await shoot(url, requests, Math.max(2, Math.ceil(seconds / 5)));
  const before = usedHeap();
  const result = await shoot(url, requests, seconds);
  const growth = usedHeap() - before;
  await server.close();

  const failed = result.errors + result.timeouts + result.non2xx;
  console.log(`${CONNECTIONS} connections, ${seconds} s: ${result['2xx']} answers, ${failed} failures`);
  console.log(`latency: median ${result.latency.p50} ms, 99 % below ${result.latency.p99} ms`);
  console.log(`heap after garbage collection: ${(growth / 2 ** 20).toFixed(1)} MiB more than before`);
  if (failed > 0 || result['2xx'] === 0 || growth > ALLOWED_GROWTH) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error('The load test failed:', error);
  process.exitCode = 1;
});
