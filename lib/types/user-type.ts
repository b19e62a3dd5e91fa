import type { Codec } from './codec';
import type { CqlType } from './cql-type';
import type { Representation } from './representation';

/** A class that carries `@UserType` and can be built without arguments. */
export type UserTypeClass<U extends object = object> = new () => U;

/** Gives the class of a user-defined type; called when the model is built, so that the class may be declared later. */
export type UserTypeReference = () => UserTypeClass;

/** One field of a user-defined type. */
export interface UserTypeFieldMetadata {
  readonly property: string;
  /** `Class.property`, for messages. */
  readonly path: string;
  /** The field's name as Cassandra stores it. */
  readonly name: string;
  /** The name as it stands in CQL, quoted when it must be. */
  readonly cqlName: string;
  readonly type: CqlType;
  /** The type as CQL text. */
  readonly cqlType: string;
  readonly codec: Codec;
  readonly transformer:
    { readonly to: (value: unknown) => unknown; readonly from: (value: unknown) => unknown } | undefined;
  /** A fresh empty collection where Cassandra answers null for one; undefined for other types. */
  readonly empty: (() => unknown) | undefined;
  /** The class that says which JavaScript form is read. */
  readonly representation: Representation | undefined;
}

/** One user-defined type, frozen: what `@UserType`, its columns and the naming strategy came to. */
export interface UserTypeMetadata<U extends object = object> {
  readonly target: UserTypeClass<U>;
  /** The class's name. */
  readonly name: string;
  readonly typeName: string;
  /** The keyspace that the class asks for; undefined stands for that of each table which uses it. */
  readonly keyspace: string | undefined;
  /** In the order of declaration, which is that of `CREATE TYPE`. */
  readonly fields: readonly UserTypeFieldMetadata[];
  readonly byProperty: ReadonlyMap<string, UserTypeFieldMetadata>;
}

/** Knows the user-defined types of the server. */
export interface UserTypeLayouts {
  /** The names of a type's fields in the server's order; undefined for a type that is not known to exist. */
  fieldsOf(keyspace: string, typeName: string): readonly string[] | undefined;
}

/** Where a user-defined type lives: its values are bytes by position, and only the server knows the positions. */
export interface UserTypeHome {
  readonly keyspace: string;
  readonly layouts: UserTypeLayouts;
}
