import type { Argv } from 'yargs';
import { defineCommand } from '../command';
import { EXPORT_OPTIONS } from './bulk-options';

/** `caspy export`: a whole table into a file. */
export const exportRows = defineCommand<{ readonly entity?: string; readonly file?: string }>()({
  command: 'export <entity> [file]',
  describe: 'Write all rows of an entity to a file, CSV or NDJSON, .gz compressed',
  options: EXPORT_OPTIONS,
  builder: (yargs: Argv) =>
    yargs
      .positional('entity', { type: 'string', describe: 'Class or table, singular or plural' })
      .positional('file', { type: 'string', describe: '.csv, .ndjson, each also .gz; - or nothing is stdout' })
      // Else yargs makes the empty text of `-`.
      .nargs('file', 1)
      .example('$0 export user users.csv', 'with a header')
      .example('$0 export user users.ndjson.gz --resume', 'go on after an interrupt')
      .example('$0 export user --format ndjson | jq .name', 'for other programs'),
  run: async (args, context) => {
    const { runExport } = await import('../bulk/run-export.js');
    return runExport(args, context);
  },
});
