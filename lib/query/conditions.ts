import { QueryPlanError, ValidationError } from '../errors';
import type { ColumnMetadata, TableMetadata } from '../metadata/table-metadata';
import { didYouMean } from '../suggest';
import type { CqlType } from '../types/cql-type';
import { describeValue } from '../types/describe-value';
import { checkInLength } from './check-in-lengths';
import { checkKeySize } from './check-key-size';
import { elementCodec, isMultiCell, keyCodec } from './collection-parts';
import { encodeColumn, encodeWith } from './encode-value';
import type { LikeForm } from './like-form';
import { likeForm } from './like-form';
import type { Operator, OperatorName } from './operators';
import { isOperator } from './operators';

/** How one column is restricted; `BETWEEN` and `AND` have become two conditions. */
export type Comparison = '=' | '<' | '<=' | '>' | '>=' | 'IN' | 'CONTAINS' | 'CONTAINS KEY' | 'CONTAINS ENTRY' | 'LIKE';

/** One restriction of one column, with its values already encoded. */
export interface Condition {
  readonly column: ColumnMetadata;
  readonly comparison: Comparison;
  /** The comparison is between tokens of the partition key. */
  readonly token: boolean;
  /** CQL that stands in the place of the bind marker; undefined for a plain marker. */
  readonly raw: string | undefined;
  /** One value per bind marker; for `IN` the items, which are sent as one list. */
  readonly params: readonly unknown[];
  /** For `LIKE`: where its pattern has wildcards, which decides the index that serves it. */
  readonly like?: LikeForm;
  /** The clustering columns that are compared together, `column` first; undefined for a condition of one column. */
  readonly tuple?: readonly ColumnMetadata[];
}

/**
 * The conditions of a `where`, in the order of the table's columns.
 *
 * @throws QueryPlanError for an unknown property, `undefined`, `null`, an empty `where`, an operator that does not fit
 * @throws ValidationError for a value that does not fit its column
 */
export function readConditions(table: TableMetadata, where: unknown): readonly Condition[] {
  if (typeof where !== 'object' || where === null || Array.isArray(where) || isOperator(where)) {
    throw new QueryPlanError(
      `${table.name}: 'where' is an object of conditions by property. CQL has no OR, so an array cannot be one.`,
    );
  }
  const entries = new Map<string, unknown>(Object.entries(where));
  if (entries.size === 0) {
    throw new QueryPlanError(`${table.name}: 'where' is empty.`, {
      waysOut: ['name at least the partition key', 'to read the whole table, leave the where out: find() or all()'],
    });
  }
  for (const property of entries.keys()) requireColumn(table, property);
  const conditions: Condition[] = [];
  for (const column of table.columns) {
    if (!entries.has(column.property)) continue;
    const value = entries.get(column.property);
    if (value === undefined || value === null) throw missingValue(column, value);
    const ofColumn = isOperator(value) ? fromOperator(column, value) : [comparison(column, '=', value)];
    ofColumn.forEach((condition) => checkKeyValues(table, condition));
    conditions.push(...ofColumn);
  }
  return conditions;
}

/** The column of a property. @throws QueryPlanError when there is none, with the nearest name. */
export function requireColumn(table: TableMetadata, property: string): ColumnMetadata {
  const column = table.byProperty.get(property);
  if (column !== undefined) return column;
  const given: unknown = property;
  if (typeof given !== 'string') {
    throw new QueryPlanError(
      `${table.name}: a column is named by its property, a text, not by ${describeValue(given)}.`,
    );
  }
  throw new QueryPlanError(
    `${table.name} has no column '${property}'.${didYouMean(property, table.byProperty.keys())}`,
    { path: `${table.name}.${property}`, waysOut: [`use one of: ${[...table.byProperty.keys()].join(', ')}`] },
  );
}

/** Values that name keys; those of ranges only bound them. */
function checkKeyValues(table: TableMetadata, { column, comparison: name, token, raw, params }: Condition): void {
  const isKey = column.kind === 'partition' || column.kind === 'clustering';
  if (!isKey || token || raw !== undefined || (name !== '=' && name !== 'IN')) return;
  for (const param of params) if (Buffer.isBuffer(param)) checkKeySize(table, column, param);
}

function missingValue(column: ColumnMetadata, value: undefined | null): QueryPlanError {
  const waysOut = ['check the value before the query', `leave ${column.property} out of the where`];
  return new QueryPlanError(
    `${column.path} is ${String(value)} in a where. It would match nothing or everything, so it is refused.`,
    { path: column.path, waysOut },
  );
}

function fromOperator(column: ColumnMetadata, operator: Operator<unknown>, token = false): Condition[] {
  const [first, second] = operator.operands;
  switch (operator.name) {
    case 'BETWEEN':
      return [comparison(column, '>=', first, token), comparison(column, '<=', second, token)];
    case 'AND':
      return operator.operands.flatMap((operand) => {
        if (!isOperator(operand)) throw new QueryPlanError(`${column.path}: And() combines operators.`);
        return fromOperator(column, operand, token);
      });
    case 'TOKEN':
      if (!isOperator(first)) throw new QueryPlanError(`${column.path}: Token() takes an operator, as MoreThan().`);
      return fromOperator(column, first, true);
    case 'RAW':
      if (token) throw unfitToken(column);
      return [rawCondition(column, operator.operands)];
    default:
      if (token && !TOKEN_COMPARISONS.has(operator.name)) throw unfitToken(column);
      return [
        comparison(
          column,
          operator.name,
          operator.name === 'CONTAINS ENTRY' ? [first, second] : first,
          token,
          operator,
        ),
      ];
  }
}

/** What CQL knows between `token(…)` and `token(…)`. */
const TOKEN_COMPARISONS: ReadonlySet<string> = new Set(['=', '<', '<=', '>', '>=']);

function unfitToken(column: ColumnMetadata): QueryPlanError {
  return new QueryPlanError(`${column.path}: Token() compares with Equal() and ranges only.`, { path: column.path });
}

function rawCondition(column: ColumnMetadata, [name, cql, ...params]: readonly unknown[]): Condition {
  // Raw() itself checked both.
  return { column, comparison: name as Comparison, token: false, raw: String(cql), params };
}

function comparison(
  column: ColumnMetadata,
  name: Exclude<OperatorName, 'BETWEEN' | 'AND' | 'TOKEN' | 'RAW'>,
  value: unknown,
  token = false,
  operator?: Operator<unknown>,
): Condition {
  if (name === '!=') {
    const message = `${column.path}: CQL cannot search by inequality. NotEqual() is for the 'if' of a write.`;
    throw new QueryPlanError(message, { path: column.path });
  }
  const make = (params: readonly unknown[]): Condition => ({ column, comparison: name, token, raw: undefined, params });
  switch (name) {
    case 'IN':
      if (isMultiCell(column.type)) throw unfitOperator(column, name);
      return make(uniqueItems(column, operator?.operands ?? [value]));
    case 'CONTAINS':
      return make([encodePart(column, 'value', name, value)]);
    case 'CONTAINS KEY':
      return make([encodePart(column, 'key', name, value)]);
    case 'CONTAINS ENTRY': {
      const [key, entryValue] = Array.isArray(value) ? (value as unknown[]) : [];
      return make([encodePart(column, 'key', name, key), encodePart(column, 'value', name, entryValue)]);
    }
    case 'LIKE':
      if (!isText(column.type)) throw unfitOperator(column, name);
      return { ...make([encodeOperand(column, value)]), like: likeForm(column.path, value) };
    default:
      if (isMultiCell(column.type)) throw unfitOperator(column, name);
      return make([encodeOperand(column, value)]);
  }
}

function uniqueItems(column: ColumnMetadata, values: readonly unknown[]): readonly Buffer[] {
  checkInLength(column.path, values);
  const items = new Map<string, Buffer>();
  for (const value of values) {
    const item = encodeOperand(column, value);
    items.set(item.toString('latin1'), item);
  }
  return [...items.values()];
}

/**
 * The bytes of a value that a column is compared with.
 *
 * @throws QueryPlanError for undefined and null, ValidationError for a value that does not fit
 */
export function encodeOperand(column: ColumnMetadata, value: unknown): Buffer {
  if (value === undefined || value === null) throw missingValue(column, value);
  const encoded = encodeColumn(column, value);
  if (encoded !== null) return encoded;
  const message = `${column.path}: the transformer made null of a value in a where, which cannot be searched for.`;
  throw new ValidationError(message);
}

function isText(type: CqlType): boolean {
  return type.kind === 'scalar' && (type.name === 'text' || type.name === 'ascii');
}

function unfitOperator(column: ColumnMetadata, name: string): QueryPlanError {
  const collection = column.type.kind === 'list' || column.type.kind === 'set' || column.type.kind === 'map';
  const fitting = column.type.kind === 'map' ? 'Contains(), ContainsKey() or ContainsEntry()' : 'Contains()';
  return new QueryPlanError(`${column.path} is ${column.cqlType}, and '${name}' does not fit it.`, {
    path: column.path,
    waysOut: collection ? [`use ${fitting}`] : ['compare it with a value, In(), or a range'],
  });
}

/** Bytes of an element, or of a map's key, for the operators that look into collections. */
function encodePart(column: ColumnMetadata, part: 'key' | 'value', name: string, operand: unknown): Buffer {
  const { kind } = column.type;
  if (kind !== 'map' && kind !== 'list' && kind !== 'set') throw unfitOperator(column, name);
  const codec = part === 'key' ? keyCodec(column) : elementCodec(column);
  if (codec === undefined) throw unfitOperator(column, name);
  if (operand === undefined || operand === null) throw missingValue(column, operand);
  return encodeWith(codec, column.path, operand);
}
