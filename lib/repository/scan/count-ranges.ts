import { types } from 'cassandra-driver';
import { readParameters, compileCount, matchesNothing } from '../compiled-read';
import type { EntityTable } from '../entity-table';
import { findsOtherKinds } from '../kinds';
import type { ReadRequest } from '../read-request';
import type { Part } from './part';
import { planParts } from './plan-parts';
import type { ScanInput } from './scan-options';
import { compileScan, isByRanges, rangeParameters, readPart } from './scan-read';
import type { PartReader } from './scan-run';
import { ScanRun } from './scan-run';
import { Throttle } from './throttle';

/** A range that was counted is done with. */
const noDigest = (): Buffer => Buffer.alloc(0);

/** Keys are small. */
const KEYS_PER_PAGE = 5_000;

/** Counts a table, or what conditions find of it, range by range: a single `count(*)` of a large table times out. */
export async function countRanges<E extends object>(table: EntityTable<E>, input: ScanInput): Promise<bigint> {
  const { request: given, throttle } = input;
  if (matchesNothing(given)) return 0n;
  const { signal, ...options } = given.options;
  const request: ReadRequest = { ...given, options, columns: undefined, allowFiltering: given.conditions.length > 0 };
  const isRanged = isByRanges(table, request);
  const { parts, parallelism } = await planParts(table, isRanged, input, undefined);
  const run = new ScanRun(parts, counter(table, request, isRanged), {
    operation: `${table.metadata.name}.count`,
    pageSize: KEYS_PER_PAGE,
    throttle: new Throttle(throttle),
    ...{ parallelism, signal },
  });
  try {
    let rows = 0n;
    for (let page = await run.take(); page !== undefined; page = await run.take()) {
      for (const count of page.items) rows += count;
      run.finish(page, page.items.length);
    }
    return rows;
  } finally {
    run.close();
  }
}

/** Answers the number of rows in a range as its only item. */
function counter<E extends object>(table: EntityTable<E>, request: ReadRequest, isRanged: boolean): PartReader<bigint> {
  // Cassandra would count rows of other kinds too.
  if (findsOtherKinds(table.metadata, request.conditions)) return keyCounter(table, request);
  const whole = compileCount(table, request).statement;
  const ranged = isRanged ? compileCount(table, { ...request, ring: true }).statement : whole;
  const params = readParameters(table, request);
  return async ({ range }: Part, _, signal) => {
    const options = { ...table.readOptions(request.options), signal, routingToken: range?.end };
    const page =
      range === undefined
        ? await table.executor.execute(whole, params, options)
        : await table.executor.execute(ranged, [...params, ...rangeParameters(range)], options);
    const count = readCount(page.rows[0]?.count);
    return { items: [count], digestAt: noDigest, pageState: undefined, cost: Number(count) };
  };
}

function keyCounter<E extends object>(table: EntityTable<E>, request: ReadRequest): PartReader<bigint> {
  const keys: ReadRequest = { ...request, columns: table.metadata.primaryKey };
  const read = compileScan<E, object>(table, keys, 'count');
  return async (part, position, signal) => {
    const page = await readPart(table, read, keys, part, position, signal, KEYS_PER_PAGE);
    return {
      items: [BigInt(page.items.length)],
      digestAt: noDigest,
      pageState: page.pageState,
      cost: page.items.length,
    };
  };
}

/** The driver's Long says all of its digits as a text only. */
function readCount(count: unknown): bigint {
  return types.Long.isLong(count) ? BigInt(count.toString()) : BigInt(Number(count ?? 0));
}
