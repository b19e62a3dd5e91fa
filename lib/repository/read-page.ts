import { MAX_PAGE_ROWS } from '../session/validate-request';
import type { CompiledRead } from './compiled-read';
import { compileRead, encodeInt, matchesNothing, readParameters } from './compiled-read';
import type { EntityTable } from './entity-table';
import { findsOtherKinds } from './kinds';
import { refuseNearest } from './nearest';
import type { Page, PageRequest } from './options';
import { openPageToken, sealPageState } from './page-token';
import type { ReadRequest } from './read-request';
import { readLimit, readPageRequest } from './read-request';
import { fetchRows } from './stream-rows';

const PAGE_SIZE = 100;

/**
 * One page of a request, and the token of the next one.
 *
 * @throws PageTokenError when the token was changed or belongs to another query
 */
export async function readPage<E extends object, R extends object>(
  table: EntityTable<E>,
  request: ReadRequest,
  which: PageRequest,
): Promise<Page<R>> {
  const { metadata } = table;
  refuseNearest(metadata, request, 'pages');
  const mixed = findsOtherKinds(metadata, request.conditions);
  // The server would count rows of other kinds too, so the limit of a child is counted here, from page to page.
  const limit = mixed ? request.limit : undefined;
  const wanted = limit === undefined ? request : { ...request, limit: undefined };
  const { size, after } = readSize(table, which);
  const read = compileRead<E, R>(table, wanted, 'findPage');
  const params = readParameters(table, wanted);
  const scope = {
    statement: read.statement,
    params: [...params, ...limitParameter(limit)],
    secret: table.pageTokenSecret,
  };
  const start = after === undefined || after === null ? { left: limit } : openState(openPageToken(after, scope), limit);
  if (matchesNothing(request)) return { items: [], next: null };
  const rows = Math.min(size, start.left ?? size);
  let { pageState } = start;
  const items: R[] = [];
  // A page of the server may hold fewer rows than asked for, or none, without being the last.
  do {
    const page = await fetchRows(table, wanted, read, params, pageState, rows - items.length);
    items.push(...page.items);
    pageState = page.pageState;
    // Few rows of a child may be spread over many of its parent's: then a page ends early.
  } while (items.length < (mixed ? 1 : rows) && pageState !== undefined);
  const left = start.left === undefined ? undefined : start.left - items.length;
  if (pageState === undefined || left === 0) return { items, next: null };
  if (!(await hasMore(table, wanted, read, params, pageState, mixed ? undefined : 1))) {
    return { items, next: null };
  }
  return { items, next: sealPageState(closeState(pageState, left), scope) };
}

/** Where a page starts: in the server's result, and with so many rows of a child's limit left. */
interface PageStart {
  readonly pageState?: Buffer;
  readonly left: number | undefined;
}

/** So that a token holds for one limit only. */
function limitParameter(limit: number | undefined): readonly Buffer[] {
  return limit === undefined ? [] : [encodeInt(limit)];
}

function openState(state: Buffer, limit: number | undefined): PageStart {
  if (limit === undefined) return { pageState: state, left: undefined };
  return { pageState: state.subarray(4), left: state.readInt32BE(0) };
}

function closeState(pageState: Buffer, left: number | undefined): Buffer {
  return left === undefined ? pageState : Buffer.concat([encodeInt(left), pageState]);
}

function readSize<E extends object>(
  { metadata }: EntityTable<E>,
  which: PageRequest,
): { readonly size: number; readonly after: PageRequest['after'] } {
  const { size = PAGE_SIZE, after } = readPageRequest(metadata, which);
  return { size: readLimit(metadata, 'size', size, MAX_PAGE_ROWS), after };
}

/** A full page may have been the last: `next` is null only when the server says so, so it is asked for one row. */
async function hasMore<E extends object, R extends object>(
  table: EntityTable<E>,
  request: ReadRequest,
  read: CompiledRead<R>,
  params: readonly unknown[],
  from: Buffer,
  size: number | undefined,
): Promise<boolean> {
  for (let pageState: Buffer | undefined = from; pageState !== undefined;) {
    const page: { items: readonly R[]; pageState: Buffer | undefined } = await fetchRows(
      table,
      request,
      read,
      params,
      pageState,
      size,
    );
    if (page.items.length > 0) return true;
    pageState = page.pageState;
  }
  return false;
}
