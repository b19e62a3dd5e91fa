import type { Options } from 'yargs';

/** What new files of migrations are. */
export const FILE_OPTIONS = {
  format: {
    type: 'string',
    choices: ['cql', 'ts'] as const,
    requiresArg: true,
    describe: 'A file of CQL (default), or a script',
  },
  dir: {
    type: 'string',
    requiresArg: true,
    describe: `Folder of the new file (default: that of the first glob of 'migrations')`,
  },
} as const satisfies Readonly<Record<string, Options>>;
