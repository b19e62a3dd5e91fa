import type { CqlType, ListType, MapType, SetType, TupleType, UserDefinedType, VectorType } from './cql-type';
import { formatCqlType } from './format-cql-type';
import { mapUserTypes } from './map-user-types';
import { parseCqlType } from './parse-cql-type';
import type { UserTypeReference } from './user-type';

/**
 * What the builders take: the text of a CQL type, what another builder returned, or `() => Address` for the class of a
 * user-defined type.
 */
export type TypeInput = string | CqlType | UserTypeReference;

/** The type that the class of a reference will have; which one that is, is asked when the model is built. */
export function referenceType(reference: UserTypeReference): UserDefinedType {
  return Object.freeze({ kind: 'udt', name: '', frozen: false, reference });
}

/** What an input stands for. @throws CqlTypeSyntaxError when its text is no type. */
export function typeFromInput(input: TypeInput): CqlType {
  if (typeof input === 'string') return parseCqlType(input);
  return typeof input === 'function' ? referenceType(input) : input;
}

type TextOf = (input: TypeInput) => string;

/**
 * Going through the parser gives the builders its rules and its messages. Each input is read before it is put inside
 * another text, so that none can change the meaning of what surrounds it; classes, which have no text yet, pass
 * through it under a name of their own.
 */
function build<T extends CqlType>(write: (textOf: TextOf) => string): T {
  const classes = new Map<string, UserDefinedType>();
  const textOf: TextOf = (input) =>
    formatCqlType(
      mapUserTypes(typeFromInput(input), (type) => {
        if (type.reference === undefined) return type;
        const name = `() => class ${classes.size + 1}`;
        classes.set(name, type);
        return { kind: 'udt', name, frozen: type.frozen };
      }),
    );
  const parsed = parseCqlType(write(textOf));
  // The kind of the result is known from the text.
  return mapUserTypes(parsed, (type) => {
    const known = classes.get(type.name);
    return known === undefined ? type : Object.freeze({ ...known, frozen: type.frozen });
  }) as T;
}

/**
 * A CQL list.
 * @throws CqlTypeSyntaxError when the element is no type, or none that Cassandra allows in a list.
 * @example
 * ```ts
 * @Column(list('text')) tags!: string[];
 * @Column(list(() => Address)) addresses!: Address[];
 * ```
 */
export function list(element: TypeInput): ListType {
  return build((textOf) => `list<${textOf(element)}>`);
}

/**
 * A CQL set.
 * @throws CqlTypeSyntaxError when the element is no type, or none that Cassandra allows in a set.
 * @example `@Column(set('text')) labels!: Set<string>;`
 */
export function set(element: TypeInput): SetType {
  return build((textOf) => `set<${textOf(element)}>`);
}

/**
 * A CQL map.
 * @throws CqlTypeSyntaxError when key or value is no type, or none that Cassandra allows there.
 * @example `@Column(map('text', 'int')) scores!: Map<string, number>;`
 */
export function map(key: TypeInput, value: TypeInput): MapType {
  return build((textOf) => `map<${textOf(key)}, ${textOf(value)}>`);
}

/**
 * A CQL tuple; Cassandra keeps it as one value (frozen).
 * @throws CqlTypeSyntaxError without elements, or when one of them is no type that Cassandra allows in a tuple.
 * @example `@Column(tuple('double', 'double')) position!: [number, number];`
 */
export function tuple(...elements: readonly TypeInput[]): TupleType {
  return build((textOf) => `tuple<${elements.map(textOf).join(', ')}>`);
}

/**
 * A CQL vector of a fixed number of elements, from 1 to 8192 (Cassandra 5).
 * @throws CqlTypeSyntaxError when the element is no type or the dimension is out of range.
 * @example `@Column(vector('float', 384)) embedding!: Float32Array;`
 */
export function vector(element: TypeInput, dimension: number): VectorType {
  return build((textOf) => `vector<${textOf(element)}, ${dimension}>`);
}

/**
 * A collection or user-defined type that Cassandra stores and replaces as one value.
 * @throws CqlTypeSyntaxError around a native type.
 * @example
 * ```ts
 * @Column(frozen(list('int'))) path!: number[];
 * @Column(frozen(() => Address)) address!: Address;
 * ```
 */
export function frozen(type: TypeInput): CqlType {
  return build((textOf) => `frozen<${textOf(type)}>`);
}
