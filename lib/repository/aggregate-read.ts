import { types } from 'cassandra-driver';
import { QueryPlanError } from '../errors';
import type { ColumnMetadata } from '../metadata/table-metadata';
import type { Aggregate, CompiledAggregate } from '../query/aggregates';
import { compileAggregate } from '../query/aggregates';
import { checkInLengths } from '../query/check-in-lengths';
import { planQuery } from '../query/plan';
import { selectKey, selectStatement } from '../query/select-statement';
import type { Statement } from '../query/statement';
import type { Row } from '../session/request';
import { readParameters, shapeOf } from './compiled-read';
import { columnDecoder } from './decode-column';
import type { EntityTable } from './entity-table';
import { compileHydrator } from './hydrator';
import { findsOtherKinds } from './kinds';
import { refuseNearest } from './nearest';
import type { ReadRequest } from './read-request';

type Named = readonly (readonly [name: string, aggregate: Aggregate])[];

interface CompiledAggregates {
  readonly statement: Statement;
  readonly read: (row: Row) => object;
}

/**
 * Runs aggregates over the rows of a request: one row, or one for each group.
 *
 * @throws QueryPlanError when neither key nor index serves the request, or it has a limit
 */
export async function readAggregated<E extends object>(
  table: EntityTable<E>,
  request: ReadRequest,
  named: Named,
): Promise<object[]> {
  checkInLengths(request.conditions);
  refuseNearest(table.metadata, request, 'aggregates');
  if (findsOtherKinds(table.metadata, request.conditions)) {
    throw new QueryPlanError(
      `${table.metadata.name}: an aggregate would take in rows of other kinds in the same table.`,
      {
        waysOut: ["use the parent's repository", 'read the rows and reduce them in the program'],
      },
    );
  }
  const { limit, perPartitionLimit, distinct } = request;
  if (limit !== undefined || perPartitionLimit !== undefined || distinct) {
    throw new QueryPlanError(
      `${table.metadata.name}: CQL counts a limit and distinct() in results, not in rows read.`,
      {
        waysOut: ['aggregate without them', 'read the rows and reduce them in the program'],
      },
    );
  }
  const { statement, read } = compile(table, request, named);
  const params = readParameters(table, request);
  const rows: object[] = [];
  let pageState: Buffer | undefined;
  do {
    const options = { ...table.readOptions(request.options), pageState };
    const page = await table.executor.execute(statement, params, options);
    rows.push(...page.rows.map(read));
    pageState = page.pageState;
  } while (pageState !== undefined);
  return rows;
}

function compile<E extends object>(table: EntityTable<E>, request: ReadRequest, named: Named): CompiledAggregates {
  const { metadata, qualifiedName } = table;
  const key = JSON.stringify(named.map(([name, { kind, column }]) => [name, kind, column]));
  const base = { ...shapeOf(table, request), order: [], columns: request.groupBy };
  return table.compiled(`aggregate ${key} ${selectKey(base, 'aggregate')}`, () => {
    const aggregates = named.map(
      ([name, aggregate], index) =>
        [name, compileAggregate(metadata, aggregate, `aggregate ${index}`, valueDecoder)] as const,
    );
    const shape = { ...base, selectors: aggregates.flatMap(([, { selectors }]) => selectors) };
    planQuery(metadata, shape);
    const operation = `${metadata.name}.aggregate`;
    return {
      statement: selectStatement(metadata, qualifiedName, shape, operation),
      read: rowReader(request.groupBy, aggregates),
    };
  });
}

function rowReader(
  groupBy: readonly ColumnMetadata[],
  aggregates: readonly (readonly [string, CompiledAggregate])[],
): (row: Row) => object {
  const group = compileHydrator<object>(groupBy);
  return (row) => {
    const entries = aggregates.map(([name, { read }]) => [name, read(row)] as const);
    return { ...group(row), ...Object.fromEntries(entries) };
  };
}

function valueDecoder(column: ColumnMetadata): ((value: unknown) => unknown) | undefined {
  const decode = columnDecoder(column);
  if (column.type.kind !== 'scalar' || column.type.name !== 'timeuuid') return decode;
  // The server names the type of min(timeuuid) in a way that the driver does not know, and which leaves bytes.
  const typed = (value: unknown): unknown => (Buffer.isBuffer(value) ? new types.TimeUuid(value) : value);
  return decode === undefined ? typed : (value) => decode(typed(value));
}
