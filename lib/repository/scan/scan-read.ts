import { splitByKey } from '../../query/key-coverage';
import type { CompiledRead } from '../compiled-read';
import { compileRead, fetchPage, readParameters } from '../compiled-read';
import type { EntityTable } from '../entity-table';
import type { ReadRequest } from '../read-request';
import type { Part, Position } from './part';
import { digestsOfKeys, digestsOfRows, hasPlainKey } from './row-digest';
import type { PartPage } from './scan-run';
import type { TokenRange } from './token-ranges';

/** A scan as far as its shape decides. */
export interface ScanRead<R> {
  /** Reads it in one piece. */
  readonly whole: CompiledRead<R>;
  /** Reads a range of tokens; undefined where conditions name partitions or tokens, which are read as they are. */
  readonly ranged: CompiledRead<R> | undefined;
  /** The parameters, before those of the range. */
  readonly params: readonly unknown[];
}

/** @throws QueryPlanError for conditions that Cassandra does not take even with filtering. */
export function compileScan<E extends object, R extends object>(
  table: EntityTable<E>,
  given: ReadRequest,
  operation: string,
): ScanRead<R> {
  const request: ReadRequest = { ...given, allowFiltering: given.conditions.length > 0, keyed: true };
  return {
    whole: compileRead<E, R>(table, request, operation),
    ranged: isByRanges(table, given) ? compileRead<E, R>(table, { ...request, ring: true }, operation) : undefined,
    params: readParameters(table, given),
  };
}

/** Whether a read is of the whole table, and not of partitions or tokens that its conditions name. */
export function isByRanges<E extends object>({ metadata }: EntityTable<E>, { conditions }: ReadRequest): boolean {
  return !splitByKey(metadata, conditions).partition && !conditions.some(({ token }) => token);
}

/** Reads one page of a range. */
export async function readPart<E extends object, R>(
  table: EntityTable<E>,
  { whole, ranged, params }: ScanRead<R>,
  request: ReadRequest,
  part: Part,
  { pageState, fetchSize, after }: Position,
  signal: AbortSignal,
  pageSize: number,
): Promise<PartPage<R>> {
  const { range } = part;
  const options = {
    ...table.readOptions(request.options),
    // Rows before the one to go on behind are told apart by their place in a page of the same size.
    fetchSize: after === undefined ? (part.fetchSize ?? pageSize) : (fetchSize ?? pageSize),
    signal,
    routingToken: range?.end,
  };
  const all = range === undefined ? params : [...params, ...rangeParameters(range)];
  const read = range === undefined ? whole : (ranged ?? whole);
  // Entities that nobody had in hand yet tell their rows apart themselves.
  const isNew = request.columns === undefined && read.lifecycle === undefined;
  const keepsRows = after !== undefined || !isNew || !hasPlainKey(table);
  const page = await fetchPage(table, read, all, pageState, { request: options, keepsRows });
  const { items, rowAt, pageState: next } = page;
  const digestAt = rowAt === undefined ? digestsOfKeys(table, items as readonly object[]) : digestsOfRows(table, rowAt);
  if (after === undefined) return { items, digestAt, pageState: next };
  const behind = items.findIndex((_, index) => digestAt(index).equals(after)) + 1;
  return { items: items.slice(behind), digestAt: (index) => digestAt(index + behind), pageState: next };
}

export function rangeParameters({ start, end }: TokenRange): [Buffer, Buffer] {
  return [encodeToken(start), encodeToken(end)];
}

function encodeToken(token: bigint): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigInt64BE(token);
  return bytes;
}
