import { ownerOf } from './rows';
import type { Server } from './server';

const task = JSON.parse(process.argv[2]!) as { server: Server; kind: 'driver' | 'caspy' | 'fast'; scans: boolean };
const OWNER = ownerOf(7, 0);

interface Reader {
  readonly first: () => Promise<unknown>;
  readonly scan: () => Promise<number>;
  readonly close: () => Promise<void>;
}

const cpuStart = process.cpuUsage();
// eslint-disable-next-line @typescript-eslint/no-require-imports -- loading it is what is measured
require(task.kind === 'driver' ? 'cassandra-driver' : 'caspy');
const { user, system } = process.cpuUsage(cpuStart);
const load = (user + system) / 1_000;

async function main(): Promise<void> {
  const start = performance.now();
  const reader = await (task.kind === 'driver' ? openDriver() : openCaspy());
  await reader.first();
  const first = performance.now() - start;
  const before = process.memoryUsage.rss();
  let highest = before;
  const timer = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage.rss());
  }, 20);
  const rows = task.scans ? await reader.scan() : 0;
  clearInterval(timer);
  await reader.close();
  const megabytes = (bytes: number): number => bytes / 2 ** 20;
  process.stdout.write(JSON.stringify({ load, first, rows, before: megabytes(before), highest: megabytes(highest) }));
}

async function openDriver(): Promise<Reader> {
  const { driverClient, driverOperations } = await import('./contenders/driver.js');
  const client = driverClient(task.server);
  await client.connect();
  const operations = driverOperations(client, NOTHING);
  return {
    first: () => client.execute('SELECT * FROM bench_scan WHERE owner = ? AND seq = ?', [OWNER, 0]),
    scan: async () => (await operations.scan!()).rows,
    close: () => client.shutdown(),
  };
}

async function openCaspy(): Promise<Reader> {
  const { openDataSource } = await import('./open-data-source.js');
  const { ScanRow } = await import('./rows.js');
  const dataSource = await openDataSource(task.server, { fastDecode: task.kind === 'fast' });
  const rows = dataSource.getRepository(ScanRow);
  return {
    first: () => rows.get({ owner: OWNER, seq: 0 }),
    scan: async () => {
      let count = 0;
      await rows.scan().forEachBatch((batch) => {
        count += batch.length;
      });
      return count;
    },
    close: () => dataSource.destroy(),
  };
}

const NOTHING = { singles: [], bulkAlone: [], bulkGrouped: [], partitionOwners: [], sliceOwners: [], pagesOwner: '' };

void main();
