import type { EntityClass, TableMetadata } from '../../metadata/table-metadata';
import type { CommandContext } from '../command';
import type { QueryArgs } from '../commands/query-options';
import { EXIT, type ExitCode } from '../exit-code';
import { jsonText } from '../output/json-value';
import type { Project } from '../project/load-project';
import { withDataSource } from '../project/with-data-source';
import { printExplanation } from './explain';
import { writeRow } from './get';
import { type AnyRow, shownColumns } from './query-run';
import { readFormat } from './read-query';
import { recordingRepository } from './recording-repository';
import { withTrace } from './trace';
import { styleOf, withSink } from './with-sink';
import { readWrite, sendWrite, type WriteRequest } from './write';

/** Where a write goes. */
export interface WriteTarget {
  readonly project: Project;
  readonly table: TableMetadata;
  /** The class of the table, and those that it needs. */
  readonly classes: readonly EntityClass[];
}

/** `insert` and `update`. What is wrong with the values is found before there is a connection. */
export async function runWrite(
  { project, table, classes }: WriteTarget,
  action: 'insert' | 'update',
  args: QueryArgs,
  context: CommandContext,
): Promise<ExitCode> {
  const request = readWrite(table, action, args);
  const format = readFormat(args);
  const recording = recordingRepository(table, project.options.keyspace);
  await sendWrite(recording.repository, request, { hooks: false });
  if (args.explain === true) {
    await printExplanation(context, recording);
    return EXIT.ok;
  }
  await withSink(args.output, context, async (sink) => {
    await withDataSource(project, classes, context, async (dataSource) => {
      const repository = dataSource.getRepository(table.target as EntityClass<AnyRow>);
      const send = (): Promise<void> => sendWrite(repository, request, { signal: context.signal });
      await withTrace(dataSource, context, args.trace === true, send);
    });
    if (action === 'insert') {
      await writeRow(request.values, { columns: writtenColumns(request), format, sink, style: styleOf(context, sink) });
    }
  });
  await report(request, context, args);
  return EXIT.ok;
}

function writtenColumns({ table, values }: WriteRequest): ReturnType<typeof shownColumns> {
  return shownColumns({ table, columns: table.columns.filter(({ property }) => property in values) });
}

async function report({ action, table }: WriteRequest, { io }: CommandContext, args: QueryArgs): Promise<void> {
  if (action === 'insert') {
    io.notice(`Inserted 1 row into ${table.name}.`);
    return;
  }
  if (io.json) await io.stdout.write(`${jsonText({ updated: 1 })}\n`);
  io.notice(`Updated 1 row of ${table.name} where ${(args.filter ?? []).join(' and ')}.`);
}
