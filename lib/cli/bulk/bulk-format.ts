import { usageError } from '../cli-error';

/** How the rows of a file are written. */
export const BULK_FORMATS = ['csv', 'ndjson'] as const;

export type BulkFormat = (typeof BULK_FORMATS)[number];

/** What a file holds. */
export interface FileKind {
  readonly format: BulkFormat;
  readonly isGzip: boolean;
}

const SUFFIXES: ReadonlyMap<string, BulkFormat> = new Map([
  ['csv', 'csv'],
  ['ndjson', 'ndjson'],
  ['jsonl', 'ndjson'],
]);

/**
 * Format and compression by the name of a file: `users.csv`, `users.ndjson.gz`. `-` is CSV unless `--format` says
 * otherwise.
 *
 * @throws CliError for a name that says nothing, without `--format`.
 */
export function fileKind(file: string, format: BulkFormat | undefined): FileKind {
  const isGzip = /\.gz$/i.test(file);
  const suffix = file.replace(/\.gz$/i, '').split('.').at(-1)?.toLowerCase() ?? '';
  const known = format ?? SUFFIXES.get(suffix) ?? (file === '-' ? 'csv' : undefined);
  if (known !== undefined) return { format: known, isGzip };
  throw usageError(`${file}: the name says no format.`, 'Add --format csv or --format ndjson.');
}

/** stdin or stdout. */
export const PIPE = '-';

/**
 * The file that was named; nothing is a pipe.
 *
 * @throws CliError for the empty text, which a variable of a shell leaves behind when it is not set.
 */
export function fileOf({ file }: { readonly file?: string }): string {
  if (file === '') throw usageError('The name of the file is empty.', `Name a file, or ${PIPE} for a pipe.`);
  return file ?? PIPE;
}
