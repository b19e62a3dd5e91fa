import type { MigrationRun, RevertMigrationOptions } from '../../schema/migrations/options';
import { declinedError } from '../cli-error';
import type { CommandContext } from '../command';
import { EXIT, type ExitCode } from '../exit-code';
import type { GlobalArgs } from '../global-options';
import { ask } from '../prompt';
import { planText, printPlan, printRuns } from './print-runs';
import { migrationOptions, type RunArgs } from './run-options';
import { MigrationProgress } from './show-progress';
import { withMigrations } from './with-migrations';

interface RevertArgs extends GlobalArgs, RunArgs {
  readonly to?: string | undefined;
}

const NONE = 'There is nothing to revert.';

/** `caspy migration revert`. */
export async function runRevert(args: RevertArgs, context: CommandContext): Promise<ExitCode> {
  const { io, signal } = context;
  const options: RevertMigrationOptions = { ...migrationOptions(args), to: args.to, signal };
  await withMigrations(args, context, async (dataSource) => {
    const planned = await dataSource.revertMigration({ ...options, dryRun: true });
    if (options.dryRun === true || planned.length === 0) return printPlan(io, planned, NONE);
    if (args.force !== true) await confirm(planned, context);
    const progress = new MigrationProgress(io);
    try {
      const runs = await dataSource.revertMigration({
        ...options,
        // What was shown, and not whatever was run meanwhile.
        to: options.to,
        allowDestructive: args.force === true ? true : planned.flatMap(({ cql = [] }) => cql),
        onEvent: progress.onEvent,
      });
      await progress.stop();
      await printRuns(io, runs, NONE);
      return;
    } finally {
      await progress.stop();
    }
  });
  return EXIT.ok;
}

async function confirm(planned: readonly MigrationRun[], { io, signal }: CommandContext): Promise<void> {
  const { bold, yellow } = io.errorColors;
  io.error(`${bold(yellow('Revert'))}\n${planned.map(planText).join('\n\n')}`);
  if (!io.canAsk)
    throw declinedError('Nothing was reverted: this is no terminal, so nobody can be asked.', 'Add --force.');
  const answer = await ask(io.host, 'Really? [y/N] ', signal);
  if (!/^y(es)?$/i.test(answer.trim())) throw declinedError('Nothing was reverted.');
}
