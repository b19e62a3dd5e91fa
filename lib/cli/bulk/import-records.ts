import type { InheritanceMetadata, TableMetadata } from '../../metadata/table-metadata';
import { CliError } from '../cli-error';
import type { CommandContext } from '../command';
import { type AnyRow, rowsText } from '../queries/query-run';
import type { FileKind } from './bulk-format';
import { bulkProgress } from './bulk-progress';
import type { CheckpointFile } from './checkpoint-file';
import { openSource, type Source } from './open-source';
import { readCsv } from './read-csv';
import { readNdjson } from './read-ndjson';
import { type ReadRow, rowReader } from './read-rows';
import type { RejectedFile } from './rejected-file';
import type { FailedRow } from './save-rows';

/** How far an import is: everything before `records` is written or rejected. */
export interface ImportState extends Readonly<Record<string, string | number>> {
  readonly records: number;
  readonly rejected: number;
}

export const NOTHING_YET: ImportState = { records: 0, rejected: 0 };

/** What an import works with. */
export interface Import {
  readonly context: CommandContext;
  readonly file: string;
  readonly kind: FileKind;
  readonly checkpoint: CheckpointFile<ImportState> | undefined;
  readonly resumed: ImportState | undefined;
  readonly rejected: RejectedFile;
  readonly maxErrors: number;
  readonly title: string;
  readonly writesNulls: boolean;
  readonly inheritance: InheritanceMetadata | undefined;
}

/** Writes rows and answers those that cannot be written. */
export type SaveRows = (rows: readonly AnyRow[]) => Promise<readonly FailedRow[]>;

type Good = Extract<ReadRow, { readonly row: AnyRow }>;
type Rejected = ReadRow & { readonly reason: string };

/** Records that are read, then written, then counted as done. */
const CHUNK = 1_000;
const CHECKPOINT_PAUSE = 200;

/**
 * Reads a file and hands its rows on, a thousand at a time.
 *
 * @throws what `save` throws, and CliError for too many bad rows; the checkpoint then says where to go on.
 */
export async function importRecords(table: TableMetadata, work: Import, save: SaveRows): Promise<ImportState> {
  const { context, file, kind, checkpoint } = work;
  const source = await openSource(file, kind.isGzip, context.io.host.stdin);
  const stop = (): void => source.close();
  context.signal.addEventListener('abort', stop, { once: true });
  const progress = await bulkProgress(context.io, work.title, source.size !== undefined);
  let state = work.resumed ?? NOTHING_YET;
  let nextCheckpoint = performance.now() + CHECKPOINT_PAUSE;
  try {
    for await (const chunk of chunksOf(table, source, work)) {
      context.signal.throwIfAborted();
      state = await importChunk(chunk, state, work, save);
      progress.update(state.records, source.size === undefined ? undefined : source.read() / Math.max(1, source.size));
      if (performance.now() < nextCheckpoint) continue;
      checkpoint?.write(state);
      nextCheckpoint = performance.now() + CHECKPOINT_PAUSE;
    }
    context.signal.throwIfAborted();
    await work.rejected.add([]);
    checkpoint?.remove();
    return state;
  } catch (error) {
    progress.stop();
    if (checkpoint !== undefined && state.records > 0) tellHowToGoOn(work, checkpoint, state);
    throw error;
  } finally {
    progress.stop();
    context.signal.removeEventListener('abort', stop);
    source.close();
  }
}

async function* chunksOf(
  table: TableMetadata,
  { stream }: Source,
  { kind, resumed, writesNulls, inheritance }: Import,
): AsyncGenerator<readonly ReadRow[]> {
  const read = rowReader(table, { writesNulls, inheritance });
  let passed = 0;
  let chunk: ReadRow[] = [];
  for await (const raw of kind.format === 'csv' ? readCsv(stream) : readNdjson(stream)) {
    passed += 1;
    if (passed <= (resumed?.records ?? 0)) continue;
    chunk.push(read(raw));
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

async function importChunk(
  chunk: readonly ReadRow[],
  state: ImportState,
  { rejected, maxErrors }: Import,
  save: SaveRows,
): Promise<ImportState> {
  const good = chunk.filter((entry): entry is Good => 'row' in entry);
  const failed = await save(good.map(({ row }) => row));
  const refused = failed.flatMap(({ index, reason }): Rejected[] => {
    const entry = good[index];
    return entry === undefined ? [] : [{ line: entry.line, reason, record: entry.record }];
  });
  const bad = [...chunk.filter((entry): entry is Rejected => 'reason' in entry), ...refused];
  await rejected.add(bad.toSorted((one, other) => one.line - other.line));
  const next = { records: state.records + chunk.length, rejected: state.rejected + bad.length };
  if (next.rejected <= maxErrors) return next;
  const [first] = bad;
  throw new CliError(
    'CASPY_TOO_MANY_ERRORS',
    `${next.rejected} rows were rejected, more than --max-errors ${maxErrors}. Line ${first?.line ?? 0}: ${first?.reason ?? ''}.`,
    { hint: `All of them are in ${rejected.path}.` },
  );
}

function tellHowToGoOn(
  { context, file, title }: Import,
  checkpoint: CheckpointFile<ImportState>,
  state: ImportState,
): void {
  checkpoint.write(state);
  context.io.notice(`Stopped after ${rowsText(state.records)}. Go on with: caspy import ${title} ${file} --resume`);
}
