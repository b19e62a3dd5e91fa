import { quoteIdentifier } from '../types/cql-identifier';
import { quoteTypeName } from '../types/format-cql-type';
import type { TypeModel } from './model';

/** `CREATE TYPE IF NOT EXISTS`, with the fields in the order of the class. */
export function createType({ name, fields }: TypeModel, keyspace: string): string {
  const list = fields.map((field) => `${quoteIdentifier(field.name)} ${field.type}`).join(', ');
  return `CREATE TYPE IF NOT EXISTS ${quoteIdentifier(keyspace)}.${quoteTypeName(name)} (${list})`;
}
