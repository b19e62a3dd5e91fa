import type { NamingStrategy } from '../../metadata/naming-strategy';
import type { CqlType } from '../../types/cql-type';
import { hasTextKeys } from '../../types/map-key-text';
import type { ColumnModel } from '../model';
import type { Imports } from './imports';
import type { CodeStyle, Expression } from './literal';
import { call, objectLiteral, stringLiteral } from './literal';
import type { PulledProperty } from './print-class';
import { isNullable, valueType } from './property-type';
import { typeExpression } from './type-expression';

/**
 * Whether the form must be asked for: of a union with null, compilers leave `Object`, which for a map with keys that
 * have a text means a plain object.
 */
export function needsMap(type: CqlType): boolean {
  return type.kind === 'map' && isNullable(type) && hasTextKeys(type.key);
}

/** A column's property; the decorators of its indexes come before its own. */
export function pullColumn(
  column: ColumnModel,
  type: CqlType,
  property: string,
  indexes: readonly Expression[],
  imports: Imports,
  naming: NamingStrategy,
  style: CodeStyle,
): PulledProperty {
  const isKey = column.kind === 'partition' || column.kind === 'clustering';
  const isCounter = type.kind === 'scalar' && type.name === 'counter';
  const options: Record<string, Expression> = {};
  if (naming.columnName(property) !== column.name) options.name = stringLiteral(column.name, style);
  if (column.order === 'DESC') options.order = stringLiteral('DESC', style);
  if (!isKey && needsMap(type)) options.as = 'Map';
  if (isCounter && column.kind === 'static') options.static = 'true';
  const rest = Object.keys(options).length === 0 ? [] : [objectLiteral(options, style)];
  const args = isCounter ? rest : [typeExpression(type, imports, style), ...rest];
  const name = isCounter ? 'CounterColumn' : DECORATORS[column.kind];
  return {
    name: property,
    type: `${valueType(type, imports)}${!isKey && isNullable(type) ? ' | null' : ''}`,
    decorators: [...indexes, call(`@${imports.use(name)}`, ...args)],
  };
}

const DECORATORS = {
  partition: 'PartitionKey',
  clustering: 'ClusteringKey',
  static: 'StaticColumn',
  regular: 'Column',
} as const;
