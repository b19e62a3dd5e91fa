import { QueryPlanError } from '../errors';
import type { BatchPart } from './batch-entry';
import { partitionOf } from './batch-entry';
import type { BatchOptions } from './batch-options';

/** The native protocol counts the statements of a batch in 16 bits. */
const MAX_STATEMENTS = 65_535;
/** `batch_size_fail_threshold` and `batch_size_warn_threshold` of a server as it is shipped. */
const MAX_BYTES = 50 * 1024;
const WARN_BYTES = 5 * 1024;
/** The largest mutation: half a segment of the commit log as it is shipped. */
const MAX_MUTATION_BYTES = 16 * 1024 * 1024;
/** What Cassandra counts beside the values: write time, TTL and deletion time of each cell, the like for each row. */
const CELL_BYTES = 16;
const ROW_BYTES = 28;

/** A batch that passed. */
export interface CheckedBatch {
  readonly logged: boolean;
  /** For the logger; undefined when there is nothing to say. */
  readonly warning: string | undefined;
}

/** @throws QueryPlanError for a batch that the server would refuse or, worse, would do in another way than it seems. */
export function checkBatch(parts: readonly BatchPart[], options: BatchOptions): CheckedBatch {
  if (parts.length > MAX_STATEMENTS) {
    throw new QueryPlanError(`The batch has ${parts.length} statements; the protocol allows ${MAX_STATEMENTS}.`, {
      waysOut: ['make several batches', 'save the entities side by side: save([...])'],
    });
  }
  checkCounters(parts, options);
  const partitions = new Set(parts.map((part, index) => partitionOf(part) ?? `unknown ${index}`));
  const known = parts.every(({ request }) => request.partitionAt !== undefined);
  checkConditions(parts, options, known && partitions.size === 1);
  const { logged = true } = options;
  if (!logged && !(known && partitions.size === 1)) throw severalPartitions(parts, known, partitions.size);
  return { logged, warning: checkSize(parts, partitions.size, options) };
}

function checkCounters(parts: readonly BatchPart[], options: BatchOptions): void {
  const counters = parts.filter(({ table }) => table.metadata.isCounter);
  if (counters.length === 0) return;
  const other = parts.find(({ table }) => !table.metadata.isCounter);
  if (other !== undefined) {
    const names = `${counters[0]?.table.metadata.name ?? ''} holds counters and ${other.table.metadata.name} does not`;
    throw new QueryPlanError(`${names}: Cassandra takes counters in batches of their own only.`, {
      waysOut: ['make one batch of the counters and one of the rest', 'send increments alone: increment()'],
    });
  }
  const given = options.logged === true ? 'logged' : options.timestamp !== undefined ? 'timestamp' : undefined;
  if (given === undefined) return;
  throw new QueryPlanError(`A batch of counters takes no '${given}': Cassandra keeps no log and no time of them.`, {
    waysOut: [`leave out '${given}'`],
  });
}

function checkConditions(parts: readonly BatchPart[], options: BatchOptions, onePartition: boolean): void {
  const guarded = parts.find(({ request }) => request.statement.kind === 'conditional');
  if (guarded === undefined) return;
  const { name } = guarded.table.metadata;
  const tables = new Set(parts.map(({ table }) => table.qualifiedName));
  if (!onePartition || tables.size > 1) {
    const what = tables.size > 1 ? `${tables.size} tables` : 'several partitions';
    throw new QueryPlanError(
      `${name}: a batch with a condition or a version is decided in one partition of one table; this one has ${what}.`,
      {
        waysOut: ['keep the rows of one partition in the batch', 'take the conditions out', 'write one after another'],
      },
    );
  }
  if (options.timestamp === undefined) return;
  throw new QueryPlanError(`${name}: a batch with a condition or a version takes no 'timestamp'; Paxos sets it.`, {
    waysOut: ['leave out the timestamp', 'take the conditions out'],
  });
}

function severalPartitions(parts: readonly BatchPart[], known: boolean, count: number): QueryPlanError {
  const names = [...new Set(parts.map(({ table }) => table.metadata.name))].join(', ');
  const what = known ? `${count} partitions` : 'partitions that only the server knows';
  return new QueryPlanError(
    `An unlogged batch has one partition, and this one has ${what} of ${names}: a failure would leave a part of it.`,
    {
      waysOut: [
        'leave out logged: false, when all must be written or nothing',
        'write side by side, when not: save([...]) is faster than any batch across partitions',
      ],
    },
  );
}

/** Cassandra measures a batch of more than one mutation only. */
function checkSize(parts: readonly BatchPart[], partitions: number, { maxBytes }: BatchOptions): string | undefined {
  const bytes = parts.reduce((sum, { request }) => sum + sizeOf(request.params), 0);
  const limit = maxBytes ?? (partitions > 1 ? MAX_BYTES : MAX_MUTATION_BYTES);
  const size = `The batch has about ${bytes} bytes in ${parts.length} statements`;
  if (bytes > limit) {
    throw new QueryPlanError(`${size}; ${limit} are allowed.`, {
      waysOut: [
        'make smaller batches, one per partition where you can',
        'save rows that need not be written as a whole side by side: save([...])',
        `raise maxBytes, where batch_size_fail_threshold of the server is higher`,
      ],
    });
  }
  if (partitions === 1 || bytes <= WARN_BYTES) return undefined;
  return `${size} across ${partitions} partitions. Large batches slow the coordinator down; smaller ones are faster.`;
}

function sizeOf(params: readonly unknown[]): number {
  let bytes = ROW_BYTES;
  for (const param of params) {
    if (Buffer.isBuffer(param)) bytes += param.length + CELL_BYTES;
    else if (param === null) bytes += CELL_BYTES;
  }
  return bytes;
}
