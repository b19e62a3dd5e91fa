import { CaspyError } from '../../errors';

/**
 * By statement, what Cassandra says when its effect is there already. A test does each of them twice on Cassandra 5.0,
 * but for roles, which need a server with authentication. A rename is not here: of a column that was renamed Cassandra
 * says what it says of one that never was.
 */
const ANSWERS: readonly (readonly [statement: RegExp, answer: RegExp])[] = [
  [/^create\b/i, /already exists|duplicate of/i],
  [/^drop\b/i, /doesn't exist|does not exist|not found|unconfigured|unknown (?:keyspace|table|type)/i],
  [/^alter\s+(?:table|columnfamily)\b[\s\S]*\badd\b/i, /already exists|conflicts with an existing column/i],
  [/^alter\s+(?:table|columnfamily)\b[\s\S]*\bdrop\b/i, /was not found in table|unknown column/i],
  [/^alter\s+type\b[\s\S]*\badd\b/i, /already exists/i],
];

/**
 * Whether the server refused a statement because its effect is there already. That proves that the statement was done
 * only for one that was sent before, by a run that ended before it could write that down.
 */
export function isAlreadyDone(cql: string, error: unknown): boolean {
  if (!(error instanceof CaspyError)) return false;
  if (error.code === 'CASPY_ALREADY_EXISTS') return /^create\b/i.test(cql);
  if (error.code !== 'CASPY_INVALID_QUERY' && error.code !== 'CASPY_QUERY') return false;
  return ANSWERS.some(([statement, answer]) => statement.test(cql) && answer.test(error.message));
}
