import { quoteIdentifier } from '../types/cql-identifier';
import { optionMap } from './cql-literal';

/** Where a keyspace keeps its copies: `{ class: 'NetworkTopologyStrategy', dc1: 3 }`. */
export interface Replication {
  readonly class: string;
  readonly [option: string]: string | number;
}

/** `CREATE KEYSPACE IF NOT EXISTS`. Nothing in caspy alters the replication of a keyspace that exists. */
export function createKeyspace(keyspace: string, replication: Replication): string {
  return `CREATE KEYSPACE IF NOT EXISTS ${quoteIdentifier(keyspace)} WITH replication = ${optionMap(replication)}`;
}
