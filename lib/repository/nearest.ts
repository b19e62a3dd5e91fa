import { QueryPlanError } from '../errors';
import type { ColumnMetadata, TableMetadata } from '../metadata/table-metadata';
import { similarityFunction } from '../metadata/unfit-for-index';
import { encodeOperand, requireColumn } from '../query/conditions';
import { MAX_NEAREST, vectorIndex } from '../query/plan-ann';
import { isRecord } from '../types/is-record';
import { findsOtherKinds } from './kinds';
import type { ReadRequest } from './read-request';

/**
 * The search for the vectors that are nearest to one.
 *
 * @throws QueryPlanError, ValidationError for a vector that does not fit the column
 */
export function readNearest(table: TableMetadata, property: string, vector: unknown): NonNullable<ReadRequest['ann']> {
  const column = requireColumn(table, property);
  requireSearchable(table, column, vector);
  return { column, vector: encodeOperand(column, vector), similarity: false };
}

/** The largest number in a vector that SAI searches for, as a 32-bit float: `OnHeapGraph.MAX_FLOAT32_COMPONENT`. */
const LARGEST_ELEMENT = Math.fround(1e17);

/**
 * The server takes each of these for a vector and fails while it searches, which leaves the index in a state in which
 * later searches never end (Cassandra 5.0.8). What is no vector at all is left to the codec.
 */
function requireSearchable(table: TableMetadata, column: ColumnMetadata, vector: unknown): void {
  const elements: unknown = vector instanceof Float32Array ? [...vector] : vector;
  if (!Array.isArray(elements)) return;
  const numbers = elements.filter((each) => typeof each === 'number');
  const { path } = column;
  if (!numbers.every((each) => Math.abs(Math.fround(each)) <= LARGEST_ELEMENT)) {
    throw new QueryPlanError(`${path}: a vector to search for has finite numbers only, from -1e17 to 1e17.`, { path });
  }
  const index = vectorIndex(table, column);
  const isCosine = index !== undefined && similarityFunction(index.options) === 'COSINE';
  if (isCosine && elements.length > 0 && elements.every((each) => each === 0)) {
    throw new QueryPlanError(`${path}: a vector of zeros has no direction, so nothing is near to it by COSINE.`, {
      path,
      waysOut: ["declare the index with { options: { similarity_function: 'EUCLIDEAN' } }"],
    });
  }
}

/** `annOf` of `find`: one property and its vector. @throws QueryPlanError for anything else */
export function readAnnOf(table: TableMetadata, annOf: unknown): ReadRequest['ann'] {
  if (annOf === undefined) return undefined;
  const entries = isRecord(annOf) ? Object.entries(annOf) : [];
  const [[property, vector] = ['', undefined], ...others] = entries;
  if (entries.length > 0 && others.length === 0) return readNearest(table, property, vector);
  throw new QueryPlanError(
    `${table.name}: 'annOf' is an object of one column and its vector: { embedding: [0.1, 0.9] }.`,
  );
}

/**
 * What Cassandra refuses beside a vector search, whatever its shape: it answers one page of at most 1,000 rows.
 *
 * @throws QueryPlanError
 */
export function checkNearest(table: TableMetadata, request: ReadRequest): void {
  const { ann, limit } = request;
  if (ann === undefined) return;
  const { name } = table;
  if (findsOtherKinds(table, request.conditions)) {
    throw new QueryPlanError(`${name}: the nearest rows may be of other kinds in the same table.`, {
      path: ann.column.path,
      waysOut: ["search by the parent's repository"],
    });
  }
  const { path } = ann.column;
  if (limit === undefined || limit > MAX_NEAREST) {
    throw new QueryPlanError(`${path}: annOf() needs a limit of at most ${MAX_NEAREST} rows.`, {
      path,
      waysOut: ['.limit(10), or as many as are wanted'],
    });
  }
  const other = [
    ['orderBy()', request.order.length > 0],
    ['perPartitionLimit()', request.perPartitionLimit !== undefined],
    ['distinct()', request.distinct],
    ['groupBy()', request.groupBy.length > 0],
  ].find(([, used]) => used);
  if (other !== undefined) {
    throw new QueryPlanError(`${path}: annOf() orders by nearness, and takes no ${String(other[0])} beside it.`, {
      path,
    });
  }
  const { consistency } = request.options;
  if (consistency !== undefined && consistency !== 'ONE' && consistency !== 'LOCAL_ONE') {
    throw new QueryPlanError(`${name}: Cassandra runs a vector search at consistency ONE or LOCAL_ONE only.`, { path });
  }
}

/** @throws QueryPlanError for pages and aggregates of a vector search, which Cassandra has not. */
export function refuseNearest({ name }: TableMetadata, { ann }: ReadRequest, what: string): void {
  if (ann === undefined) return;
  throw new QueryPlanError(`${name}: a vector search has no ${what}; its limit says how many rows there are.`, {
    path: ann.column.path,
    waysOut: ['read its rows with all(), and go on in the program'],
  });
}
