import type { Explanation } from '../../repository/explain-query';
import type { QuerySet } from '../../repository/query-set';
import type { CommandContext } from '../command';
import type { Action } from '../commands/query-options';
import { printFacts } from '../output/print-facts';
import { type AnyRow, toQuerySet } from './query-run';
import type { QueryRequest } from './read-query';
import { recordingRepository, type Recording } from './recording-repository';

type ReadAction = Exclude<Action, 'insert' | 'update'>;

/** What each action sends; the first statement says it all. */
const SENDS: Readonly<Record<ReadAction, (querySet: QuerySet<AnyRow, AnyRow>) => Promise<unknown>>> = {
  get: (querySet) => querySet.first(),
  filter: (querySet) => querySet.page(),
  count: (querySet) => querySet.count(),
  exists: (querySet) => querySet.exists(),
  delete: (querySet) => querySet.delete(),
};

/** `--explain` of a query: its plan and its CQL. Needs no connection and sends nothing. */
export async function explainQuery(
  action: ReadAction,
  request: QueryRequest,
  keyspace: string | undefined,
  context: CommandContext,
): Promise<void> {
  const recording = recordingRepository(request.table, keyspace);
  const querySet = toQuerySet(recording.repository, request);
  await SENDS[action](querySet);
  await printExplanation(context, recording, querySet.explain());
}

/** `--explain` of a write. */
export async function printExplanation(
  { io }: CommandContext,
  { statements }: Recording,
  explanation?: Explanation,
): Promise<void> {
  const [statement] = statements;
  const plan =
    explanation === undefined
      ? {}
      : { plan: explanation.plan, reason: explanation.reason, indexes: explanation.indexes, reads: explanation.reads };
  await printFacts(io, { ...plan, cql: statement?.cql ?? explanation?.cql, parameterTypes: statement?.parameterTypes });
}
