import { statSync } from 'node:fs';
import { buildTables } from '../../metadata/build-tables';
import type { TableMetadata } from '../../metadata/table-metadata';
import type { WriteOptions } from '../../repository/options';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command';
import type { ImportArgs } from '../commands/bulk-options';
import { findEntity } from '../entities/find-entity';
import { EXIT, type ExitCode } from '../exit-code';
import { jsonText } from '../output/json-value';
import { loadProject, type Project } from '../project/load-project';
import { loadTables } from '../project/load-tables';
import { withDataSource } from '../project/with-data-source';
import { rowsText } from '../queries/query-run';
import { readConsistency } from '../queries/read-options';
import { fileKind, fileOf, PIPE } from './bulk-format';
import { secondsText } from './bulk-progress';
import { CheckpointFile } from './checkpoint-file';
import { type Import, importRecords, type ImportState, NOTHING_YET } from './import-records';
import { readConcurrency, readMaxErrors } from './read-numbers';
import { RejectedFile } from './rejected-file';
import { type FailedRow, saveRows } from './save-rows';
import { storedEntity } from './stored-entity';

/** `caspy import`: a file into a table, in constant memory. */
export async function runImport(args: ImportArgs, context: CommandContext): Promise<ExitCode> {
  const isDry = args['dry-run'] === true;
  checkFlags(args, isDry);
  const project = await loadProject(args, context);
  const table = findEntity(await loadTables(project), args.entity ?? '');
  refuseUnwritable(table);
  const Stored = storedEntity(table);
  const work = toImport(args, table, project, context);
  const from = performance.now();
  const state = isDry
    ? await importRecords(storedTable(Stored, project.options.namingStrategy), work, nothingFails)
    : await withDataSource(project, [Stored], context, (dataSource) => {
        const repository = dataSource.getRepository(Stored);
        const options = writeOptions(args, context);
        return importRecords(repository.metadata, work, (rows) =>
          saveRows(repository, rows, options, args.concurrency),
        );
      });
  await report(context, table, state, { isDry, rejected: work.rejected, seconds: (performance.now() - from) / 1000 });
  if (state.rejected === 0) return EXIT.ok;
  return isDry ? EXIT.findings : EXIT.failed;
}

/** Everything that can be wrong without a file and without a project. @throws CliError */
function checkFlags(args: ImportArgs, isDry: boolean): void {
  fileKind(fileOf(args), args.format);
  readConsistency(args.consistency);
  readConcurrency(args.concurrency);
  readMaxErrors(args['max-errors']);
  if (args.resume === true && (fileOf(args) === PIPE || isDry)) {
    throw usageError(`--resume does not go with ${isDry ? '--dry-run' : 'stdin'}.`, 'Leave it out.');
  }
}

function toImport(args: ImportArgs, table: TableMetadata, project: Project, context: CommandContext): Import {
  const file = fileOf(args);
  const kind = fileKind(file, args.format);
  const name = `${table.keyspace ?? project.options.keyspace ?? ''}.${table.tableName}`;
  const scope = { kind: 'import', table: name, size: sizeOf(file), ...kind };
  const isKept = file !== PIPE && args['dry-run'] !== true;
  const checkpoint = isKept ? new CheckpointFile<ImportState>(file, scope) : undefined;
  const resumed = args.resume === true ? checkpoint?.read(NOTHING_YET) : undefined;
  const path = args.rejected ?? `${file === PIPE ? table.tableName : file}.rejected.ndjson`;
  return {
    ...{ context, file, kind, checkpoint, resumed, title: table.name },
    rejected: new RejectedFile(path, resumed === undefined),
    maxErrors: readMaxErrors(args['max-errors']),
    writesNulls: args['write-nulls'] === true,
    inheritance: table.inheritance,
  };
}

function writeOptions({ consistency, ttl }: ImportArgs, { signal }: CommandContext): WriteOptions {
  const level = readConsistency(consistency);
  return {
    signal,
    ...(level === undefined ? {} : { consistency: level }),
    ...(ttl === undefined ? {} : { ttl }),
  };
}

const nothingFails = (): Promise<FailedRow[]> => Promise.resolve([]);

function storedTable(
  Stored: ReturnType<typeof storedEntity>,
  naming: Parameters<typeof buildTables>[1],
): TableMetadata {
  const [table] = buildTables([Stored], naming).values();
  if (table === undefined) throw new TypeError('One class makes one table.');
  return table;
}

function refuseUnwritable({ name, view, isCounter }: TableMetadata): void {
  if (view !== undefined) {
    throw usageError(`${name} is a materialized view, which Cassandra fills.`, `Import ${view.base().name}.`);
  }
  if (isCounter) {
    throw usageError(
      `${name} holds counters, which cannot be set, only added to.`,
      `Add to them: caspy ${name.toLowerCase()} update --filter … --set 'field+=1'.`,
    );
  }
}

/** Of a file that is not there the import itself says so. */
function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

interface Outcome {
  readonly isDry: boolean;
  readonly rejected: RejectedFile;
  readonly seconds: number;
}

async function report(
  { io }: CommandContext,
  { name }: TableMetadata,
  { records, rejected: bad }: ImportState,
  { isDry, rejected, seconds }: Outcome,
): Promise<void> {
  const good = records - bad;
  if (io.json) {
    const counts = isDry ? { valid: good, rejected: bad } : { imported: good, rejected: bad };
    await io.stdout.write(`${jsonText({ ...counts, ...(bad === 0 ? {} : { rejectedFile: rejected.path }) })}\n`);
  }
  const what = isDry ? `${rowsText(good)} of ${name} can be imported` : `Imported ${rowsText(good)} into ${name}`;
  const time = isDry ? '' : ` in ${secondsText(seconds)}`;
  io.notice(`${what}${time}${bad === 0 ? '' : `; ${bad} rejected, see ${rejected.path}`}.`);
}
