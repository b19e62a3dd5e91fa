import { QueryPlanError } from '../errors';
import type { ColumnMetadata, TableMetadata } from '../metadata/table-metadata';
import { checkInLength } from './check-in-lengths';
import { elementCodec, keyCodec } from './collection-parts';
import { requireColumn } from './conditions';
import { encodeList } from './encode-list';
import { encodeColumn, encodeWith } from './encode-value';
import type { Operator } from './operators';
import { isOperator } from './operators';

/** The `IF` of a conditional write. */
export interface Guard {
  /** Starts with a space; empty without a condition. */
  readonly cql: string;
  readonly params: readonly unknown[];
  readonly types: readonly string[];
}

export const NO_GUARD: Guard = Object.freeze({ cql: '', params: [], types: [] });

/**
 * `IF column = ? AND …` out of `{ column: value | operator | null }`.
 *
 * @throws QueryPlanError for a key column, an unknown property, `undefined` or an operator that IF does not know
 * @throws ValidationError for a value that does not fit its column
 */
export function readGuard(table: TableMetadata, conditions: unknown): Guard {
  const entries = typeof conditions === 'object' && conditions !== null ? Object.entries(conditions) : [];
  if (entries.length === 0) {
    throw new QueryPlanError(`${table.name}: 'if' is an object of conditions by property, and names none.`, {
      waysOut: ['name at least one column', 'leave the if out to write without a condition'],
    });
  }
  const terms = entries.flatMap(([property, value]) => readTerm(requireColumn(table, property), value));
  return {
    cql: ` IF ${terms.map(({ cql }) => cql).join(' AND ')}`,
    params: terms.flatMap(({ params }) => params),
    types: terms.flatMap(({ types }) => types),
  };
}

function readTerm(column: ColumnMetadata, value: unknown): Guard[] {
  if (column.kind === 'partition' || column.kind === 'clustering') {
    throw new QueryPlanError(`${column.path} is part of the primary key, which the write names already.`, {
      path: column.path,
      waysOut: ['use ifExists or ifNotExists to ask for the row itself'],
    });
  }
  if (value === undefined) {
    throw new QueryPlanError(`${column.path} is undefined in an if.`, {
      path: column.path,
      waysOut: ['check the value before the write', 'null asks for a column without a value'],
    });
  }
  return isOperator(value) ? fromOperator(column, value) : [compare(column, '=', value)];
}

function fromOperator(column: ColumnMetadata, operator: Operator<unknown>): Guard[] {
  const { name, operands } = operator;
  const [first, second] = operands;
  switch (name) {
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return [compare(column, name, first)];
    case 'BETWEEN':
      return [compare(column, '>=', first), compare(column, '<=', second)];
    case 'AND':
      return operands.flatMap((operand) => (isOperator(operand) ? fromOperator(column, operand) : []));
    case 'IN': {
      checkInLength(column.path, operands);
      const items = operands.map((operand) => encodeColumn(column, operand)).filter((item) => item !== null);
      const types = [`list<${column.cqlType}>`];
      return [{ cql: `${column.cqlName} IN ?`, params: [encodeList(items)], types }];
    }
    case 'CONTAINS ENTRY':
      return [entry(column, first, second)];
    default:
      throw new QueryPlanError(`${column.path}: '${name}' is no condition of an if.`, {
        path: column.path,
        waysOut: ['use a value, NotEqual(), In(), a range, or ContainsEntry() for one entry of a map'],
      });
  }
}

function compare(column: ColumnMetadata, comparison: string, value: unknown): Guard {
  const param = value === null ? null : encodeColumn(column, value);
  return { cql: `${column.cqlName} ${comparison} ?`, params: [param], types: [column.cqlType] };
}

function entry(column: ColumnMetadata, key: unknown, value: unknown): Guard {
  const keys = keyCodec(column);
  if (keys === undefined)
    throw new QueryPlanError(`${column.path} is no map, so it has no entries.`, { path: column.path });
  const values = elementCodec(column);
  const params = [encodeWith(keys, column.path, key), value === null ? null : encodeWith(values, column.path, value)];
  return { cql: `${column.cqlName}[?] = ?`, params, types: [keys.cql, values.cql] };
}
