import { QueryPlanError } from '../errors';
import type { QueryPlan } from '../query/plan';
import { checkRequestOption } from '../session/validate-request';
import { compileCount, countRows, matchesNothing } from './compiled-read';
import type { EntityTable } from './entity-table';
import { forEachBounded } from './for-each-bounded';
import { findsOtherKinds } from './kinds';
import { STREAMS_IN_FLIGHT } from './ordered-streams';
import { partitionReads } from './partition-reads';
import type { ReadRequest } from './read-request';
import { countRanges } from './scan/count-ranges';
import { isByRanges } from './scan/scan-read';
import { streamRows } from './stream-rows';

/** The number of rows of a request, counted by the server where it counts the same rows. */
export async function countQuery<E extends object>(table: EntityTable<E>, request: ReadRequest): Promise<number> {
  if (matchesNothing(request)) return 0;
  const { limit, perPartitionLimit, distinct, groupBy, ann } = request;
  const isCounted =
    limit === undefined && perPartitionLimit === undefined && !distinct && groupBy.length === 0 && ann === undefined;
  if (!isCounted || findsOtherKinds(table.metadata, request.conditions)) {
    let rows = 0;
    for await (const _ of streamRows(table, keysOf(table, request))) rows += 1;
    return rows;
  }
  const { plan } = compileCount(table, request);
  if (readsTheTable(table, request, plan)) return countTable(table, request);
  let rows = 0;
  const parts = partitionReads(table.metadata, request, plan) ?? [request];
  await forEachBounded(parts, STREAMS_IN_FLIGHT, async (part) => {
    const found = await countRows(table, part);
    rows += found;
  });
  return rows;
}

/** A table may be too large for one `count(*)`. */
function readsTheTable<E extends object>(table: EntityTable<E>, request: ReadRequest, { kind }: QueryPlan): boolean {
  return table.executor.ring !== undefined && (kind === 'table' || kind === 'filtering') && isByRanges(table, request);
}

async function countTable<E extends object>(table: EntityTable<E>, request: ReadRequest): Promise<number> {
  checkRequestOption('signal', request.options.signal);
  const rows = await countRanges(table, {
    request,
    parallelism: undefined,
    splits: undefined,
    throttle: undefined,
    resume: undefined,
  });
  if (rows <= Number.MAX_SAFE_INTEGER) return Number(rows);
  throw new QueryPlanError(`${table.metadata.name}: there are more rows than a number can say.`, {
    waysOut: ['scan(…).count() answers a bigint'],
  });
}

/** The same rows with nothing but their keys; those of `distinct()` have no more than the partition key. */
export function keysOf<E extends object>({ metadata }: EntityTable<E>, request: ReadRequest): ReadRequest {
  return { ...request, columns: request.distinct ? metadata.partitionKey : metadata.primaryKey };
}
