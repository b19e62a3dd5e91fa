import type { Statement } from '../query/statement';

/** What an error may tell about its request: never a value. */
export type ErrorContext = Pick<Statement, 'operation' | 'cql' | 'kind' | 'parameterTypes'>;

/** Whether a request that failed half way may have written something. */
export function mayWrite({ kind }: Pick<Statement, 'kind'>): boolean {
  return kind !== 'read';
}

/** What a failed request says about its effect: nothing for a read. */
export function outcomeOf({ kind }: Pick<Statement, 'kind'>): string {
  if (kind === 'conditional') return ' Whether it was applied is unknown: read the row with consistency SERIAL.';
  return kind === 'read' ? '' : ' It may have been applied.';
}

/** A batch is several mutations: Cassandra may refuse the second after it has done the first. */
export function isBatch({ cql }: Pick<Statement, 'cql'>): boolean {
  return /^\s*BEGIN\b/i.test(cql);
}
