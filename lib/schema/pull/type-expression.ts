import type { CqlType } from '../../types/cql-type';
import { formatCqlType } from '../../types/format-cql-type';
import { userTypesIn } from '../../types/map-user-types';
import type { Imports } from './imports';
import type { CodeStyle, Expression } from './literal';
import { call, stringLiteral } from './literal';

/** A type as the argument of a decorator: CQL text, or builders where it holds a class. */
export function typeExpression(type: CqlType, imports: Imports, style: CodeStyle): Expression {
  if (userTypesIn(type).length === 0) return stringLiteral(formatCqlType(type), style);
  const outer = build(type, imports, style);
  const isFrozen = type.kind !== 'scalar' && type.kind !== 'tuple' && type.kind !== 'vector' && type.frozen;
  return isFrozen ? call(imports.use('frozen'), outer) : outer;
}

/** Without the outermost `frozen`: inside another type everything is frozen anyway. */
function build(type: CqlType, imports: Imports, style: CodeStyle): Expression {
  const inside = (part: CqlType): Expression =>
    userTypesIn(part).length === 0 ? stringLiteral(formatCqlType(part), style) : build(part, imports, style);
  switch (type.kind) {
    case 'scalar':
      return stringLiteral(type.name, style);
    case 'list':
      return call(imports.use('list'), inside(type.element));
    case 'set':
      return call(imports.use('set'), inside(type.element));
    case 'map':
      return call(imports.use('map'), inside(type.key), inside(type.value));
    case 'tuple':
      return call(imports.use('tuple'), ...type.elements.map(inside));
    case 'vector':
      return call(imports.use('vector'), inside(type.element), String(type.dimension));
    case 'udt':
      return `() => ${imports.classOf(type.name)}`;
  }
}
