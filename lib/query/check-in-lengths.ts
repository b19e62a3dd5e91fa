import { QueryPlanError } from '../errors';
import type { Condition } from './conditions';

/** The most values of one `In()`, and the most combinations of several in one query. */
export const MAX_IN_VALUES = 10_000;

/**
 * Several `In()` name every combination of their values: that many partitions, or pieces of partitions, are read, also
 * where caspy reads each partition by itself. Cassandra has no limit of its own as it is shipped.
 *
 * @throws QueryPlanError for more than 10,000 combinations
 */
export function checkInLengths(conditions: readonly Condition[]): void {
  const lists = conditions.filter(({ comparison, params }) => comparison === 'IN' && params.length > 0);
  const [first] = lists;
  if (first === undefined) return;
  const combinations = lists.reduce((product, { params }) => product * params.length, 1);
  if (combinations <= MAX_IN_VALUES) return;
  const paths = lists.map(({ column }) => column.path).join(' and ');
  throw tooMany(`${paths}: In() comes to ${combinations} combinations`, first.column.path);
}

/** @throws QueryPlanError for a list that is too long, before its values are looked at */
export function checkInLength(path: string, values: { readonly length: number }): void {
  if (values.length > MAX_IN_VALUES) throw tooMany(`${path}: In() has ${values.length} values`, path);
}

function tooMany(what: string, path: string): QueryPlanError {
  return new QueryPlanError(`${what}; ${MAX_IN_VALUES} are allowed in one query.`, {
    path,
    waysOut: [`make several queries of at most ${MAX_IN_VALUES} values`, 'read the whole table with scan()'],
  });
}
