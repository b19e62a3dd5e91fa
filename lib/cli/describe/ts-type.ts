import type { CqlType } from '../../types/cql-type';
import type { Representation } from '../../types/representation';
import { representationName } from '../../types/representation';

/** What TypeScript calls the classes of its own values. */
const PRIMITIVES: ReadonlyMap<string, string> = new Map([
  ['String', 'string'],
  ['Number', 'number'],
  ['Boolean', 'boolean'],
  ['BigInt', 'bigint'],
]);

/** The form that a native type is read as when the property does not say otherwise; all others are `string`. */
const DEFAULTS: ReadonlyMap<string, string> = new Map([
  ...['tinyint', 'smallint', 'int', 'float', 'double'].map((name) => [name, 'number'] as const),
  ...['bigint', 'counter', 'varint'].map((name) => [name, 'bigint'] as const),
  ['boolean', 'boolean'],
  ['timestamp', 'Date'],
  ['duration', 'Duration'],
  ['blob', 'Buffer'],
]);

/** The TypeScript type that a column of a CQL type is read as, with the wish of its property. */
export function tsType(type: CqlType, as?: Representation): string {
  const wish = as === undefined ? undefined : representationName(as);
  switch (type.kind) {
    case 'scalar':
      if (wish === undefined || wish === 'Object') return DEFAULTS.get(type.name) ?? 'string';
      return PRIMITIVES.get(wish) ?? wish;
    case 'list':
      return arrayOf(tsType(type.element));
    case 'vector':
      return wish === 'Float32Array' ? wish : arrayOf(tsType(type.element));
    case 'set':
      return wish === 'Array' ? arrayOf(tsType(type.element)) : `Set<${tsType(type.element)}>`;
    case 'map': {
      const members = `${tsType(type.key)}, ${tsType(type.value)}`;
      return wish === 'Object' ? `Record<${members}>` : `Map<${members}>`;
    }
    case 'tuple':
      return `[${type.elements.map((element) => tsType(element)).join(', ')}]`;
    case 'udt':
      return type.definition?.target.name ?? type.name;
  }
}

function arrayOf(element: string): string {
  return /^\w+$/.test(element) ? `${element}[]` : `(${element})[]`;
}
