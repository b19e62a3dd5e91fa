import type { InferredOptionTypes, Options } from 'yargs';
import type { MigrationOptions } from '../../schema/migrations/options';
import { usageError } from '../cli-error';

/** What running and reverting have in common. */
export const RUN_OPTIONS = {
  'dry-run': { type: 'boolean', describe: 'Print the CQL; write nothing at all' },
  fake: { type: 'boolean', describe: 'Write down that it was done; send nothing' },
  force: { type: 'boolean', alias: 'F', describe: 'Drop and truncate without asking' },
  'allow-degraded': { type: 'boolean', describe: 'Also while nodes are down or disagree on the schema' },
  uncertain: {
    type: 'string',
    choices: ['retry', 'skip'] as const,
    requiresArg: true,
    describe: 'What to do with the statement in which a run was killed, should nothing prove that it was done',
  },
  wait: { type: 'number', requiresArg: true, describe: 'Seconds to wait for another process that migrates (60)' },
  'lock-ttl': {
    type: 'number',
    requiresArg: true,
    describe: 'Seconds until a process that was killed keeps nobody out any more (30)',
  },
} as const satisfies Readonly<Record<string, Options>>;

export type RunArgs = InferredOptionTypes<typeof RUN_OPTIONS>;

/** The flags as the library has them. @throws CliError */
export function migrationOptions(args: RunArgs): MigrationOptions {
  const { fake, uncertain, wait } = args;
  if (wait !== undefined && wait < 0) throw usageError('--wait is no time.', 'Write --wait 60.');
  return {
    ...{ fake, uncertain },
    dryRun: args['dry-run'],
    allowDegraded: args['allow-degraded'],
    wait: wait === undefined ? undefined : wait * 1000,
    lockTtl: args['lock-ttl'],
  };
}
