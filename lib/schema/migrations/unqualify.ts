import { quoteIdentifier } from '../../types/cql-identifier';

/**
 * A statement without the name of a keyspace before its tables, types and indexes: a migration belongs to whichever
 * keyspace it is run in.
 */
export function unqualify(cql: string, keyspace: string): string {
  const name = quoteIdentifier(keyspace).replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
  const piece = new RegExp(String.raw`(?<![\w."])${name}\.|'(?:[^']|'')*'|"(?:[^"]|"")*"`, 'g');
  return cql.replaceAll(piece, (text) => (/^['"]/.test(text) && !text.endsWith('.') ? text : ''));
}
