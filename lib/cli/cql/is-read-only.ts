import { tokenizeCql } from '../../session/cql-tokens';

/** Statements that change nothing. Everything else counts as a write: also what this list does not know. */
const READS = new Set(['select', 'list', 'describe', 'desc']);

/**
 * Whether a statement only reads, by its first word, behind white space and comments. Cassandra takes one statement at
 * a time, so nothing can follow it.
 */
export function isReadOnly(cql: string): boolean {
  const [first] = tokenizeCql(cql);
  return first?.kind === 'word' && READS.has(first.text);
}

/** The first word, for messages. */
export function verbOf(cql: string): string {
  const [first] = tokenizeCql(cql);
  return first?.kind === 'word' ? first.text.toUpperCase() : 'This';
}

/** Whether the markers are `:name` and not `?`. */
export function hasNamedMarkers(cql: string): boolean {
  return tokenizeCql(cql).some(
    ({ kind, text }, at, all) => kind === 'word' && /^:[a-z]/.test(text) && all[at - 1]?.kind !== 'string',
  );
}
