import type { CqlType } from './cql-type';

/** Where a type stands inside another one. */
export type TypePosition =
  'list element' | 'set element' | 'map key' | 'map value' | 'tuple element' | 'vector element';

/**
 * The type as it is inside another one: frozen, because Cassandra stores the inside of a collection, tuple or vector
 * as one value. A string instead of a type says why Cassandra refuses it there.
 */
export function nestedType(type: CqlType, position: TypePosition): CqlType | string {
  switch (type.kind) {
    case 'scalar':
      if (type.name === 'counter') return `A counter cannot be a ${position}; expected another type`;
      // Durations have no order, and the keys of maps and the elements of sets are kept in order.
      if (type.name === 'duration' && (position === 'map key' || position === 'set element')) {
        return `A duration cannot be a ${position}; expected another type`;
      }
      return type;
    case 'tuple':
    case 'vector':
      return type;
    default:
      return type.frozen ? type : Object.freeze({ ...type, frozen: true });
  }
}
