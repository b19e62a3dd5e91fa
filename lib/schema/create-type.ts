import { quoteIdentifier } from '../types/cql-identifier';
import { quoteTypeName } from '../types/format-cql-type';
import type { UserTypeMetadata } from '../types/user-type';

/** `CREATE TYPE IF NOT EXISTS`, with the fields in the order of the class. */
export function createType({ typeName, fields }: UserTypeMetadata, keyspace: string): string {
  const list = fields.map(({ cqlName, cqlType }) => `${cqlName} ${cqlType}`).join(', ');
  return `CREATE TYPE IF NOT EXISTS ${quoteIdentifier(keyspace)}.${quoteTypeName(typeName)} (${list})`;
}
