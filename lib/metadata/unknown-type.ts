import type { CqlType } from '../types/cql-type';
import { suggestScalar } from '../types/suggest-scalar';

/** Why a type cannot stand, when it holds a name that is no native type; a misspelt one reads as a user-defined type. */
export function describeUnknownType(type: CqlType): string | undefined {
  const name = userTypeIn(type);
  if (name === undefined) return undefined;
  const meant = suggestScalar(name);
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return `'${name}' is no CQL type, and no user-defined type of that name is known.${hint}`;
}

/** The name of the first user-defined type inside; caspy knows none yet. */
function userTypeIn(type: CqlType): string | undefined {
  switch (type.kind) {
    case 'scalar':
      return undefined;
    case 'udt':
      return type.name;
    case 'map':
      return userTypeIn(type.key) ?? userTypeIn(type.value);
    case 'tuple':
      return type.elements.map(userTypeIn).find((name) => name !== undefined);
    default:
      return userTypeIn(type.element);
  }
}
