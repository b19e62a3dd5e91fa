import { QueryError, SchemaError } from '../errors';
import type { Statement } from '../query/statement';
import { bootStatements } from '../repository/boot-statements';
import type { EntityTable } from '../repository/entity-table';
import { forEachBounded } from '../repository/for-each-bounded';

/** As many as a fresh connection takes without a queue. */
const IN_PARALLEL = 64;

/** What Cassandra says to a prepared statement that comes without its values. */
const WITHOUT_VALUES = /bound variables|bind variables/i;

/**
 * Lets the server prepare the statements on single rows of every entity, so that a wrong model fails at start and not at
 * the first request. Nothing is read or written.
 *
 * @throws SchemaError `CASPY_SCHEMA_STATEMENTS` with every statement that the server refused.
 */
export async function checkStatements(tables: readonly EntityTable<object>[]): Promise<void> {
  const refused: { readonly entity: string; readonly cql: string; readonly reason: string }[] = [];
  const all = tables.flatMap((table) => bootStatements(table).map((statement) => ({ table, statement })));
  await forEachBounded(all, IN_PARALLEL, async ({ table, statement }) => {
    const reason = await refusal(table, statement);
    if (reason !== undefined) refused.push({ entity: statement.operation, cql: statement.cql, reason });
  });
  if (refused.length === 0) return;
  const lines = refused
    .toSorted((a, b) => (a.entity < b.entity ? -1 : 1))
    .map(({ entity, reason }) => `  - ${entity}: ${reason}`);
  throw new SchemaError(
    `Cassandra refused to prepare ${refused.length} of ${all.length} statements of the entities:\n${lines.join('\n')}\n` +
      'Look at dataSource.synchronize({ dryRun: true }) for what differs.',
    { code: 'CASPY_SCHEMA_STATEMENTS', details: { refused } },
  );
}

/**
 * The driver has no call that only prepares. A prepared statement that is sent without its values is never executed:
 * the server prepares it first, which is what counts here, and then misses them.
 */
async function refusal(table: EntityTable<object>, statement: Statement): Promise<string | undefined> {
  try {
    await table.executor.execute({ ...statement, kind: 'read', idempotent: true }, []);
    return undefined;
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return WITHOUT_VALUES.test(error.message) ? undefined : error.message;
  }
}
