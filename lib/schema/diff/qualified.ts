import { quoteIdentifier } from '../../types/cql-identifier';

/** A name with its keyspace, as CQL. */
export function qualified(keyspace: string, name: string): string {
  return `${quoteIdentifier(keyspace)}.${quoteIdentifier(name)}`;
}
