import { closest } from '../suggest';
import { SCALAR_NAMES } from './cql-type';

/** What people write from other languages and databases, and what CQL calls it. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['array', 'list<…>'],
  ['bignumber', 'varint or decimal'],
  ['binary', 'blob'],
  ['bit', 'boolean'],
  ['bool', 'boolean'],
  ['buffer', 'blob'],
  ['byte', 'tinyint'],
  ['bytea', 'blob'],
  ['bytes', 'blob'],
  ['char', 'text'],
  ['clob', 'text'],
  ['datetime', 'timestamp'],
  ['dict', 'map<…>'],
  ['embedding', 'vector<float, n>'],
  ['guid', 'uuid'],
  ['hash', 'map<…>'],
  ['hashmap', 'map<…>'],
  ['int2', 'smallint'],
  ['int4', 'int'],
  ['int8', 'bigint'],
  ['int16', 'smallint'],
  ['int32', 'int'],
  ['int64', 'bigint'],
  ['integer', 'int'],
  ['interval', 'duration'],
  ['ip', 'inet'],
  ['json', 'text, a map or a user-defined type'],
  ['jsonb', 'text, a map or a user-defined type'],
  ['long', 'bigint'],
  ['mediumtext', 'text'],
  ['money', 'decimal'],
  ['number', 'int or double'],
  ['numeric', 'decimal'],
  ['object', 'map<…>'],
  ['real', 'float'],
  ['record', 'map<…>'],
  ['serial', 'uuid or timeuuid'],
  ['short', 'smallint'],
  ['single', 'float'],
  ['str', 'text'],
  ['string', 'text'],
  ['timestamptz', 'timestamp'],
  ['uint8array', 'blob'],
  ['utf8', 'text'],
  ['uuidv1', 'timeuuid'],
  ['uuidv4', 'uuid'],
]);

/**
 * What a name that is neither a native type nor a known user-defined type was probably meant to be, to follow "did you
 * mean"; undefined when nothing is near. For the metadata builder: to the parser an unknown name is a user-defined type.
 *
 * @example
 * ```ts
 * suggestScalar('interger'); // 'int'
 * suggestScalar('string'); // 'text'
 * ```
 */
export function suggestScalar(name: string): string | undefined {
  const word = name.toLowerCase();
  const known = OTHER_NAMES.get(word);
  if (known !== undefined) return known;
  const near = closest(word, [...SCALAR_NAMES, ...OTHER_NAMES.keys()]);
  return near === undefined ? undefined : (OTHER_NAMES.get(near) ?? near);
}
