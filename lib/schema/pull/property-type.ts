import type { CqlType, ScalarName } from '../../types/cql-type';
import type { Imports } from './imports';

/** The JavaScript form in which values are read when nothing else is asked for. */
const SCALARS: Readonly<Record<ScalarName, string>> = {
  ascii: 'string',
  bigint: 'bigint',
  blob: 'Buffer',
  boolean: 'boolean',
  counter: 'Counter',
  date: 'string',
  decimal: 'string',
  double: 'number',
  duration: 'types.Duration',
  float: 'number',
  inet: 'string',
  int: 'number',
  smallint: 'number',
  text: 'string',
  time: 'string',
  timestamp: 'Date',
  timeuuid: 'string',
  tinyint: 'number',
  uuid: 'string',
  varint: 'bigint',
};

/** The TypeScript type of a value that is not null. */
export function valueType(type: CqlType, imports: Imports): string {
  switch (type.kind) {
    case 'scalar':
      if (type.name === 'counter') imports.useType('Counter');
      if (type.name === 'duration') imports.useDriver('types');
      return SCALARS[type.name];
    case 'list':
    case 'vector':
      return `${valueType(type.element, imports)}[]`;
    case 'set':
      return `Set<${valueType(type.element, imports)}>`;
    case 'map':
      return `Map<${valueType(type.key, imports)}, ${valueType(type.value, imports)}>`;
    case 'tuple':
      // Each element of a tuple may be null.
      return `[${type.elements.map((element) => `${valueType(element, imports)} | null`).join(', ')}]`;
    case 'udt':
      return imports.classOf(type.name);
  }
}

/** Whether a column outside the key may read as null; a collection that is not frozen reads as empty. */
export function isNullable(type: CqlType): boolean {
  return !((type.kind === 'list' || type.kind === 'set' || type.kind === 'map') && !type.frozen);
}
