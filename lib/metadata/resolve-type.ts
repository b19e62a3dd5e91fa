import { CaspyError } from '../errors';
import type { Codec } from '../types/codec';
import type { CqlType } from '../types/cql-type';
import { createCodec } from '../types/create-codec';
import { emptyValue } from '../types/empty-value';
import { formatCqlType } from '../types/format-cql-type';
import { parseCqlType } from '../types/parse-cql-type';
import { RepresentationFault } from '../types/representation-fault';
import type { ColumnArguments } from './arguments';
import type { Representation } from './options';
import type { UserTypes } from './user-types';

type Fault = (message: string) => void;

/** The type of a column or field, with its user-defined types known; undefined means that it has a fault. */
export function resolveType(
  { type, options }: ColumnArguments,
  userTypes: UserTypes,
  path: string,
  fault: Fault,
): CqlType | undefined {
  let parsed: CqlType;
  try {
    parsed = typeof type === 'string' ? parseCqlType(type) : type;
  } catch (error) {
    if (!(error instanceof CaspyError)) throw error;
    fault(error.message);
    return undefined;
  }
  const resolved = userTypes.resolve(parsed, path);
  if (resolved === undefined || options.frozen !== true) return resolved;
  if (resolved.kind === 'list' || resolved.kind === 'set' || resolved.kind === 'map' || resolved.kind === 'udt') {
    return Object.freeze({ ...resolved, frozen: true });
  }
  if (resolved.kind === 'tuple') return resolved;
  fault(`'frozen' is for collections, tuples and user-defined types, not for ${formatCqlType(resolved)}.`);
  return undefined;
}

/**
 * The class that says which form of the stored value is read. Behind a transformer the property holds whatever it
 * likes, and the stored value has the default form.
 */
export function representationOf({ options, declared }: ColumnArguments): Representation | undefined {
  return options.as ?? (options.transformer === undefined ? declared : undefined);
}

/** The codec of a column or field; undefined means that its class does not fit its type. */
export function resolveCodec(recorded: ColumnArguments, type: CqlType, fault: Fault): Codec | undefined {
  try {
    return createCodec(type, representationOf(recorded));
  } catch (error) {
    if (!(error instanceof RepresentationFault)) throw error;
    fault(error.message);
    return undefined;
  }
}

/** Makes the empty collections of a column or field that reads as null; undefined for other types. */
export function emptyFactory({ options, declared }: ColumnArguments, type: CqlType): (() => unknown) | undefined {
  if (options.transformer !== undefined) return undefined;
  const representation = options.as ?? declared;
  return emptyValue(type, representation) === undefined ? undefined : () => emptyValue(type, representation);
}
