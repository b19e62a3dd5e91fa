import { QueryPlanError } from '../errors';
import type { Condition } from '../query/conditions';
import { NO_GUARD } from '../query/write-conditions';
import { compileRead, fetchPage, matchesNothing, readParameters } from './compiled-read';
import { deleteByConditions } from './delete-request';
import type { EntityTable } from './entity-table';
import { forEachBounded } from './for-each-bounded';
import { findsOtherKinds } from './kinds';
import type { WriteOptions } from './options';
import type { ReadRequest } from './read-request';

const DELETES_IN_FLIGHT = 64;

/** Deletes what a query matches; answers the number of rows or partitions that were named to the server. */
export async function deleteByQuery<E extends object>(table: EntityTable<E>, request: ReadRequest): Promise<number> {
  const { metadata } = table;
  if (request.conditions.length === 0) {
    throw new QueryPlanError(`${metadata.name}: a delete needs conditions.`, {
      waysOut: ['name the rows by filter()', 'clear() empties the table'],
    });
  }
  if (request.limit !== undefined || request.perPartitionLimit !== undefined || request.groupBy.length > 0) {
    throw new QueryPlanError(`${metadata.name}: a delete takes no limit and no groups; CQL has none.`);
  }
  const keys: ReadRequest = { ...request, order: [], distinct: false, columns: metadata.primaryKey };
  const read = compileRead(table, keys, 'delete');
  if (matchesNothing(request)) return 0;
  const { consistency, profile, timeout, signal, tracing } = request.options;
  const options: WriteOptions = { consistency, profile, timeout, signal, tracing };
  const byKey = read.plan.kind === 'row' || read.plan.kind === 'partition';
  if (byKey && !findsOtherKinds(metadata, request.conditions)) {
    await send(table, request.conditions, options);
    return named(request.conditions);
  }
  const params = readParameters(table, keys);
  const remove = deleteRow(table, options);
  let deleted = 0;
  let pageState: Buffer | undefined;
  do {
    const given = { request: table.readOptions(request.options) };
    const page = await fetchPage<E, object>(table, read, params, pageState, given);
    // A partition that holds nothing but static columns comes as a row without clustering columns: no row to delete.
    const rows = page.items.filter((row) =>
      metadata.clusteringKey.every(({ property }) => Reflect.get(row, property) !== null),
    );
    await forEachBounded(rows, DELETES_IN_FLIGHT, remove);
    deleted += rows.length;
    pageState = page.pageState;
  } while (pageState !== undefined);
  return deleted;
}

async function send<E extends object>(
  table: EntityTable<E>,
  conditions: readonly Condition[],
  options: WriteOptions,
): Promise<void> {
  const { statement, params } = deleteByConditions(table, conditions, [], NO_GUARD, options);
  await table.executor.execute(statement, params, table.writeOptions(options));
}

/** Deletes one row by its key. */
function deleteRow<E extends object>(table: EntityTable<E>, options: WriteOptions): (row: object) => Promise<void> {
  const { primaryKey } = table.metadata;
  return (row) => {
    const conditions = primaryKey.map((column): Condition => {
      const value: unknown = Reflect.get(row, column.property);
      return { column, comparison: '=', token: false, raw: undefined, params: [table.parameter(column, value)] };
    });
    return send(table, conditions, options);
  };
}

/** How many rows or partitions the conditions name: the product of the values of each key column. */
function named(conditions: readonly Condition[]): number {
  return conditions
    .filter(({ comparison }) => comparison === 'IN')
    .reduce((product, { params }) => product * params.length, 1);
}
