import type { ColumnMetadata, TableMetadata } from '../metadata/table-metadata';
import { quoteIdentifier } from '../types/cql-identifier';
import type { Condition } from './conditions';
import { encodeList } from './encode-list';
import type { PlanInput } from './plan';
import type { Statement } from './statement';

/** Something to read that is no column of the table. */
export interface Selector {
  /** The expression. */
  readonly cql: string;
  /** The name of its column in the result. */
  readonly alias: string;
  /** CQL types of its bind markers. */
  readonly types: readonly string[];
}

/** A read, as far as its text goes: values and limits are bind markers, so few texts serve many calls. */
export interface SelectShape extends PlanInput {
  /** The columns to read, or `count` for their number. */
  readonly columns: readonly ColumnMetadata[] | 'count';
  /** Read beside the columns, after them. */
  readonly selectors?: readonly Selector[] | undefined;
  readonly distinct: boolean;
  readonly groupBy: readonly ColumnMetadata[];
  readonly limited: boolean;
  readonly limitedPerPartition: boolean;
  /** Bound to a range of tokens: the last two markers are where it starts, exclusive, and where it ends, inclusive. */
  readonly ring?: boolean | undefined;
}

/** The same text for every call with this key, within one table and keyspace. */
export function selectKey(shape: SelectShape, operation: string): string {
  const columns = shape.columns === 'count' ? '#' : shape.columns.map(({ property }) => property);
  const order = shape.order.map(([{ property }, direction]) => [property, direction]);
  const group = shape.groupBy.map(({ property }) => property);
  const flags = [shape.distinct, shape.limited, shape.limitedPerPartition, shape.allowFiltering, shape.ring === true]
    .map(Number)
    .join('');
  const selectors = shape.selectors?.map(({ cql }) => cql);
  // JSON keeps names apart whatever characters they hold.
  return JSON.stringify([
    operation,
    columns,
    selectors,
    conditionsKey(shape.conditions),
    order,
    group,
    flags,
    shape.ann?.property,
  ]);
}

/** What of the conditions goes into the text. */
export function conditionsKey(conditions: readonly Condition[]): readonly unknown[] {
  return conditions.map(({ column, comparison, token, raw, like, tuple }) => {
    return [column.property, comparison, token, raw, like, tuple?.map(({ property }) => property)];
  });
}

/**
 * `SELECT` with an explicit column list: rows of an old reader keep their meaning when a column is added.
 *
 * @param source the qualified table name, as CQL
 */
export function selectStatement(
  table: TableMetadata,
  source: string,
  shape: SelectShape,
  operation: string,
): Statement {
  const { columns: named, selectors = [] } = shape;
  const columns = [
    ...(named === 'count' ? ['count(*)'] : named.map(({ cqlName }) => cqlName)),
    ...selectors.map(({ cql, alias }) => `${cql} AS ${quoteIdentifier(alias)}`),
  ].join(', ');
  const where = shape.ring === true ? ringClause(table, shape.conditions) : whereClause(table, shape.conditions);
  const parts = [`SELECT ${shape.distinct ? 'DISTINCT ' : ''}${columns} FROM ${source}`, where.cql];
  if (shape.groupBy.length > 0) parts.push(`GROUP BY ${shape.groupBy.map(({ cqlName }) => cqlName).join(', ')}`);
  if (shape.ann !== undefined) parts.push(`ORDER BY ${shape.ann.cqlName} ANN OF ?`);
  if (shape.order.length > 0) {
    parts.push(`ORDER BY ${shape.order.map(([{ cqlName }, direction]) => `${cqlName} ${direction}`).join(', ')}`);
  }
  const types = [
    ...selectors.flatMap((selector) => selector.types),
    ...where.types,
    ...(shape.ann === undefined ? [] : [shape.ann.cqlType]),
  ];
  if (shape.limitedPerPartition) {
    parts.push('PER PARTITION LIMIT ?');
    types.push('int');
  }
  if (shape.limited) {
    parts.push('LIMIT ?');
    types.push('int');
  }
  if (shape.allowFiltering) parts.push('ALLOW FILTERING');
  const cql = parts.filter((part) => part !== '').join(' ');
  return { cql, kind: 'read', idempotent: true, operation, parameterTypes: types };
}

/** `WHERE …` and the types of its markers; an empty text without conditions. */
export function whereClause(
  table: TableMetadata,
  conditions: readonly Condition[],
): { readonly cql: string; readonly types: readonly string[] } {
  if (conditions.length === 0) return { cql: '', types: [] };
  const types: string[] = [];
  const terms = conditions
    .filter((condition) => !condition.token)
    .map((condition) => {
      types.push(...markerTypes(condition));
      return term(condition);
    });
  const tokens = tokenTerms(table, conditions, types);
  return { cql: `WHERE ${[...terms, ...tokens].join(' AND ')}`, types };
}

/** The conditions within a range of tokens; the ends of the range are the last two markers. */
function ringClause(table: TableMetadata, conditions: readonly Condition[]): ReturnType<typeof whereClause> {
  const { cql, types } = whereClause(table, conditions);
  const token = `token(${table.partitionKey.map(({ cqlName }) => cqlName).join(', ')})`;
  return {
    cql: `${cql === '' ? 'WHERE' : `${cql} AND`} ${token} > ? AND ${token} <= ?`,
    types: [...types, 'bigint', 'bigint'],
  };
}

/** The parameters of a `WHERE`, in the order of its markers. */
export function whereParameters(table: TableMetadata, conditions: readonly Condition[]): unknown[] {
  const params: unknown[] = [];
  for (const condition of conditions) {
    if (condition.token) continue;
    // Items of IN were encoded one by one when the where was read.
    if (condition.comparison === 'IN') params.push(encodeList(condition.params as readonly Buffer[]));
    else params.push(...condition.params);
  }
  for (const group of tokenGroups(table, conditions)) params.push(...group.flatMap(({ params: own }) => own));
  return params;
}

function term({ column, comparison, raw, tuple, params }: Condition): string {
  if (tuple !== undefined) {
    const columns = tuple.map(({ cqlName }) => cqlName).join(', ');
    return `(${columns}) ${comparison} ${comparison === 'IN' ? '?' : `(${params.map(() => '?').join(', ')})`}`;
  }
  if (comparison === 'CONTAINS ENTRY') return `${column.cqlName}[?] = ?`;
  return `${column.cqlName} ${comparison} ${raw ?? '?'}`;
}

function markerTypes({ column, comparison, raw, params, tuple }: Condition): readonly string[] {
  if (tuple !== undefined) {
    const types = tuple.map(({ cqlType }) => cqlType);
    return comparison === 'IN' ? [`list<tuple<${types.join(', ')}>>`] : types;
  }
  if (raw !== undefined) return params.map(() => 'inferred by the server');
  if (comparison === 'IN') return [`list<${column.cqlType}>`];
  const { kind } = column.type;
  if (comparison === 'CONTAINS ENTRY') return [`key of ${column.cqlType}`, `value of ${column.cqlType}`];
  if (comparison === 'CONTAINS KEY') return [`key of ${column.cqlType}`];
  if (comparison === 'CONTAINS') return [`${kind === 'map' ? 'value' : 'element'} of ${column.cqlType}`];
  return [column.cqlType];
}

/** Token conditions, one group per comparison, each in the order of the partition key. */
function tokenGroups(table: TableMetadata, conditions: readonly Condition[]): readonly (readonly Condition[])[] {
  const tokens = conditions.filter(({ token }) => token);
  const comparisons = [...new Set(tokens.map(({ comparison }) => comparison))];
  return comparisons.map((comparison) =>
    table.partitionKey.flatMap((column) =>
      tokens.filter((condition) => condition.column === column && condition.comparison === comparison),
    ),
  );
}

function tokenTerms(table: TableMetadata, conditions: readonly Condition[], types: string[]): string[] {
  const columns = table.partitionKey.map(({ cqlName }) => cqlName).join(', ');
  return tokenGroups(table, conditions).map((group) => {
    types.push(...group.map(({ column }) => column.cqlType));
    return `token(${columns}) ${group[0]?.comparison ?? '='} token(${group.map(() => '?').join(', ')})`;
  });
}
