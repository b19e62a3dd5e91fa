import { QueryPlanError } from '../errors';
import type { ColumnMetadata, TableMetadata } from '../metadata/table-metadata';
import type { Condition } from './conditions';
import type { KeyCoverage } from './key-coverage';
import { isIndexed } from './serve-by-indexes';
import { servingViews } from './serving-views';

/** The error for a query that no key and no index serves: the first column in the way, why, and the ways out. */
export function refuse(table: TableMetadata, conditions: readonly Condition[], byKey: KeyCoverage): QueryPlanError {
  const refusal = refuseHere(table, conditions, byKey);
  const others = servingViews(table, conditions);
  if (others.length === 0) return refusal;
  const [reason = ''] = refusal.message.split('\n', 1);
  const ways = others.map(({ name, view }) => `read it through the ${view === undefined ? 'table' : 'view'} ${name}`);
  const path = refusal.path === undefined ? {} : { path: refusal.path };
  return new QueryPlanError(reason, { ...path, waysOut: [...ways, ...refusal.waysOut] });
}

function refuseHere(table: TableMetadata, conditions: readonly Condition[], byKey: KeyCoverage): QueryPlanError {
  if (!byKey.partition) {
    const onKey = conditions.find(({ column }) => column.kind === 'partition');
    if (onKey !== undefined) return refusePartialKey(table, conditions, onKey);
  }
  const rest = byKey.partition ? byKey.rest : conditions;
  // Where each has an index, one of them is no SAI index, and such an index stands alone.
  const blocker =
    rest.find((condition) => !isIndexed(table, condition)) ??
    rest.find(({ column }) => table.indexes.some((index) => index.column === column && index.using !== 'sai'));
  if (blocker === undefined) return new QueryPlanError(`${table.name}: no key and no index serves this query.`);
  return blocker.column.kind === 'clustering'
    ? refuseClustering(table, conditions, blocker, byKey.partition)
    : refuseColumn(table, blocker, byKey.partition);
}

function refusePartialKey(table: TableMetadata, conditions: readonly Condition[], onKey: Condition): QueryPlanError {
  const exact = new Set(
    conditions.filter(({ comparison }) => comparison === '=' || comparison === 'IN').map(({ column }) => column),
  );
  const missing = table.partitionKey.filter((column) => !conditions.some((condition) => condition.column === column));
  const [first] = missing;
  if (first !== undefined) {
    const message = `${first.path} is part of the partition key and is missing, so Cassandra cannot tell which node to ask.`;
    return new QueryPlanError(message, {
      path: first.path,
      waysOut: [`add ${listed(missing)} to the where`, ...filteringWay()],
    });
  }
  const inexact = table.partitionKey.find((column) => !exact.has(column)) ?? onKey.column;
  return new QueryPlanError(`${inexact.path} is part of the partition key, which takes a value or In(), not a range.`, {
    path: inexact.path,
    waysOut: ['give a value, or several by In()', 'Token() compares by token, over the whole table'],
  });
}

function refuseClustering(
  table: TableMetadata,
  conditions: readonly Condition[],
  { column }: Condition,
  partition: boolean,
): QueryPlanError {
  if (!partition) {
    const message = `${column.path} is a clustering column, which serves a query only within a partition.`;
    const waysOut = [
      `add the partition key to the where: ${listed(table.partitionKey)}`,
      indexWay(column),
      ...filteringWay(),
    ];
    return new QueryPlanError(message, { path: column.path, waysOut });
  }
  const before = table.clusteringKey.slice(0, table.clusteringKey.indexOf(column));
  const skipped = before.find((earlier) => !conditions.some((condition) => condition.column === earlier));
  const [ranged] = before.filter((earlier) => earlier !== skipped).slice(-1);
  const reason =
    skipped === undefined
      ? `stands behind a range on ${ranged?.property ?? 'an earlier clustering column'}, and a range must be the last condition`
      : `is stored behind ${skipped.property}, which has no condition`;
  const fix =
    skipped === undefined
      ? `give ${ranged?.property ?? 'it'} a value instead of a range`
      : `add ${skipped.property} to the where`;
  return new QueryPlanError(`${column.path} ${reason}.`, {
    path: column.path,
    waysOut: [fix, indexWay(column), ...filteringWay('the partition is small')],
  });
}

function refuseColumn(table: TableMetadata, { column, comparison }: Condition, partition: boolean): QueryPlanError {
  const indexed = table.indexes.some((index) => index.column === column);
  const scope = partition ? 'the whole partition' : 'the whole table';
  const message = indexed
    ? `${column.path} is indexed, but its index does not serve '${comparison}' in this query, so Cassandra would read ${scope}.`
    : `${column.path} is neither part of the key nor indexed, so Cassandra would read ${scope} to answer this.`;
  const key = partition ? [] : [`query by the partition key: ${listed(table.partitionKey)}`];
  const index = indexed ? [] : [indexWay(column)];
  const table2 = `keep a second table, or a view, with ${column.property} in its partition key`;
  const small = partition ? 'the partition is small' : undefined;
  return new QueryPlanError(message, {
    path: column.path,
    waysOut: [...key, ...index, table2, ...filteringWay(small)],
  });
}

/** Cassandra refuses `LIKE` without an index of the right mode even where it may filter. */
export function refuseLike(table: TableMetadata, { column, like }: Condition): QueryPlanError {
  const mode = like === 'prefix' || like === 'matches' ? 'PREFIX' : 'CONTAINS';
  const wanted = `@Index({ using: 'sasi', options: { mode: '${mode}' } }) on ${column.path}`;
  const indexed = table.indexes.some((index) => index.column === column);
  const reason = indexed ? 'its index serves no such pattern' : 'there is none';
  return new QueryPlanError(`${column.path}: Like() needs an index that serves it, and ${reason}.`, {
    path: column.path,
    waysOut: [
      `declare ${wanted}`,
      'keep the text in a clustering column, where a range finds a prefix',
      'look at the rows after reading them',
    ],
  });
}

function indexWay({ path }: ColumnMetadata): string {
  return `declare @Index() on ${path}`;
}

function filteringWay(when = 'the table is small'): string[] {
  return [`.allowFiltering(), when ${when}`];
}

function listed(columns: readonly ColumnMetadata[]): string {
  return columns.map(({ property }) => property).join(', ');
}
