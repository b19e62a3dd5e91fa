import type { QueryPlan } from '../query/plan';
import { compileRead } from './compiled-read';
import type { EntityTable } from './entity-table';
import { STREAMS_IN_FLIGHT } from './ordered-streams';
import { partitionReads } from './partition-reads';
import type { ReadRequest } from './read-request';

/** What a query will do, without doing it. */
export interface Explanation {
  /** `row`, `partition`, `index`, `ann`, `table` or `filtering`. */
  readonly plan: QueryPlan['kind'];
  /** One sentence for people. */
  readonly reason: string;
  /** Names of the indexes that serve the query. */
  readonly indexes: readonly string[];
  /** Reads that `all()`, `stream()` and `count()` send: more than one where `In()` names more than 20 partitions. */
  readonly reads: number;
  readonly cql: string;
  /** CQL types of the bind markers. */
  readonly parameterTypes: readonly string[];
}

/** Sends nothing. @throws QueryPlanError when the query would be refused */
export function explainQuery<E extends object>(table: EntityTable<E>, request: ReadRequest): Explanation {
  const { plan, statement: whole } = compileRead(table, request, 'find');
  const parts = partitionReads(table.metadata, request, plan);
  const [part] = parts ?? [];
  const statement = part === undefined ? whole : compileRead(table, part, 'find').statement;
  const split = parts && `, ${parts.count} of them, each by a read of its own, ${STREAMS_IN_FLIGHT} at a time`;
  return {
    plan: plan.kind,
    reason: plan.reason + (split ?? ''),
    reads: parts?.count ?? 1,
    indexes: plan.indexes.map(({ name }) => name),
    cql: statement.cql,
    parameterTypes: statement.parameterTypes,
  };
}
