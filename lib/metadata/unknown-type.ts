import { closest } from '../suggest';
import { suggestScalar } from '../types/suggest-scalar';

/** Why a name in a type cannot stand: it is neither native nor that of a class; misspelt ones end here too. */
export function describeUnknownType(name: string, userTypes: readonly string[]): string {
  const meant = suggestScalar(name) ?? closest(name, userTypes);
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return `'${name}' is no CQL type, and no user-defined type of that name is known.${hint}`;
}
