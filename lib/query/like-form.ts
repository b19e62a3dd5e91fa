import { QueryPlanError } from '../errors';

/** Where the wildcards of a pattern are: `ab%`, `%ab`, `%ab%`, or nowhere. */
export type LikeForm = 'prefix' | 'suffix' | 'contains' | 'matches';

/**
 * How Cassandra reads a pattern: a `%` at its start or end is a wildcard, one anywhere else stands for itself.
 *
 * @throws QueryPlanError for a pattern of wildcards alone, which Cassandra refuses.
 */
export function likeForm(path: string, pattern: unknown): LikeForm {
  const text = String(pattern);
  const start = text.startsWith('%');
  const end = text.endsWith('%') && text.length > 1;
  if (text.length === Number(start) + Number(end)) {
    throw new QueryPlanError(`${path}: the pattern of Like() holds no text to look for.`, {
      path,
      waysOut: ['check the pattern before the query', 'leave the condition out'],
    });
  }
  if (start) return end ? 'contains' : 'suffix';
  return end ? 'prefix' : 'matches';
}
