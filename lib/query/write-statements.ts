import type { ColumnMetadata, TableMetadata } from '../metadata/table-metadata';
import type { Assignment } from './assignments';
import type { Condition } from './conditions';
import { whereClause } from './select-statement';
import type { Statement } from './statement';
import type { Guard } from './write-conditions';

const TTL_TYPE = 'int';

function using(ttl: boolean): string {
  return ttl ? ' USING TTL ?' : '';
}

/** An `INSERT`, as far as its text goes. */
export interface InsertShape {
  /** `USING TTL ?` */
  readonly ttl: boolean;
  readonly ifNotExists: boolean;
  /** CQL in the place of a bind marker, by property: values that the server makes. */
  readonly made: ReadonlyMap<string, Assignment>;
}

/**
 * `INSERT` of all columns. One text serves every call: a property that is undefined is bound as unset, which writes
 * nothing, where null writes a tombstone.
 *
 * Parameters: the columns in the table's order, without those that the server makes, then the TTL.
 */
export function insertStatement(
  table: TableMetadata,
  target: string,
  shape: InsertShape,
  operation: string,
): Statement {
  const names = table.columns.map(({ cqlName }) => cqlName).join(', ');
  const markers = table.columns.map(({ property, cqlName }) => {
    const made = shape.made.get(property);
    return made === undefined ? '?' : made.cql.slice(`${cqlName} = `.length);
  });
  const bound = table.columns.filter(({ property }) => !shape.made.has(property));
  const guard = shape.ifNotExists ? ' IF NOT EXISTS' : '';
  return {
    cql: `INSERT INTO ${target} (${names}) VALUES (${markers.join(', ')})${guard}${using(shape.ttl)}`,
    kind: shape.ifNotExists ? 'conditional' : 'write',
    idempotent: !shape.ifNotExists && [...shape.made.values()].every(({ idempotent }) => idempotent),
    operation,
    parameterTypes: [...bound.map(({ cqlType }) => cqlType), ...(shape.ttl ? [TTL_TYPE] : [])],
  };
}

/** An `UPDATE`, as far as its text goes. */
export interface UpdateShape {
  readonly assignments: readonly Assignment[];
  readonly key: readonly ColumnMetadata[];
  readonly ttl: boolean;
  readonly guard: Guard;
}

/**
 * `UPDATE` of one row, or of static columns of one partition.
 *
 * Parameters: the TTL, the assignments, the key, the guard.
 */
export function updateStatement(target: string, shape: UpdateShape, operation: string): Statement {
  const { assignments, key, ttl, guard } = shape;
  const set = assignments.map(({ cql }) => cql).join(', ');
  const where = key.map(({ cqlName }) => `${cqlName} = ?`).join(' AND ');
  const counter = assignments.some(({ column }) => column.codec.cql === 'counter');
  const plain = guard.cql === '' && !counter;
  return {
    cql: `UPDATE ${target}${using(ttl)} SET ${set} WHERE ${where}${guard.cql}`,
    kind: guard.cql !== '' ? 'conditional' : counter ? 'counter' : 'write',
    idempotent: plain && assignments.every(({ idempotent }) => idempotent),
    operation,
    parameterTypes: [
      ...(ttl ? [TTL_TYPE] : []),
      ...assignments.flatMap(({ types }) => types),
      ...key.map(({ cqlType }) => cqlType),
      ...guard.types,
    ],
  };
}

/** What of a row a `DELETE` takes away: a column, or one element of a collection. */
export interface DeletedPart {
  readonly column: ColumnMetadata;
  /** The encoded key or index of the element; undefined for the whole column. */
  readonly element: Buffer | undefined;
  readonly elementType: string | undefined;
}

/** A `DELETE`, as far as its text goes. */
export interface DeleteShape {
  readonly conditions: readonly Condition[];
  /** Nothing for the whole row, partition or range. */
  readonly parts: readonly DeletedPart[];
  readonly guard: Guard;
}

/**
 * `DELETE` of a row, a partition or a range of clustering columns, or of columns and elements of a row.
 *
 * Parameters: the elements, the conditions, the guard.
 */
export function deleteStatement(
  table: TableMetadata,
  target: string,
  shape: DeleteShape,
  operation: string,
): Statement {
  const { conditions, parts, guard } = shape;
  const where = whereClause(table, conditions);
  const what = parts.map(({ column, element }) => `${column.cqlName}${element === undefined ? '' : '[?]'}`).join(', ');
  // Another writer may shift a list between two attempts, so an index then means another element.
  const shifting = parts.some(({ column, element }) => element !== undefined && column.type.kind === 'list');
  return {
    cql: `DELETE ${what === '' ? '' : `${what} `}FROM ${target} ${where.cql}${guard.cql}`,
    kind: guard.cql === '' ? 'write' : 'conditional',
    idempotent: guard.cql === '' && !shifting,
    operation,
    parameterTypes: [...parts.flatMap(({ elementType }) => elementType ?? []), ...where.types, ...guard.types],
  };
}
