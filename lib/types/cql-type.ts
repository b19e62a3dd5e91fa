import type { UserTypeHome, UserTypeMetadata, UserTypeReference } from './user-type';

/** The names of CQL's native types; `varchar` is read as `text`. */
export const SCALAR_NAMES = [
  'ascii',
  'bigint',
  'blob',
  'boolean',
  'counter',
  'date',
  'decimal',
  'double',
  'duration',
  'float',
  'inet',
  'int',
  'smallint',
  'text',
  'time',
  'timestamp',
  'timeuuid',
  'tinyint',
  'uuid',
  'varint',
] as const;

export type ScalarName = (typeof SCALAR_NAMES)[number];

export interface ScalarType {
  readonly kind: 'scalar';
  readonly name: ScalarName;
}

export interface ListType {
  readonly kind: 'list';
  readonly element: CqlType;
  readonly frozen: boolean;
}

export interface SetType {
  readonly kind: 'set';
  readonly element: CqlType;
  readonly frozen: boolean;
}

export interface MapType {
  readonly kind: 'map';
  readonly key: CqlType;
  readonly value: CqlType;
  readonly frozen: boolean;
}

/** Always frozen in Cassandra; the word `frozen` around it is accepted and dropped. */
export interface TupleType {
  readonly kind: 'tuple';
  readonly elements: readonly CqlType[];
}

export interface VectorType {
  readonly kind: 'vector';
  readonly element: CqlType;
  readonly dimension: number;
}

/** A user-defined type: by its name in the schema or by its class until the model is built, then by its definition. */
export interface UserDefinedType {
  readonly kind: 'udt';
  readonly keyspace?: string;
  /** Empty where only the class is known yet. */
  readonly name: string;
  readonly frozen: boolean;
  /** The class, as `() => Address` gave it. */
  readonly reference?: UserTypeReference;
  /** What the class came to. */
  readonly definition?: UserTypeMetadata;
  /** Where values are written to; without it the order of the fields is that of the class. */
  readonly home?: UserTypeHome;
}

/** A CQL type as caspy models it; the text form is made by `formatCqlType` and read by `parseCqlType`. */
export type CqlType = ScalarType | ListType | SetType | MapType | TupleType | VectorType | UserDefinedType;
