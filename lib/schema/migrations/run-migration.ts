import { CaspyError, MigrationError, RequestError } from '../../errors';
import type { SchemaLock } from '../lock/lock-options';
import { type MigrationContext, schemaQuestions } from './context';
import type { MigrationEnvironment } from './environment';
import type { History } from './history';
import type { HistoryRow, MigrationState } from './history-row';
import type { LoadedMigration, MigrationSteps } from './migration';
import type { MigrationEvent, MigrationOptions, MigrationRun } from './options';
import { StepRunner } from './step-runner';

/** What all migrations of one run share. */
export interface MigrationSession {
  readonly environment: MigrationEnvironment;
  readonly history: History;
  readonly lock: SchemaLock;
  readonly options: MigrationOptions;
  readonly onEvent: (event: MigrationEvent) => void;
}

/** One migration to be run, or reverted, from its beginning or from where it ended. */
export interface PlannedMigration {
  readonly migration: LoadedMigration;
  readonly steps: MigrationSteps;
  readonly row: HistoryRow | undefined;
}

const LONGEST_ERROR = 1000;

/** Runs or reverts one migration and keeps its row of the history. */
export async function runMigration(
  session: MigrationSession,
  { migration, steps, row }: PlannedMigration,
  direction: 'up' | 'down',
): Promise<MigrationRun> {
  const { history, options, onEvent } = session;
  const { name } = migration;
  const startedAt = performance.now();
  const claimed = await history.claim(migration, direction === 'up' ? 'running' : 'reverting', row);
  const before = row?.state === 'done' ? 0 : (row?.duration ?? 0);
  const duration = (): number => before + Math.round(performance.now() - startedAt);
  const runner = new StepRunner({ ...session, row: claimed });
  onEvent({
    type: 'start',
    migration: name,
    resumedAt: claimed.steps.length === 0 ? undefined : claimed.statements + 1,
  });
  try {
    if (options.fake !== true) await runSteps(session, runner, steps, name);
  } catch (error) {
    const state: MigrationState = direction === 'up' ? 'failed' : 'revert-failed';
    // What happened counts more than that it could not be written down.
    await history.fail(name, state, textOf(error), duration(), isCertain(error)).catch(() => undefined);
    throw error;
  }
  if (direction === 'up') await history.finish(name, duration());
  else await history.remove(name);
  const run = { name, statements: runner.statements, duration: duration() };
  onEvent({ type: 'done', migration: name, statements: run.statements, duration: run.duration });
  return run;
}

async function runSteps(
  session: MigrationSession,
  runner: StepRunner,
  steps: MigrationSteps,
  name: string,
): Promise<void> {
  if (steps.kind === 'script') await steps.run(createContext(session, runner, name));
  else for (const { cql, line } of steps.statements) await runner.execute(cql, [], `line ${line}`);
  await runner.end();
}

function createContext(
  { environment, lock, onEvent }: MigrationSession,
  runner: StepRunner,
  name: string,
): MigrationContext {
  const { table, column, index, type } = schemaQuestions(environment);
  return {
    keyspace: environment.keyspace,
    name,
    signal: lock.signal,
    execute: (cql, params) => runner.execute(cql, params),
    tableExists: (of) => runner.ask(['table', of], () => table(of)),
    columnExists: (of, called) => runner.ask(['column', of, called], () => column(of, called)),
    indexExists: (of) => runner.ask(['index', of], () => index(of)),
    typeExists: (of) => runner.ask(['type', of], () => type(of)),
    step: (title, work) =>
      runner.step(title, () =>
        work({ execute: (cql, params) => runner.executeWithin(cql, params), scan: environment.scan }),
      ),
    scan: environment.scan,
    log: (message) => onEvent({ type: 'log', migration: name, message }),
  };
}

function textOf(error: unknown): string {
  const text = error instanceof CaspyError ? error.message : `The migration's own code threw ${nameOf(error)}.`;
  return text.slice(0, LONGEST_ERROR);
}

/** Messages of other errors may hold anything, values and secrets too. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** The statement that was announced last did certainly nothing. */
function isCertain(error: unknown): boolean {
  if (error instanceof RequestError) return !error.maybeApplied;
  return error instanceof MigrationError && error.details.isCertain === true;
}
