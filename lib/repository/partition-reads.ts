import type { TableMetadata } from '../metadata/table-metadata';
import type { Condition } from '../query/conditions';
import type { QueryPlan } from '../query/plan';
import type { ReadRequest } from './read-request';

/**
 * Up to so many partitions are read by one statement. For more, one coordinator would have to gather them all, while
 * the reads of single partitions go straight to the nodes that hold them.
 */
const PARTITIONS_PER_STATEMENT = 20;

/** The reads of single partitions that an `In()` over many of them comes to, in the order of its values. */
export interface PartitionReads extends Iterable<ReadRequest> {
  readonly count: number;
}

/** Undefined where one statement serves the request better. */
export function partitionReads(
  { partitionKey }: TableMetadata,
  request: ReadRequest,
  { kind }: QueryPlan,
): PartitionReads | undefined {
  if (kind !== 'partition' && kind !== 'filtering') return undefined;
  const onKey = partitionKey.map((column) =>
    request.conditions.find(
      (condition) => condition.column === column && !condition.token && ['=', 'IN'].includes(condition.comparison),
    ),
  );
  const named = onKey.filter((condition) => condition !== undefined);
  if (named.length < partitionKey.length) return undefined;
  const count = named.reduce((product, condition) => product * alternatives(condition).length, 1);
  if (count <= PARTITIONS_PER_STATEMENT) return undefined;
  return { count, [Symbol.iterator]: () => eachPartition(request, named) };
}

/** The conditions that one condition stands for, each of one value. */
function alternatives(condition: Condition): readonly Condition[] {
  if (condition.comparison !== 'IN') return [condition];
  return condition.params.map((param): Condition => ({ ...condition, comparison: '=', params: [param] }));
}

function* eachPartition(request: ReadRequest, [first, ...others]: readonly Condition[]): Generator<ReadRequest> {
  if (first === undefined) {
    yield request;
    return;
  }
  for (const one of alternatives(first)) {
    const conditions = request.conditions.map((condition) => (condition === first ? one : condition));
    yield* eachPartition({ ...request, conditions }, others);
  }
}
