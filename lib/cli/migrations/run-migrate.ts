import { MigrationError } from '../../errors';
import type { MigrationEvent, MigrationRun, RunMigrationsOptions } from '../../schema/migrations/options';
import { declinedError } from '../cli-error';
import type { CommandContext } from '../command';
import { EXIT, type ExitCode } from '../exit-code';
import type { GlobalArgs } from '../global-options';
import { escapeControls } from '../output/escape';
import { ask } from '../prompt';
import { printPlan, printRuns } from './print-runs';
import { migrationOptions, type RunArgs } from './run-options';
import { MigrationProgress } from './show-progress';
import { withMigrations } from './with-migrations';

interface MigrateArgs extends GlobalArgs, RunArgs {
  readonly to?: string | undefined;
  readonly 'allow-out-of-order'?: boolean | undefined;
  readonly 'accept-changed'?: boolean | undefined;
}

const NONE = 'There is nothing to run.';

/** `caspy migration run`. What drops or truncates is shown and asked for before it is sent. */
export async function runMigrate(args: MigrateArgs, context: CommandContext): Promise<ExitCode> {
  const { io, signal } = context;
  const options: RunMigrationsOptions = {
    ...migrationOptions(args),
    to: args.to,
    allowOutOfOrder: args['allow-out-of-order'],
    acceptChanged: args['accept-changed'],
    signal,
  };
  await withMigrations(args, context, async (dataSource) => {
    if (options.dryRun === true) return printPlan(io, await dataSource.runMigrations(options), NONE);
    const runs: MigrationRun[] = [];
    const progress = new MigrationProgress(io);
    const onEvent = (event: MigrationEvent): void => {
      if (event.type === 'done') runs.push({ ...event, name: event.migration });
      progress.onEvent(event);
    };
    try {
      await withConsent(args.force === true, context, progress, (allowDestructive) =>
        dataSource.runMigrations({ ...options, allowDestructive, onEvent }),
      );
    } finally {
      await progress.stop();
    }
    return printRuns(io, runs, NONE);
  });
  return EXIT.ok;
}

/** Runs, and runs again with the statements that the user has allowed by then. */
async function withConsent(
  isForced: boolean,
  context: CommandContext,
  progress: MigrationProgress,
  run: (allowed: true | readonly string[]) => Promise<unknown>,
): Promise<void> {
  const allowed: string[] = [];
  for (;;) {
    try {
      await run(isForced ? true : allowed);
      return;
    } catch (error) {
      const statements = refusedStatements(error);
      if (statements === undefined) throw error;
      await progress.stop();
      await consent(error as MigrationError, statements, context);
      allowed.push(...statements);
    }
  }
}

function refusedStatements(error: unknown): readonly string[] | undefined {
  if (!(error instanceof MigrationError) || error.code !== 'CASPY_MIGRATION_DESTRUCTIVE') return undefined;
  const { statements } = error.details;
  return Array.isArray(statements) ? statements.map(String) : undefined;
}

async function consent(
  { details }: MigrationError,
  statements: readonly string[],
  { io, signal }: CommandContext,
): Promise<void> {
  const { bold, yellow } = io.errorColors;
  io.error(`${bold(yellow('Throws away'))} (${escapeControls(String(details.migrations))}):`);
  for (const cql of statements) io.error(`  ${escapeControls(cql)};`);
  if (!io.canAsk)
    throw declinedError('Nothing of that was run: this is no terminal, so nobody can be asked.', 'Add --force.');
  const answer = await ask(io.host, 'Really? [y/N] ', signal);
  if (!/^y(es)?$/i.test(answer.trim())) throw declinedError('Nothing of that was run.');
}
