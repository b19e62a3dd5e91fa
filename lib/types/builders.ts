import type { CqlType, ListType, MapType, SetType, TupleType, VectorType } from './cql-type';
import { formatCqlType } from './format-cql-type';
import { parseCqlType } from './parse-cql-type';

/** What the builders take: the text of a CQL type, or what another builder returned. */
export type TypeInput = string | CqlType;

/** Read before it is put inside another text, so that no input can change the meaning of what surrounds it. */
const textOf = (input: TypeInput): string => formatCqlType(typeof input === 'string' ? parseCqlType(input) : input);

// Going through the parser gives the builders its rules and its messages; the kind of the result is known from the text.
const build = <T extends CqlType>(text: string): T => parseCqlType(text) as T;

/**
 * A CQL list.
 * @throws CqlTypeSyntaxError when the element is no type, or none that Cassandra allows in a list.
 * @example `@Column(list('text')) tags!: string[];`
 */
export function list(element: TypeInput): ListType {
  return build(`list<${textOf(element)}>`);
}

/**
 * A CQL set.
 * @throws CqlTypeSyntaxError when the element is no type, or none that Cassandra allows in a set.
 * @example `@Column(set('text')) labels!: Set<string>;`
 */
export function set(element: TypeInput): SetType {
  return build(`set<${textOf(element)}>`);
}

/**
 * A CQL map.
 * @throws CqlTypeSyntaxError when key or value is no type, or none that Cassandra allows there.
 * @example `@Column(map('text', 'int')) scores!: Map<string, number>;`
 */
export function map(key: TypeInput, value: TypeInput): MapType {
  return build(`map<${textOf(key)}, ${textOf(value)}>`);
}

/**
 * A CQL tuple; Cassandra keeps it as one value (frozen).
 * @throws CqlTypeSyntaxError without elements, or when one of them is no type that Cassandra allows in a tuple.
 * @example `@Column(tuple('double', 'double')) position!: [number, number];`
 */
export function tuple(...elements: readonly TypeInput[]): TupleType {
  return build(`tuple<${elements.map(textOf).join(', ')}>`);
}

/**
 * A CQL vector of a fixed number of elements, from 1 to 8192 (Cassandra 5).
 * @throws CqlTypeSyntaxError when the element is no type or the dimension is out of range.
 * @example `@Column(vector('float', 384)) embedding!: Float32Array;`
 */
export function vector(element: TypeInput, dimension: number): VectorType {
  return build(`vector<${textOf(element)}, ${dimension}>`);
}

/**
 * A collection or user-defined type that Cassandra stores and replaces as one value.
 * @throws CqlTypeSyntaxError around a native type.
 * @example `@Column(frozen(list('int'))) path!: number[];`
 */
export function frozen(type: TypeInput): CqlType {
  return build(`frozen<${textOf(type)}>`);
}
