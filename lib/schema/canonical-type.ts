import type { CqlType, UserDefinedType } from '../types/cql-type';
import { CqlTypeSyntaxError } from '../types/cql-type-syntax-error';
import { formatCqlType } from '../types/format-cql-type';
import { mapUserTypes } from '../types/map-user-types';
import { parseCqlType } from '../types/parse-cql-type';

/** The text of a type in a model: user-defined types stand without their keyspace, which is always that of the table. */
export function typeText(type: CqlType): string {
  return formatCqlType(mapUserTypes(type, ({ name, frozen }): UserDefinedType => ({ kind: 'udt', name, frozen })));
}

/** The text of a type as a server prints it; types of Java classes, which caspy does not model, stay as they are. */
export function canonicalType(text: string): string {
  try {
    return typeText(parseCqlType(text));
  } catch (error) {
    if (error instanceof CqlTypeSyntaxError) return text;
    throw error;
  }
}

/** Whether a column of the type is a user-defined one that is not frozen, which has a few rules of its own. */
export function isThawedUserType(text: string): boolean {
  try {
    const type = parseCqlType(text);
    return type.kind === 'udt' && !type.frozen;
  } catch (error) {
    if (error instanceof CqlTypeSyntaxError) return false;
    throw error;
  }
}
