import type { Operations } from './contender';
import { type Data, FAMILY, GROUP_ROWS, PARTITION_ROWS } from './data';
import { makeRow, ownerOf } from './rows';
import type { Kind, Workload } from './workloads';

export interface Task {
  readonly operations: Operations;
  readonly workload: Workload;
  readonly data: Data;
  /** Differs in each sample of the run. */
  readonly mark: number;
  /** The mark that the single rows hold on the server, where they are read. */
  readonly written: number;
}

/** Does the work of one sample and throws when a result is not what was written. Nothing else is in the measured time. */
export const KINDS: Readonly<Record<Kind, (task: Task) => Promise<unknown>>> = {
  save: ({ operations, workload }) => each(workload, (index) => operations.save(index)),
  get: ({ operations, workload, data, written }) =>
    each(workload, (index) => readOne(operations, data, index % data.singles.length, written)),
  partition: ({ operations, workload, data }) =>
    each(workload, async (index) => {
      const owner = at(data.partitionOwners, index);
      same('rows of a partition', sumOf(await operations.partition(owner)), sequence(PARTITION_ROWS));
    }),
  scan: async ({ operations, workload }) => {
    const { rows, sum } = (await operations.scan?.()) ?? { rows: 0, sum: 0 };
    same('rows', rows, workload.count);
    same('checksum', sum, (workload.count / GROUP_ROWS) * sequence(GROUP_ROWS));
  },
  bulkAlone: ({ operations }) => operations.bulk('bulkAlone'),
  bulkGrouped: ({ operations }) => operations.bulk('bulkGrouped'),
  insertOnce: ({ operations, workload, mark }) => each(workload, (index) => insertOnce(operations, mark, index)),
  mixed: ({ operations, workload, data, mark }) =>
    each(workload, async (index) => {
      const turn = index % 20;
      if (turn < 14) await readOne(operations, data, index % data.singles.length, undefined);
      else if (turn < 18) await operations.save(index % data.singles.length);
      else if (turn === 18) await operations.partition(at(data.sliceOwners, index));
      else await insertOnce(operations, mark, index);
    }),
  pages: async ({ operations, workload, data }) => {
    let rows = 0;
    let sum = 0;
    for await (const { seq } of operations.pages?.(data.pagesOwner) ?? []) {
      rows += 1;
      sum += seq;
      work(0.02);
    }
    same('rows', rows, workload.count);
    same('checksum', sum, sequence(workload.count));
  },
};

async function each({ count, concurrency }: Workload, work: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) await work(index);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

async function readOne({ get }: Operations, { singles }: Data, index: number, mark: number | undefined): Promise<void> {
  const wanted = at(singles, index);
  const row = await get(wanted.owner);
  if (row?.name !== wanted.name) throw new Error(`Row ${index} is not what was written.`);
  if (mark !== undefined) same('mark of a row', row.age, mark);
}

async function insertOnce({ insertOnce: insert }: Operations, mark: number, index: number): Promise<void> {
  const applied = await insert?.(makeRow(ownerOf(FAMILY.once, mark * 100_000 + index), 0, index));
  if (applied !== true) throw new Error('A conditional insert of a new row was not applied.');
}

/** Keeps the processor busy for so many milliseconds. */
function work(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

function sumOf(rows: readonly { readonly seq: number }[]): number {
  let sum = 0;
  for (const { seq } of rows) sum += seq;
  return sum;
}

/** 0 + 1 + … up to `count` numbers. */
function sequence(count: number): number {
  return (count * (count - 1)) / 2;
}

function at<T>(items: readonly T[], index: number): T {
  return items[index % items.length]!;
}

function same(what: string, found: number, wanted: number): void {
  if (found !== wanted) throw new Error(`${what}: ${found} instead of ${wanted}.`);
}
