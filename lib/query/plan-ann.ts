import { QueryPlanError } from '../errors';
import type { ColumnMetadata, IndexMetadata, TableMetadata } from '../metadata/table-metadata';
import { similarityFunction } from '../metadata/unfit-for-index';
import type { Condition } from './conditions';
import { splitByKey } from './key-coverage';
import { serveByIndexes } from './serve-by-indexes';

/** The most rows that one vector search gives. */
export const MAX_NEAREST = 1_000;

/** The index that orders rows by the nearness of a vector column; undefined when there is none. */
export function vectorIndex(table: TableMetadata, column: ColumnMetadata): IndexMetadata | undefined {
  if (column.type.kind !== 'vector') return undefined;
  return table.indexes.find((index) => index.column === column && index.using === 'sai');
}

/** The function that measures nearness, as CQL names it. */
export function similarityCql({ options }: IndexMetadata): string {
  return `similarity_${similarityFunction(options).toLowerCase()}`;
}

/**
 * The indexes that serve a vector search: that of the vector first. Cassandra filters nothing here, so every condition
 * is served by the key of one partition or by an SAI index of its own, even with `ALLOW FILTERING`.
 *
 * @throws QueryPlanError with the column, the reason and the ways out
 */
export function planAnn(
  table: TableMetadata,
  column: ColumnMetadata,
  conditions: readonly Condition[],
): { readonly reason: string; readonly indexes: readonly IndexMetadata[] } {
  const index = vectorIndex(table, column);
  if (index === undefined) throw refuseWithoutIndex(column);
  const plain = conditions.filter(({ token }) => !token);
  const byKey = splitByKey(table, plain);
  const rest = byKey.partition ? byKey.rest : plain;
  const many = plain.find((condition) => condition.column.kind === 'partition' && condition.comparison === 'IN');
  if (many !== undefined) {
    throw new QueryPlanError(`${many.column.path} has In(), and Cassandra takes no vector search beside it.`, {
      path: many.column.path,
      waysOut: ['search one partition at a time', `leave ${many.column.property} out`],
    });
  }
  const indexes = rest.length === 0 ? [] : serveByIndexes(table, rest);
  if (indexes === undefined || indexes.some(({ using }) => using !== 'sai')) {
    const blocker = rest.find((condition) => serveByIndexes(table, [condition])?.[0]?.using !== 'sai') ?? rest[0];
    const path = blocker?.column.path ?? table.name;
    throw new QueryPlanError(`${path}: a vector search takes conditions on the partition and on SAI indexes only.`, {
      path,
      waysOut: [`declare @Index() on ${path}`, 'give the whole partition key', 'look at the rows after reading them'],
    });
  }
  const nearness = similarityFunction(index.options);
  return { reason: `finds the nearest rows by the index ${index.name} (${nearness})`, indexes: [index, ...indexes] };
}

function refuseWithoutIndex({ path, type, cqlType }: ColumnMetadata): QueryPlanError {
  if (type.kind !== 'vector') {
    return new QueryPlanError(`${path}: annOf() searches a vector column, and this is ${cqlType}.`, { path });
  }
  return new QueryPlanError(`${path}: annOf() needs a vector index, and there is none.`, {
    path,
    waysOut: [`declare @Index({ options: { similarity_function: 'COSINE' } }) on ${path}`],
  });
}
