import { QueryPlanError } from '../errors';
import type { ColumnMetadata, TableMetadata } from '../metadata/table-metadata';
import { checkInLength } from './check-in-lengths';
import type { Condition } from './conditions';
import { encodeOperand, requireColumn } from './conditions';
import { encodeTuple } from './encode-list';
import type { Operator } from './operators';
import { isOperator } from './operators';

/**
 * The conditions of a range over several clustering columns at once, such as `(sensor, at) > (?, ?)`.
 *
 * @throws QueryPlanError when the operator does not fit, or the columns do not follow each other in the clustering key
 * @throws ValidationError for a value that does not fit its column
 */
export function readClusteringRange(table: TableMetadata, operator: unknown): readonly Condition[] {
  if (!isOperator(operator)) throw unfit(table);
  return fromOperator(table, operator);
}

function fromOperator(table: TableMetadata, { name, operands }: Operator<unknown>): readonly Condition[] {
  const [first, second] = operands;
  switch (name) {
    case 'AND':
      return operands.flatMap((operand) => readClusteringRange(table, operand));
    case 'BETWEEN':
      return [compare(table, '>=', first), compare(table, '<=', second)];
    case '<':
    case '<=':
    case '>':
    case '>=':
      return [compare(table, name, first)];
    case 'IN':
      return [oneOf(table, operands)];
    default:
      throw unfit(table);
  }
}

function compare(table: TableMetadata, comparison: '<' | '<=' | '>' | '>=', position: unknown): Condition {
  const { columns, params } = readPosition(table, position);
  return { column: columns[0], tuple: columns, comparison, token: false, raw: undefined, params };
}

function oneOf(table: TableMetadata, positions: readonly unknown[]): Condition {
  checkInLength(`${table.name}.clusteringRange()`, positions);
  const items = new Map<string, Buffer>();
  let tuple: readonly [ColumnMetadata, ...ColumnMetadata[]] | undefined;
  for (const position of positions) {
    const { columns, params } = readPosition(table, position);
    if (tuple !== undefined && (tuple.length !== columns.length || tuple[0] !== columns[0])) {
      throw new QueryPlanError(`${table.name}: each item of In() names the same clustering columns.`);
    }
    tuple = columns;
    const bytes = encodeTuple(params);
    items.set(bytes.toString('latin1'), bytes);
  }
  const [first] = table.clusteringKey;
  const columns = tuple ?? (first === undefined ? undefined : ([first] as const));
  if (columns === undefined) throw unfit(table);
  return {
    column: columns[0],
    tuple: columns,
    comparison: 'IN',
    token: false,
    raw: undefined,
    params: [...items.values()],
  };
}

interface Position {
  readonly columns: readonly [ColumnMetadata, ...ColumnMetadata[]];
  readonly params: readonly Buffer[];
}

function readPosition(table: TableMetadata, position: unknown): Position {
  if (typeof position !== 'object' || position === null || Array.isArray(position) || isOperator(position)) {
    throw unfit(table);
  }
  const values = new Map<string, unknown>(Object.entries(position));
  for (const property of values.keys()) requireColumn(table, property);
  const [first, ...others] = table.columns.filter(({ property }) => values.has(property));
  if (first === undefined) throw unfit(table);
  const columns = [first, ...others] as const;
  const start = table.clusteringKey.indexOf(first);
  if (start < 0 || columns.some((column, index) => table.clusteringKey[start + index] !== column)) {
    throw new QueryPlanError(`${table.name}: a clustering range is over columns that follow each other in the key.`, {
      path: first.path,
      waysOut: [`name neighbours of ${table.clusteringKey.map(({ property }) => property).join(', ')}`],
    });
  }
  return { columns, params: columns.map((column) => encodeOperand(column, values.get(column.property))) };
}

function unfit({ name, clusteringKey }: TableMetadata): QueryPlanError {
  const example = clusteringKey.map(({ property }) => property).join(', ');
  return new QueryPlanError(
    `${name}: clusteringRange() takes MoreThan, LessThan, their OrEqual forms, Between, And or In over objects of ` +
      `clustering columns, such as MoreThan({ ${example} }).`,
  );
}
