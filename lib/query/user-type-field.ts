import { QueryPlanError } from '../errors';
import type { ColumnMetadata } from '../metadata/table-metadata';
import { didYouMean } from '../suggest';
import { CodecFault } from '../types/codec';
import { encodeField } from '../types/codecs/user-type';
import type { EncodedValue } from './encode-value';
import { misfit } from './encode-value';

/** One field of a column whose user-defined type is not frozen, as `UPDATE … SET column.field = ?` writes it. */
export interface UserTypeField {
  /** The field's own name as CQL, without that of the column. */
  readonly cqlName: string;
  readonly cqlType: string;
  /**
   * The bytes of a value, after the field's transformer; null for null and undefined, which clears the field.
   * @throws ValidationError that names `Class.column.field`
   */
  readonly encode: (value: unknown) => EncodedValue;
}

/**
 * The field behind a property of a column's user-defined type.
 *
 * @throws QueryPlanError when the column is of no such type, is frozen, or has no such field
 *
 * @example
 * ```ts
 * const zip = userTypeField(column, 'zip');
 * const cql = `UPDATE ${table} SET ${column.cqlName}.${zip.cqlName} = ? WHERE …`;
 * ```
 */
export function userTypeField(column: ColumnMetadata, property: string): UserTypeField {
  const { type, path, cqlType } = column;
  const definition = type.kind === 'udt' ? type.definition : undefined;
  if (definition === undefined) {
    throw new QueryPlanError(`${path} is ${cqlType}, so it has no field '${property}'.`, { path });
  }
  if (type.kind === 'udt' && type.frozen) {
    const waysOut = ['write the whole value', 'take { frozen: true } out of the column, for a new table'];
    throw new QueryPlanError(`${path} is ${cqlType}: a frozen value is replaced as a whole.`, { path, waysOut });
  }
  const field = definition.byProperty.get(property);
  if (field === undefined) {
    const hint = didYouMean(property, definition.byProperty.keys());
    const waysOut = [`use one of: ${[...definition.byProperty.keys()].join(', ')}`];
    throw new QueryPlanError(`${path}: ${definition.name} has no field '${property}'.${hint}`, { path, waysOut });
  }
  const encode = (value: unknown): EncodedValue => {
    try {
      return encodeField(field, value);
    } catch (error) {
      throw error instanceof CodecFault ? misfit(`${path}.${property}`, field.cqlType, error) : error;
    }
  };
  return { cqlName: field.cqlName, cqlType: field.cqlType, encode };
}
