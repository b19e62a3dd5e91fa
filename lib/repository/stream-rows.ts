import type { CompiledRead } from './compiled-read';
import { compileRead, fetchPage, matchesNothing, readParameters } from './compiled-read';
import type { EntityTable } from './entity-table';
import { findsOtherKinds } from './kinds';
import { OrderedStreams } from './ordered-streams';
import { partitionReads } from './partition-reads';
import type { ReadRequest } from './read-request';
import type { ResultPage } from './row-stream';
import { RowStream } from './row-stream';
import { take } from './take';

/**
 * The rows of a request one by one, read one page ahead; ends cleanly on `break`.
 *
 * @throws QueryPlanError when neither key nor index serves the request
 */
export function streamRows<E extends object, R extends object>(
  table: EntityTable<E>,
  request: ReadRequest,
): AsyncIterableIterator<R> {
  const { limit, conditions } = request;
  // The server would count rows of other kinds too.
  if (limit !== undefined && findsOtherKinds(table.metadata, conditions)) {
    return take(streamRows<E, R>(table, { ...request, limit: undefined }), limit);
  }
  const read = compileRead<E, R>(table, request, 'find');
  if (matchesNothing(request)) return new RowStream<R>(() => Promise.resolve({ items: [], pageState: undefined }));
  const parts = partitionReads(table.metadata, request, read.plan);
  if (parts === undefined) return openRows(table, request, read);
  const open = (part: ReadRequest): RowStream<R> => openRows(table, part, compileRead<E, R>(table, part, 'find'));
  return new OrderedStreams(parts, open, limit);
}

function openRows<E extends object, R extends object>(
  table: EntityTable<E>,
  request: ReadRequest,
  read: CompiledRead<R>,
): RowStream<R> {
  const params = readParameters(table, request);
  return new RowStream((pageState) => fetchRows(table, request, read, params, pageState));
}

/**
 * One page of a request.
 *
 * @param size rows at most; without it as the options of the request say
 */
export function fetchRows<E extends object, R>(
  table: EntityTable<E>,
  { options: own, ann, limit, pageSize }: ReadRequest,
  read: CompiledRead<R>,
  params: readonly unknown[],
  pageState: Buffer | undefined,
  size?: number,
): Promise<ResultPage<R>> {
  const given = table.readOptions(own);
  // A vector search comes in one page and at this consistency, or the server says so in a warning each time.
  const options = ann === undefined ? given : { ...given, fetchSize: limit, consistency: 'LOCAL_ONE' as const };
  const sized = size === undefined ? options : { ...options, fetchSize: size };
  return fetchPage(table, read, params, pageState, { request: sized, usualSize: pageSize });
}
