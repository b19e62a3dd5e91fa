import { compileCount, countRows, matchesNothing } from './compiled-read';
import type { EntityTable } from './entity-table';
import { forEachBounded } from './for-each-bounded';
import { findsOtherKinds } from './kinds';
import { STREAMS_IN_FLIGHT } from './ordered-streams';
import { partitionReads } from './partition-reads';
import type { ReadRequest } from './read-request';
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
  let rows = 0;
  const parts = partitionReads(table.metadata, request, plan) ?? [request];
  await forEachBounded(parts, STREAMS_IN_FLIGHT, async (part) => {
    const found = await countRows(table, part);
    rows += found;
  });
  return rows;
}

/** The same rows with nothing but their keys; those of `distinct()` have no more than the partition key. */
export function keysOf<E extends object>({ metadata }: EntityTable<E>, request: ReadRequest): ReadRequest {
  return { ...request, columns: request.distinct ? metadata.partitionKey : metadata.primaryKey };
}
