import type { NamingStrategy } from '../../metadata/naming-strategy';
import type { TypeModel } from '../model';
import type { Catalog } from './catalog';
import { isUnreadable } from './catalog';
import type { Imports } from './imports';
import type { CodeStyle, Expression } from './literal';
import { call, objectLiteral, stringLiteral } from './literal';
import { propertyName } from './names';
import type { PulledClass, PulledProperty } from './print-class';
import { isNullable, valueType } from './property-type';
import { needsMap } from './pull-column';
import { typeExpression } from './type-expression';

/** The class of a user-defined type whose fields can all be read. */
export function pullUserType(
  { name, fields }: TypeModel,
  catalog: Catalog,
  imports: Imports,
  naming: NamingStrategy,
  style: CodeStyle,
): PulledClass {
  const className = catalog.types.get(name)?.className ?? '';
  const used = new Set<string>();
  const properties = fields.flatMap((field): PulledProperty[] => {
    const type = catalog.read(field);
    if (isUnreadable(type)) return [];
    const property = propertyName(field.name, used);
    // Inside a type, another one is always frozen.
    const argument = type.kind === 'udt' ? `() => ${imports.classOf(type.name)}` : typeExpression(type, imports, style);
    const options: Record<string, Expression> = {};
    if (naming.columnName(property) !== field.name) options.name = stringLiteral(field.name, style);
    if (needsMap(type)) options.as = 'Map';
    const rest = Object.keys(options).length === 0 ? [] : [objectLiteral(options, style)];
    return [
      {
        name: property,
        type: `${valueType(type, imports)}${isNullable(type) ? ' | null' : ''}`,
        decorators: [call(`@${imports.use('Column')}`, argument, ...rest)],
      },
    ];
  });
  const named = naming.typeName(className) === name ? [] : [stringLiteral(name, style)];
  return {
    name: className,
    decorator: call(`@${imports.use('UserType')}`, ...named),
    keys: undefined,
    properties,
    notes: [],
  };
}
