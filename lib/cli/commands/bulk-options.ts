import type { InferredOptionTypes, Options } from 'yargs';
import { BULK_FORMATS } from '../bulk/bulk-format';
import type { GlobalArgs } from '../global-options';

const BULK_OPTIONS = {
  format: {
    type: 'string',
    choices: BULK_FORMATS,
    requiresArg: true,
    describe: 'Where the name of the file does not say it',
  },
  resume: { type: 'boolean', describe: 'Go on where an interrupted run stopped' },
  concurrency: { type: 'number', requiresArg: true, describe: 'Requests on their way at the same time' },
  consistency: { type: 'string', requiresArg: true, describe: 'Consistency level, such as LOCAL_QUORUM' },
} as const satisfies Readonly<Record<string, Options>>;

export const EXPORT_OPTIONS = {
  filter: {
    type: 'string',
    alias: 'f',
    array: true,
    requiresArg: true,
    describe: 'Only these rows, as in `query`; the server reads all of them',
  },
  ...BULK_OPTIONS,
} as const satisfies Readonly<Record<string, Options>>;

export const IMPORT_OPTIONS = {
  ...BULK_OPTIONS,
  'dry-run': { type: 'boolean', describe: 'Only check the rows; needs no connection' },
  'max-errors': { type: 'number', requiresArg: true, describe: 'Stop at more rejected rows than that (default: 1000)' },
  rejected: { type: 'string', requiresArg: true, describe: 'Where bad rows go (default: FILE.rejected.ndjson)' },
  'write-nulls': { type: 'boolean', describe: 'Write null as a tombstone; without it null writes nothing' },
  ttl: { type: 'number', requiresArg: true, describe: 'Seconds until the values disappear' },
} as const satisfies Readonly<Record<string, Options>>;

interface BulkPositionals {
  readonly entity?: string;
  readonly file?: string;
}

export type ExportArgs = InferredOptionTypes<typeof EXPORT_OPTIONS> & GlobalArgs & BulkPositionals;
export type ImportArgs = InferredOptionTypes<typeof IMPORT_OPTIONS> & GlobalArgs & BulkPositionals;
