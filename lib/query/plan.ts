import { QueryPlanError } from '../errors';
import type { ColumnMetadata, IndexMetadata, TableMetadata } from '../metadata/table-metadata';
import type { Condition } from './conditions';
import { isRange, splitByKey } from './key-coverage';
import { planAnn } from './plan-ann';
import { refuse, refuseLike } from './refusal';
import { isIndexed, serveByIndexes } from './serve-by-indexes';

/** What a query will cost, best first. `filtering` is a plan only where the caller asked for it. */
export type PlanKind = 'row' | 'partition' | 'index' | 'ann' | 'table' | 'filtering';

/** How Cassandra will find the rows. */
export interface QueryPlan {
  readonly kind: PlanKind;
  /** One sentence for people. */
  readonly reason: string;
  /** The indexes that serve the query. */
  readonly indexes: readonly IndexMetadata[];
}

export type Direction = 'ASC' | 'DESC';

/** What the planner looks at. */
export interface PlanInput {
  readonly conditions: readonly Condition[];
  readonly order: readonly (readonly [ColumnMetadata, Direction])[];
  readonly allowFiltering: boolean;
  /** Each partition once. */
  readonly distinct?: boolean | undefined;
  /** The columns to read, where they matter to the plan. */
  readonly columns?: readonly ColumnMetadata[] | 'count' | undefined;
  /** The vector column by whose nearness rows are ordered. */
  readonly ann?: ColumnMetadata | undefined;
}

/**
 * Says what a query will cost, before a byte is sent.
 *
 * The rules are those of Cassandra's SELECT: the whole partition key by `=` or `IN`, then a prefix of the clustering
 * columns, with at most one range, at its end; or an index; or nothing at all, which reads the table.
 *
 * @throws QueryPlanError for everything else, with the column, the reason and the ways out.
 */
export function planQuery(table: TableMetadata, input: PlanInput): QueryPlan {
  const { conditions, order, allowFiltering } = input;
  checkDuplicates(conditions);
  if (input.distinct === true) checkDistinct(table, input);
  if (input.ann !== undefined) return { kind: 'ann', ...planAnn(table, input.ann, conditions) };
  const tokens = conditions.filter(({ token }) => token);
  const plan =
    tokens.length > 0
      ? planTokens(table, tokens, conditions, allowFiltering)
      : planConditions(table, conditions, allowFiltering);
  if (order.length > 0) checkOrder(table, input);
  return plan;
}

/** Cassandra reads nothing of the rows there, so it cannot look at what they hold. */
function checkDistinct({ name, partitionKey }: TableMetadata, { conditions, order, columns }: PlanInput): void {
  const read = typeof columns === 'object' ? columns : [];
  const involved = [...conditions.map(({ column }) => column), ...order.map(([column]) => column), ...read];
  const column = involved.find(({ kind }) => kind !== 'partition' && kind !== 'static');
  if (column === undefined) return;
  throw new QueryPlanError(`${column.path} is of rows, and ${name} is read by partitions with distinct().`, {
    path: column.path,
    waysOut: [
      `name ${names(partitionKey)} or static columns only`,
      `read the rows: groupBy(${partitionKey.map(({ property }) => `'${property}'`).join(', ')}) gives one of each partition`,
    ],
  });
}

function planConditions(table: TableMetadata, conditions: readonly Condition[], allowFiltering: boolean): QueryPlan {
  if (conditions.length === 0) return plan('table', `reads the whole table ${table.tableName}, page by page`);
  const byKey = splitByKey(table, conditions);
  if (byKey.rest.length === 0 && byKey.partition) {
    const whole = byKey.served.every(({ comparison }) => comparison === '=');
    return whole && byKey.served.length === table.primaryKey.length
      ? plan('row', 'names the whole primary key')
      : plan('partition', 'names the whole partition key');
  }
  checkIndexable(table, conditions);
  const indexed = serveByIndexes(table, byKey.partition ? byKey.rest : conditions);
  if (indexed !== undefined) {
    const names = indexed.map(({ name }) => name).join(', ');
    return { kind: 'index', reason: `is served by the index ${names}`, indexes: indexed };
  }
  if (allowFiltering) {
    return plan(
      'filtering',
      `reads ${byKey.partition ? 'the partition' : 'the whole table'} and filters (ALLOW FILTERING)`,
    );
  }
  throw refuse(table, conditions, byKey);
}

/** What Cassandra refuses although an index is there, and whether it may filter or not. */
function checkIndexable(table: TableMetadata, conditions: readonly Condition[]): void {
  const like = conditions.find((condition) => condition.comparison === 'LIKE' && !isIndexed(table, condition));
  if (like !== undefined) {
    throw refuseLike(table, like);
  }
  const many = conditions.find(isOnManyPartitions);
  if (many === undefined || !conditions.some((condition) => isIndexed(table, condition))) return;
  throw new QueryPlanError(`${many.column.path} has In(), and Cassandra takes no index beside it.`, {
    path: many.column.path,
    waysOut: ['read one partition at a time', `leave ${many.column.property} out and let the index find the rows`],
  });
}

function isOnManyPartitions({ column, comparison }: Condition): boolean {
  return column.kind === 'partition' && comparison === 'IN';
}

function plan(kind: PlanKind, reason: string): QueryPlan {
  return { kind, reason, indexes: [] };
}

function planTokens(
  table: TableMetadata,
  tokens: readonly Condition[],
  conditions: readonly Condition[],
  allowFiltering: boolean,
): QueryPlan {
  const stray = tokens.find(({ column }) => column.kind !== 'partition');
  if (stray !== undefined) {
    throw new QueryPlanError(`${stray.column.path} is not part of the partition key, so it has no token.`, {
      path: stray.column.path,
    });
  }
  const signature = (column: ColumnMetadata): string =>
    tokens
      .filter((condition) => condition.column === column)
      .map(({ comparison }) => comparison)
      .join(' ');
  const [first] = table.partitionKey;
  const differs = table.partitionKey.some((column) => first !== undefined && signature(column) !== signature(first));
  if (differs) {
    throw new QueryPlanError(`${table.name}: a token is made of the whole partition key.`, {
      waysOut: [`give each of ${names(table.partitionKey)} a Token() with the same comparison`],
    });
  }
  const rest = conditions.filter(({ token }) => !token);
  if (rest.length > 0 && !allowFiltering) {
    throw new QueryPlanError(`${table.name}: conditions beside a token range make Cassandra filter what it reads.`, {
      waysOut: ['.allowFiltering(), when the range is small'],
    });
  }
  return plan(rest.length > 0 ? 'filtering' : 'table', 'reads a range of tokens');
}

function names(columns: readonly ColumnMetadata[]): string {
  return columns.map(({ property }) => property).join(', ');
}

/** Cassandra takes one equality, or one lower and one upper bound, on a column. */
function checkDuplicates(conditions: readonly Condition[]): void {
  const seen = new Set<string>();
  for (const condition of conditions) {
    const { column, comparison } = condition;
    const side = isRange(condition) ? comparison.charAt(0) : comparison;
    const slots = comparison === '=' || comparison === 'IN' ? ['<', '>', '=', 'IN'] : [side, '=', 'IN'];
    // Several CONTAINS on one collection are legal.
    if (comparison.startsWith('CONTAINS')) continue;
    if (slots.some((slot) => seen.has(`${column.property} ${slot}`))) {
      const message = `${column.path} has conditions that cannot stand together in CQL.`;
      throw new QueryPlanError(message, {
        path: column.path,
        waysOut: ['give one value, or one lower and one upper bound'],
      });
    }
    seen.add(`${column.property} ${side}`);
  }
}

function checkOrder(table: TableMetadata, { conditions, order }: PlanInput): void {
  const [first] = order;
  if (first === undefined) return;
  const { partition, rest } = splitByKey(table, conditions);
  if (!partition) {
    throw new QueryPlanError(`${first[0].path}: Cassandra sorts within a partition only.`, {
      path: first[0].path,
      waysOut: [`give the whole partition key: ${names(table.partitionKey)}`, 'sort the rows after reading them'],
    });
  }
  const indexed = rest.find((condition) => isIndexed(table, condition));
  if (indexed !== undefined) {
    throw new QueryPlanError(`${first[0].path}: Cassandra does not sort what an index finds.`, {
      path: first[0].path,
      waysOut: [`leave ${indexed.column.property} out of the where`, 'sort the rows after reading them'],
    });
  }
  const many = conditions.find(isOnManyPartitions);
  if (many !== undefined) {
    throw new QueryPlanError(`${many.column.path}: an order over several partitions cannot be paged.`, {
      path: many.column.path,
      waysOut: ['read one partition at a time', 'sort the rows after reading them'],
    });
  }
  checkOrderColumns(table, conditions, order);
}

function checkOrderColumns(table: TableMetadata, conditions: readonly Condition[], order: PlanInput['order']): void {
  const fixed = (column: ColumnMetadata): boolean =>
    conditions.some((condition) => condition.column === column && condition.comparison === '=');
  let next = 0;
  let reversed: boolean | undefined;
  for (const [column, direction] of order) {
    while (table.clusteringKey[next] !== column && next < table.clusteringKey.length) {
      const skipped = table.clusteringKey[next];
      if (skipped === undefined || !fixed(skipped)) break;
      next += 1;
    }
    const turned = direction !== column.order;
    if (table.clusteringKey[next] !== column || (reversed !== undefined && turned !== reversed)) {
      const declared = table.clusteringKey
        .map(({ property, order: by }) => `${property} ${by ?? ''}`.trim())
        .join(', ');
      const reason = declared === '' ? 'the table has no clustering columns' : `rows are stored by ${declared}`;
      throw new QueryPlanError(`${column.path}: cannot order by it; ${reason}.`, {
        path: column.path,
        waysOut: [
          'order by the clustering columns in their order, all as declared or all reversed',
          'sort after reading',
        ],
      });
    }
    reversed = turned;
    next += 1;
  }
}
