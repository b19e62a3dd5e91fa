import type { ColumnMetadata, TableMetadata } from '../metadata/table-metadata';
import type { Condition } from './conditions';

const RANGES: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);

/** True for `<`, `<=`, `>` and `>=`. */
export function isRange({ comparison }: Condition): boolean {
  return RANGES.has(comparison);
}

function isExact({ comparison, token }: Condition): boolean {
  return !token && (comparison === '=' || comparison === 'IN');
}

/** How far the key serves a query. */
export interface KeyCoverage {
  /** The whole partition key is given by equality. */
  readonly partition: boolean;
  /** Conditions that the key serves. */
  readonly served: readonly Condition[];
  /** Conditions that it does not. */
  readonly rest: readonly Condition[];
}

/** Walks the key as Cassandra does: the partition key, then clustering columns until a gap or a range. */
export function splitByKey(table: TableMetadata, conditions: readonly Condition[]): KeyCoverage {
  const served: Condition[] = [];
  const on = (column: ColumnMetadata): Condition[] =>
    conditions.filter((condition) => (condition.tuple ?? [condition.column]).includes(column));
  for (const column of table.partitionKey) {
    const own = on(column);
    if (own.length !== 1 || !own.every(isExact)) return { partition: false, served: [], rest: conditions };
    served.push(...own);
  }
  for (const column of table.clusteringKey) {
    const own = on(column);
    if (own.length === 0 || !own.every((condition) => isExact(condition) || isRange(condition))) break;
    served.push(...own.filter((condition) => !served.includes(condition)));
    if (own.some(isRange)) break;
  }
  return { partition: true, served, rest: conditions.filter((condition) => !served.includes(condition)) };
}
