import type { Argv } from 'yargs';
import { defineCommand } from '../command';
import { IMPORT_OPTIONS } from './bulk-options';

/** `caspy import`: a file into a table. */
export const importRows = defineCommand<{ readonly entity?: string; readonly file?: string }>()({
  command: 'import <entity> <file>',
  describe: 'Read rows of an entity from a file, CSV with a header or NDJSON, .gz compressed',
  options: IMPORT_OPTIONS,
  builder: (yargs: Argv) =>
    yargs
      .positional('entity', { type: 'string', describe: 'Class or table, singular or plural' })
      .positional('file', { type: 'string', describe: '.csv, .ndjson, each also .gz; - is stdin' })
      // Else yargs makes the empty text of `-`.
      .nargs('file', 1)
      .example('$0 import user users.csv --dry-run', 'check it first')
      .example('$0 import user users.csv', 'bad rows go to users.csv.rejected.ndjson')
      .example('$0 import user users.csv --resume', 'go on after an interrupt'),
  run: async (args, context) => {
    const { runImport } = await import('../bulk/run-import.js');
    return runImport(args, context);
  },
});
