import type { CqlType } from './cql-type';
import { hasTextKeys } from './map-key-text';
import { representationName } from './representation';
import type { Representation } from './representation';

/**
 * A fresh empty collection in the form of the property, for a column that reads as null: Cassandra cannot tell an empty
 * list, set or map from none unless it is frozen. Undefined for every other type, where null means null.
 */
export function emptyValue(type: CqlType, as?: Representation): unknown {
  if (type.kind !== 'list' && type.kind !== 'set' && type.kind !== 'map') return undefined;
  if (type.frozen) return undefined;
  const name = as === undefined ? undefined : representationName(as);
  if (type.kind === 'list') return [];
  if (type.kind === 'set') return name === 'Array' ? [] : new Set();
  return name === 'Object' && hasTextKeys(type.key) ? Object.create(null) : new Map();
}
