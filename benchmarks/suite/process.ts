import { slopeOf } from '../core/slope';
import { ownerOf } from './owner-of';
import type { Server } from './server';

const task = JSON.parse(process.argv[2]!) as {
  readonly server: Server;
  readonly kind: 'driver' | 'caspy' | 'fast';
  readonly what: 'start' | 'scan' | 'heap';
  readonly table: 'bench_scan' | 'bench_scan_large';
};
const FAMILY = 7;
const HELD_PARTITIONS = 100;

interface Reader {
  readonly first: () => Promise<unknown>;
  readonly partition: (owner: string) => Promise<readonly unknown[]>;
  readonly scan: (onRows: (count: number) => void) => Promise<unknown>;
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
  const more = task.what === 'scan' ? await watchScan(reader) : task.what === 'heap' ? await heldBytes(reader) : {};
  await reader.close();
  process.stdout.write(JSON.stringify({ load, first, ...more }));
}

/** Resident memory all the while, and how it grows over the second half of the rows. */
async function watchScan(reader: Reader): Promise<object> {
  const before = residentMegabytes();
  const points: { readonly rows: number; readonly megabytes: number }[] = [];
  let rows = 0;
  const timer = setInterval(() => points.push({ rows, megabytes: residentMegabytes() }), 50);
  await reader.scan((count) => {
    rows += count;
  });
  clearInterval(timer);
  const half = points
    .filter((point) => point.rows > rows / 2)
    .map((point) => ({ x: point.rows / 1e6, y: point.megabytes }));
  const highest = Math.max(before, ...points.map(({ megabytes }) => megabytes), residentMegabytes());
  return { rows, before, highest, slope: slopeOf(half) };
}

/** Bytes that an entity takes which is kept, with what belongs to it. */
async function heldBytes(reader: Reader): Promise<object> {
  const owners = Array.from({ length: HELD_PARTITIONS }, (_, index) => ownerOf(FAMILY, index));
  await reader.partition(owners[0]!);
  const before = usedBytes();
  const held: (readonly unknown[])[] = [];
  for (const owner of owners) held.push(await reader.partition(owner));
  const bytes = usedBytes() - before;
  return { bytesEach: bytes / held.reduce((sum, { length }) => sum + length, 0) };
}

function usedBytes(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function residentMegabytes(): number {
  return process.memoryUsage.rss() / 2 ** 20;
}

async function openDriver(): Promise<Reader> {
  const { driverClient } = await import('./contenders/driver.js');
  const client = driverClient(task.server);
  await client.connect();
  return {
    first: () => client.execute('SELECT * FROM bench_scan WHERE owner = ? AND seq = ?', [ownerOf(FAMILY, 0), 0]),
    partition: async (owner) => (await client.execute('SELECT * FROM bench_scan WHERE owner = ?', [owner])).rows,
    scan: async (onRows) => {
      for await (const { seq } of await client.execute(`SELECT * FROM ${task.table}`)) onRows(seq < 0 ? 0 : 1);
    },
    close: () => client.shutdown(),
  };
}

async function openCaspy(): Promise<Reader> {
  const { openDataSource } = await import('./open-data-source.js');
  const { LargeScanRow, ScanRow } = await import('./rows.js');
  const dataSource = await openDataSource(task.server, { fastDecode: task.kind === 'fast' });
  const rows = dataSource.getRepository(ScanRow);
  const scanned = dataSource.getRepository(task.table === 'bench_scan' ? ScanRow : LargeScanRow);
  return {
    first: () => rows.get({ owner: ownerOf(FAMILY, 0), seq: 0 }),
    partition: (owner) => rows.findBy({ owner }),
    scan: (onRows) =>
      scanned.scan().forEachBatch((batch) => {
        onRows(batch.length);
      }),
    close: () => dataSource.destroy(),
  };
}

void main();
