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

/** Number of letters to insert, remove, replace or swap with their neighbour to get from one word to the other. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const cost = from[row - 1] === to[column - 1] ? 0 : 1;
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const options = [(last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + cost];
      if (swapped && row > 1 && column > 1) options.push((beforeLast[column - 2] ?? 0) + 1);
      current.push(Math.min(...options));
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
}

/** Names this long are no slip of the pen, and comparing them costs time. */
const LONGEST = 24;

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
  if (word.length > LONGEST) return undefined;
  const known = OTHER_NAMES.get(word);
  if (known !== undefined) return known;
  const candidates = [...SCALAR_NAMES.map((scalar) => [scalar, scalar] as const), ...OTHER_NAMES];
  const allowed = word.length <= 5 ? 1 : 2;
  let best: string | undefined;
  let bestDistance = allowed + 1;
  for (const [candidate, meaning] of candidates) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(word, candidate);
    if (distance >= bestDistance) continue;
    best = meaning;
    bestDistance = distance;
  }
  return best;
}
