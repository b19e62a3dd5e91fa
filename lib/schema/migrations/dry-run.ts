import { schemaQuestions } from './context';
import type { MigrationEnvironment, MigrationResult } from './environment';
import type { MigrationOptions, MigrationRun } from './options';
import type { PlannedMigration } from './run-migration';
import { statementTraits } from './statement-traits';

const NOTHING: MigrationResult = { rows: [], applied: undefined };

/**
 * What one migration would send. Scripts are called, and their statements gathered instead of sent; those that only
 * read are sent, and see the schema as it is now.
 */
export async function dryRun(
  environment: MigrationEnvironment,
  { migration, steps, row }: PlannedMigration,
  options: MigrationOptions,
): Promise<MigrationRun> {
  const { name } = migration;
  const done = row === undefined || row.state === 'done' ? 0 : row.statements;
  if (options.fake === true) return { name, statements: 0, duration: 0, cql: [], note: 'would be written down only' };
  const resumed = done === 0 ? '' : `goes on at statement ${done + 1}`;
  if (steps.kind === 'cql') {
    const cql = steps.statements.map((statement) => statement.cql).slice(done);
    return { name, statements: cql.length, duration: 0, cql, ...(resumed === '' ? {} : { note: resumed }) };
  }
  const { cql, failure } = await record(environment, steps, name);
  const left = cql.slice(done);
  const notes = [resumed, failure].filter((note) => note !== '');
  return {
    ...{ name, statements: left.length, duration: 0, cql: left },
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
  };
}

async function record(
  environment: MigrationEnvironment,
  steps: Extract<PlannedMigration['steps'], { kind: 'script' }>,
  name: string,
): Promise<{ readonly cql: readonly string[]; readonly failure: string }> {
  const cql: string[] = [];
  const { signal } = new AbortController();
  const execute = async (statement: string, params: readonly unknown[] = []): Promise<MigrationResult> => {
    if (statementTraits(statement, environment.infer).isRead) return environment.execute(statement, params, { signal });
    cql.push(statement);
    return NOTHING;
  };
  const { table, column, index, type } = schemaQuestions(environment);
  const questions = { tableExists: table, columnExists: column, indexExists: index, typeExists: type };
  const step = (title: string): Promise<void> => Promise.resolve(void cql.push(`-- step: ${title}`));
  const { keyspace, scan } = environment;
  try {
    await steps.run({ keyspace, name, signal, execute, ...questions, step, scan, log: () => undefined });
    return { cql, failure: '' };
  } catch {
    return { cql, failure: 'its code threw an error then, which may be because nothing was sent' };
  }
}
