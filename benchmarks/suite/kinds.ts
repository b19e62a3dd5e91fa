import { isSaveOfMix, onceOwner } from './check-written';
import type { Operations } from './contender';
import { CHANGED_ROWS, type Data, FAMILY, GROUP_ROWS, PARTITION_ROWS, UNKNOWN } from './data';
import { ownerOf } from './owner-of';
import { makeRow } from './rows';
import type { Kind, Workload } from './workloads';

export interface Task {
  readonly operations: Operations;
  readonly workload: Workload;
  readonly data: Data;
  /** Differs in each sample of the run. */
  readonly mark: number;
}

/** Does the work of one sample and throws when a result is not what was written. Nothing else is in the measured time. */
export const KINDS: Readonly<Record<Kind, (task: Task) => Promise<unknown>>> = {
  save: ({ operations, workload }) => each(workload, (index) => operations.save(index)),
  make: ({ operations, workload, mark }) => each(workload, (index) => operations.make!(index, mark)),
  resave: ({ operations, workload, mark }) => each(workload, (index) => operations.resave!(index, mark)),
  loadAndSave: ({ operations, workload, mark }) => each(workload, (index) => operations.loadAndSave!(index, mark)),
  ruled: ({ operations, workload }) => each(workload, (index) => operations.saveRuled!(index, true)),
  unruled: ({ operations, workload }) => each(workload, (index) => operations.saveRuled!(index, false)),
  get: ({ operations, workload, data }) =>
    each(workload, (index) => readOne(operations, data, index % data.singles.length)),
  partition: ({ operations, workload, data }) =>
    each(workload, async (index) => {
      const owner = at(data.partitionOwners, index);
      same('rows of a partition', sumOf(await operations.partition(owner)), sequence(PARTITION_ROWS));
    }),
  scan: async ({ operations, workload, data }) => {
    const table = workload.count === data.largeRows ? 'bench_scan_large' : 'bench_scan';
    const { rows, sum } = await operations.scan!(table);
    same('rows', rows, workload.count);
    same('checksum', sum, (workload.count / GROUP_ROWS) * sequence(GROUP_ROWS));
  },
  bulkAlone: ({ operations, workload }) => operations.bulk('bulkAlone', workload.count),
  bulkGrouped: ({ operations, workload }) => operations.bulk('bulkGrouped', workload.count),
  insertOnce: ({ operations, workload, mark }) => each(workload, (index) => insertOnce(operations, mark, index)),
  updateIf: ({ operations, workload, data, mark }) =>
    each(workload, async (index) => {
      if (index >= CHANGED_ROWS) throw new Error('Each row is updated once in a sample.');
      const age = data.changedAges[index]!;
      if (age === UNKNOWN) throw new Error('What the row holds is not known, after a failure.');
      const applied = await operations.updateIf!(ownerOf(FAMILY.changed, index), age, mark);
      if (!applied) throw new Error('A conditional update whose condition holds was not applied.');
    }),
  mixed: ({ operations, workload, data, mark }) =>
    each(workload, async (index) => {
      const turn = index % 20;
      // Not the age: it is being written.
      if (turn < 14) await readName(operations, data, index % data.singles.length);
      else if (isSaveOfMix(index)) await operations.save(index % data.singles.length);
      else if (turn === 18) await operations.partition(at(data.sliceOwners, index));
      else await insertOnce(operations, mark, index);
    }),
  pages: async ({ operations, workload, data }) => {
    let rows = 0;
    let sum = 0;
    for await (const { seq } of operations.pages!(data.pagesOwner)) {
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

async function readOne(operations: Operations, data: Data, index: number): Promise<void> {
  const age = await readName(operations, data, index);
  const wanted = data.ages[index]!;
  if (wanted !== UNKNOWN) same('mark of a row', age, wanted);
}

async function readName({ get }: Operations, { singles }: Data, index: number): Promise<number> {
  const wanted = at(singles, index);
  const row = await get(wanted.owner);
  if (row?.name !== wanted.name) throw new Error(`Row ${index} is not what was written.`);
  return row.age;
}

async function insertOnce({ insertOnce: insert }: Operations, mark: number, index: number): Promise<void> {
  const applied = await insert!(makeRow(onceOwner(mark, index), 0, index));
  if (!applied) throw new Error('A conditional insert of a new row was not applied.');
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
