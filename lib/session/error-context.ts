import type { Statement } from '../query/statement';

/** What an error may tell about its request: never a value. */
export type ErrorContext = Pick<Statement, 'operation' | 'cql' | 'kind' | 'parameterTypes'>;

/** Whether a request that failed half way may have written something. */
export function mayWrite({ kind }: Pick<Statement, 'kind'>): boolean {
  return kind !== 'read';
}

/** A batch is several mutations: Cassandra may refuse the second after it has done the first. */
export function isBatch({ cql }: Pick<Statement, 'cql'>): boolean {
  return /^\s*BEGIN\b/i.test(cql);
}
