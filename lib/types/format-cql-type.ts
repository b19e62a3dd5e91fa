import { quoteIdentifier } from './cql-identifier';
import type { CqlType, UserDefinedType } from './cql-type';
import { isTypeWord } from './type-words';

/** The name of a user-defined type as CQL, quoted also where it would mean a native type. */
export function quoteTypeName(name: string): string {
  return isTypeWord(name) ? `"${name}"` : quoteIdentifier(name);
}

function formatUserType(type: UserDefinedType): string {
  const name = quoteTypeName(type.name);
  return type.keyspace === undefined ? name : `${quoteIdentifier(type.keyspace)}.${name}`;
}

const freeze = (text: string, frozen: boolean): string => (frozen ? `frozen<${text}>` : text);

/**
 * A CQL type in the form that Cassandra prints in `system_schema.columns`: lower case, one blank after each comma,
 * and `frozen` around tuples, which are never anything else.
 *
 * A user-defined type keeps its keyspace when it has one; Cassandra prints it without.
 *
 * @example
 * ```ts
 * formatCqlType(parseCqlType('MAP<varchar,list<int>>')); // 'map<text, frozen<list<int>>>'
 * ```
 */
export function formatCqlType(type: CqlType): string {
  switch (type.kind) {
    case 'scalar':
      return type.name;
    case 'list':
      return freeze(`list<${formatCqlType(type.element)}>`, type.frozen);
    case 'set':
      return freeze(`set<${formatCqlType(type.element)}>`, type.frozen);
    case 'map':
      return freeze(`map<${formatCqlType(type.key)}, ${formatCqlType(type.value)}>`, type.frozen);
    case 'tuple':
      return `frozen<tuple<${type.elements.map(formatCqlType).join(', ')}>>`;
    case 'vector':
      return `vector<${formatCqlType(type.element)}, ${type.dimension}>`;
    case 'udt':
      return freeze(formatUserType(type), type.frozen);
  }
}
