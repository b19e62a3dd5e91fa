import { SCHEMA_LOCK } from '../lock/lock-options';
import { withSchemaLock } from '../lock/with-schema-lock';
import { checkCluster } from './check-cluster';
import { destructive, isAllowed } from './destructive';
import { dryRun } from './dry-run';
import type { MigrationEnvironment } from './environment';
import { History } from './history';
import { ensureHistory } from './history-table';
import type { LoadedMigration } from './migration';
import type { MigrationOptions, MigrationRun, RevertMigrationOptions, RunMigrationsOptions } from './options';
import { planRevert, planRun } from './plan';
import { readHistory } from './read-history';
import { type MigrationSession, type PlannedMigration, runMigration } from './run-migration';
import { statementTraits } from './statement-traits';

/** Runs what is pending, oldest first, under the lock. */
export async function runMigrations(
  environment: MigrationEnvironment,
  migrations: readonly LoadedMigration[],
  options: RunMigrationsOptions,
): Promise<MigrationRun[]> {
  if (options.dryRun === true) {
    const plan = planRun(migrations, await readHistory(environment.client, environment), options);
    return inOrder(plan.migrations, (each) => dryRun(environment, each, options));
  }
  return underLock(environment, options, async (session) => {
    const plan = planRun(migrations, await readHistory(environment.client, environment), options);
    requireAllowed(environment, plan.migrations, options);
    for (const { migration, row } of plan.changed) await session.history.acceptChecksum(migration, row);
    return inOrder(plan.migrations, (each) => runMigration(session, each, 'up'));
  });
}

/** Reverts the last migration, or all behind one, newest first, under the lock. */
export async function revertMigrations(
  environment: MigrationEnvironment,
  migrations: readonly LoadedMigration[],
  options: RevertMigrationOptions,
): Promise<MigrationRun[]> {
  if (options.dryRun === true) {
    const planned = planRevert(migrations, await readHistory(environment.client, environment), options);
    return inOrder(planned, (each) => dryRun(environment, each, options));
  }
  return underLock(environment, options, async (session) => {
    const planned = planRevert(migrations, await readHistory(environment.client, environment), options);
    requireAllowed(environment, planned, options);
    return inOrder(planned, (each) => runMigration(session, each, 'down'));
  });
}

async function underLock<T>(
  environment: MigrationEnvironment,
  options: MigrationOptions,
  work: (session: MigrationSession) => Promise<T>,
): Promise<T> {
  const { client, keyspace, executedBy, caspyVersion } = environment;
  const { wait, lockTtl: ttl, signal } = options;
  if (options.allowDegraded !== true) await checkCluster(environment);
  const onEvent = options.onEvent ?? (() => undefined);
  const onWait: Parameters<typeof withSchemaLock>[1]['onWait'] = (holder, waited) =>
    onEvent({ type: 'wait', holder, waited });
  return withSchemaLock(client, { keyspace, name: SCHEMA_LOCK, wait, ttl, signal, onWait }, async (lock) => {
    lock.requireHeld();
    await ensureHistory(client, environment);
    const history = new History(client, environment, { run: lock.owner.id, executedBy, caspyVersion });
    return work({ environment, history, lock, options, onEvent });
  });
}

/** What is known to drop or truncate is refused before the first statement, not in the middle. */
function requireAllowed(
  { infer }: MigrationEnvironment,
  planned: readonly PlannedMigration[],
  { allowDestructive, fake }: MigrationOptions,
): void {
  if (fake === true) return;
  const refused = planned.flatMap(({ migration, steps, row }) => {
    if (steps.kind !== 'cql') return [];
    const left = steps.statements.slice(row === undefined || row.state === 'done' ? 0 : row.statements);
    const drops = left.filter(({ cql }) => statementTraits(cql, infer).isDestructive);
    return drops.filter(({ cql }) => !isAllowed(cql, allowDestructive)).map(({ cql }) => ({ migration, cql }));
  });
  const names = new Set(refused.map(({ migration }) => migration.name));
  if (refused.length > 0)
    throw destructive(
      [...names].join(', '),
      refused.map(({ cql }) => cql),
    );
}

async function inOrder<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await run(item));
  return results;
}
