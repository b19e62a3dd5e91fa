import type { ColumnMetadata, TableMetadata } from '../../metadata/table-metadata';
import type { Where } from '../../query/where';
import type { Repository } from '../../repository/repository';
import type { Scan } from '../../repository/scan/scan';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command';
import type { ExportArgs } from '../commands/bulk-options';
import { findEntity } from '../entities/find-entity';
import { EXIT, type ExitCode } from '../exit-code';
import { readFilters } from '../filters/read-filters';
import { jsonText } from '../output/json-value';
import { loadProject } from '../project/load-project';
import { loadTables } from '../project/load-tables';
import { withDataSource } from '../project/with-data-source';
import { type AnyRow, rowsText } from '../queries/query-run';
import { readConsistency } from '../queries/read-options';
import { type FileKind, fileKind, fileOf, PIPE } from './bulk-format';
import { type BulkProgress, bulkProgress, secondsText } from './bulk-progress';
import { type BulkSink, partialFile, pipeSink } from './bulk-sink';
import { CheckpointFile } from './checkpoint-file';
import { rowsFormat } from './format-rows';
import { readConcurrency } from './read-numbers';
import { storedEntity } from './stored-entity';

/** Rows that are formatted and written at once. */
const BATCH = 1_000;
const CHECKPOINT_PAUSE = 1_000;

/** Where a resumed export goes on: in the table, and in the file. */
interface ExportState extends Readonly<Record<string, string | number>> {
  readonly scan: string;
  readonly bytes: number;
}

const AT_START: ExportState = { scan: '', bytes: 0 };

interface Export {
  readonly context: CommandContext;
  readonly table: TableMetadata;
  readonly file: string;
  readonly kind: FileKind;
  readonly checkpoint: CheckpointFile<ExportState> | undefined;
  readonly resumed: ExportState | undefined;
  readonly args: ExportArgs;
}

/** `caspy export`: the whole table by token ranges, in constant memory. */
export async function runExport(args: ExportArgs, context: CommandContext): Promise<ExitCode> {
  const { entity = '' } = args;
  const file = fileOf(args);
  const kind = fileKind(file, args.format);
  if (args.resume === true && file === PIPE) throw usageError('--resume needs a file.', 'Name one to write to.');
  readConsistency(args.consistency);
  readConcurrency(args.concurrency);
  const project = await loadProject(args, context);
  const table = findEntity(await loadTables(project), entity);
  const Stored = storedEntity(table);
  const keyspace = table.keyspace ?? project.options.keyspace ?? '';
  const scope = { kind: 'export', table: `${keyspace}.${table.tableName}`, ...kind };
  const checkpoint = file === PIPE ? undefined : new CheckpointFile<ExportState>(file, scope);
  const resumed = args.resume === true ? checkpoint?.read(AT_START) : undefined;
  await withDataSource(project, [Stored], context, async (dataSource) => {
    const repository = dataSource.getRepository(Stored);
    await exportAll(repository, { context, table, file, kind, checkpoint, resumed, args });
  });
  return EXIT.ok;
}

async function exportAll(repository: Repository<AnyRow>, work: Export): Promise<void> {
  const { context, table, file, kind, checkpoint, resumed } = work;
  const { io } = context;
  const from = performance.now();
  const scan = openScan(repository, work);
  const sink = file === PIPE ? pipeSink(io.stdout) : await partialFile(file, kind.isGzip, resumed?.bytes);
  const progress = await bulkProgress(io, table.name, true);
  try {
    await writeRows(repository.metadata.columns, scan, sink, progress, work);
    progress.stop();
    await sink.close();
    checkpoint?.remove();
  } catch (error) {
    progress.stop();
    await sink.abandon();
    if (checkpoint !== undefined) tellHowToGoOn(work, scan.progress.rows);
    throw error;
  }
  if (checkpoint === undefined) return;
  const { rows } = scan.progress;
  if (io.json) await io.stdout.write(`${jsonText({ exported: rows, file })}\n`);
  io.notice(
    `Exported ${rowsText(rows)} of ${table.name} to ${file} in ${secondsText((performance.now() - from) / 1000)}.`,
  );
}

function openScan(repository: Repository<AnyRow>, { context, resumed, args }: Export): Scan<AnyRow, AnyRow> {
  const wheres = readFilters(repository.metadata, args.filter ?? []).flatMap((where) => Object.entries(where));
  // Its values were made for these columns; TypeScript cannot know that.
  const where = Object.fromEntries(wheres) as Where<AnyRow>;
  if (Object.keys(where).length < wheres.length) {
    throw usageError('export takes one --filter for each field.', 'Filter the file afterwards.');
  }
  const consistency = readConsistency(args.consistency);
  return repository.scan({
    signal: context.signal,
    ...(consistency === undefined ? {} : { consistency }),
    ...(args.concurrency === undefined ? {} : { parallelism: args.concurrency }),
    ...(resumed === undefined ? {} : { resume: resumed.scan }),
    ...(wheres.length === 0 ? {} : { where }),
  });
}

async function writeRows(
  columns: readonly ColumnMetadata[],
  scan: Scan<AnyRow, AnyRow>,
  sink: BulkSink,
  progress: BulkProgress,
  { table, kind, checkpoint, resumed }: Export,
): Promise<void> {
  const rowsAs = rowsFormat(kind.format, columns);
  const isOwn = kindFilter(table);
  if (resumed === undefined && rowsAs.head !== '') await sink.write(rowsAs.head);
  // What is in the file of batches that the scan is done with.
  let done = sink.bytes;
  let nextCheckpoint = performance.now() + CHECKPOINT_PAUSE;
  const save = (): void => checkpoint?.write({ scan: scan.checkpoint(), bytes: done });
  try {
    await scan.forEachBatch(
      async (rows) => {
        if (performance.now() > nextCheckpoint) {
          save();
          nextCheckpoint = performance.now() + CHECKPOINT_PAUSE;
        }
        await sink.write(rowsAs.format(rows.filter(isOwn)));
        const { rows: count, fraction } = scan.progress;
        progress.update(count, fraction);
        done = sink.bytes;
      },
      { size: BATCH },
    );
  } catch (error) {
    save();
    throw error;
  }
}

/** Of a child in its parent's table only its own rows go out. */
function kindFilter({ inheritance }: TableMetadata): (row: AnyRow) => boolean {
  if (inheritance === undefined || inheritance.isRoot) return () => true;
  const kinds = new Set<unknown>([...inheritance.kinds.keys()]);
  return (row) => kinds.has(row[inheritance.column.property]);
}

function tellHowToGoOn({ context, file, args }: Export, rows: number): void {
  const filters = (args.filter ?? []).map((filter) => ` --filter '${filter}'`).join('');
  context.io.notice(
    `Stopped after ${rowsText(rows)}. Go on with: caspy export ${args.entity ?? ''} ${file}${filters} --resume`,
  );
}
