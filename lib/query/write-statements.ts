import type { ColumnMetadata, TableMetadata } from '../metadata/table-metadata';
import type { Condition } from './conditions';
import { whereClause } from './select-statement';
import type { Statement, StatementKind } from './statement';

/** Options of a write that change its text. */
export interface WriteShape {
  /** `USING TTL ?` */
  readonly ttl: boolean;
  readonly ifNotExists?: boolean;
  readonly ifExists?: boolean;
}

const TTL_TYPE = 'int';

function using({ ttl }: WriteShape): string {
  return ttl ? ' USING TTL ?' : '';
}

function conditional(shape: WriteShape): StatementKind {
  return shape.ifNotExists === true || shape.ifExists === true ? 'conditional' : 'write';
}

/**
 * `INSERT` of all columns. One text serves every call: a property that is undefined is bound as unset, which writes
 * nothing, where null writes a tombstone.
 *
 * Parameters: the columns in the table's order, then the TTL.
 */
export function insertStatement(table: TableMetadata, target: string, shape: WriteShape, operation: string): Statement {
  const names = table.columns.map(({ cqlName }) => cqlName).join(', ');
  const markers = table.columns.map(() => '?').join(', ');
  const guard = shape.ifNotExists === true ? ' IF NOT EXISTS' : '';
  const kind = conditional(shape);
  return {
    cql: `INSERT INTO ${target} (${names}) VALUES (${markers})${guard}${using(shape)}`,
    kind,
    idempotent: kind === 'write',
    operation,
    parameterTypes: [...table.columns.map(({ cqlType }) => cqlType), ...(shape.ttl ? [TTL_TYPE] : [])],
  };
}

/**
 * `UPDATE` of the named columns of one row, or of static columns of one partition.
 *
 * Parameters: the TTL, the columns to set, then the key.
 */
export function updateStatement(
  key: readonly ColumnMetadata[],
  target: string,
  columns: readonly ColumnMetadata[],
  shape: WriteShape,
  operation: string,
): Statement {
  const assignments = columns.map(({ cqlName }) => `${cqlName} = ?`).join(', ');
  const where = key.map(({ cqlName }) => `${cqlName} = ?`).join(' AND ');
  const guard = shape.ifExists === true ? ' IF EXISTS' : '';
  const kind = conditional(shape);
  return {
    cql: `UPDATE ${target}${using(shape)} SET ${assignments} WHERE ${where}${guard}`,
    kind,
    idempotent: kind === 'write',
    operation,
    parameterTypes: [...(shape.ttl ? [TTL_TYPE] : []), ...[...columns, ...key].map(({ cqlType }) => cqlType)],
  };
}

/**
 * `DELETE` of a row, a partition or a range of clustering columns; with columns, of those columns only.
 *
 * Parameters: those of the conditions.
 */
export function deleteStatement(
  table: TableMetadata,
  target: string,
  conditions: readonly Condition[],
  columns: readonly ColumnMetadata[],
  shape: Pick<WriteShape, 'ifExists'>,
  operation: string,
): Statement {
  const where = whereClause(table, conditions);
  const what = columns.length === 0 ? '' : `${columns.map(({ cqlName }) => cqlName).join(', ')} `;
  const guard = shape.ifExists === true ? ' IF EXISTS' : '';
  const kind = shape.ifExists === true ? 'conditional' : 'write';
  return {
    cql: `DELETE ${what}FROM ${target} ${where.cql}${guard}`,
    kind,
    idempotent: kind === 'write',
    operation,
    parameterTypes: where.types,
  };
}
