import type { Operations } from './contender';
import { type Data, PARTITION_ROWS, UNKNOWN } from './data';
import { digestOf, sameDigest } from './digest';
import { makeRow, type RowValues } from './rows';
import type { Workload } from './workloads';

const GETS = 20;

/**
 * Compares rows that a contender reads with what was written, over all their columns. The measured reads look at some
 * columns only: looking at all would cost more than reading.
 *
 * @throws Error unless they are the same.
 */
export async function checkReads(operations: Operations, { kind }: Workload, data: Data): Promise<void> {
  if (kind === 'get') {
    const known = data.singles.map((row, index) => ({ ...row, age: data.ages[index]! })).slice(0, GETS);
    const wanted = known.filter(({ age }) => age !== UNKNOWN);
    const found = await Promise.all(wanted.map(({ owner }) => operations.get(owner)));
    sameDigest('rows that were read', digestOf(found as RowValues[]), digestOf(wanted));
  }
  if (kind === 'partition') {
    const owner = data.partitionOwners[0]!;
    const wanted = Array.from({ length: PARTITION_ROWS }, (_, seq) => makeRow(owner, seq, seq));
    sameDigest('rows of a partition', digestOf(await operations.partition(owner)), digestOf(wanted));
  }
}
