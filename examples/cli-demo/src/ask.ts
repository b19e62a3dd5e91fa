import { printCode } from './terminal/code';
import { paint, print, printTitle } from './terminal/output';
import { printFacts, printTable } from './terminal/table';
import type { Explanation } from 'caspy';
import { QueryPlanError } from 'caspy';

/** The two ends of a query set that are of use here. */
interface Query<R> {
  explain(): Explanation;
  all(): Promise<R[]>;
}

/** Shows a question, the code that asks it, what it will cost, and the answer. */
export async function ask<R extends object>(question: string, query: () => Query<R>): Promise<void> {
  printTitle(question);
  printCode(query);
  const { plan, reason, cql } = query().explain();
  printFacts({ plan: `${plan}: ${reason}`, cql });
  print();
  printTable(await query().all());
}

/** Shows a question and the code that answers it, and leaves the answer to the caller. */
export async function tell<A>(question: string, code: () => Promise<A>): Promise<A> {
  printTitle(question);
  printCode(code);
  return code();
}

/** Shows a query that is refused before anything is sent, and what the error says. */
export async function askInVain(question: string, query: () => Promise<unknown>): Promise<void> {
  printTitle(question);
  printCode(query);
  try {
    await query();
  } catch (error) {
    if (!(error instanceof QueryPlanError)) throw error;
    printFacts({ refused: error.message }, paint.red);
    return;
  }
  throw new Error(`This query should have been refused: ${question}`);
}
