import type { CommandContext } from '../command';
import type { Action, QueryArgs } from '../commands/query-options';
import { findEntity } from '../entities/find-entity';
import { EXIT, type ExitCode } from '../exit-code';
import { fileSink, type Sink } from '../output/sink';
import { loadProject } from '../project/load-project';
import { loadTables } from '../project/load-tables';
import { withDataSource } from '../project/with-data-source';
import { checkFlags, readAction } from './check-flags';
import { runCount, runExists } from './count';
import { requireConsent, runDelete } from './delete';
import { runFilter } from './filter';
import { runGet } from './get';
import type { QueryRun } from './query-run';
import { toQuerySet } from './query-run';
import { readQuery } from './read-query';

const RUNNERS: Readonly<Record<Action, (run: QueryRun) => Promise<void>>> = {
  get: runGet,
  filter: runFilter,
  count: runCount,
  exists: runExists,
  delete: runDelete,
};

/** `caspy query`: everything that can be wrong without a connection is found before there is one. */
export async function runQuery(args: QueryArgs, context: CommandContext): Promise<ExitCode> {
  const { entity = '' } = args;
  const action = readAction(entity, args.action);
  checkFlags(action, args);
  const project = await loadProject(args, context);
  const table = findEntity(await loadTables(project), entity);
  const request = readQuery(table, action, args);
  const isForced = args.force === true;
  if (action === 'delete') requireConsent(context.io, table, isForced);
  await withSink(args.output, context, (sink) =>
    withDataSource(project, [table.target], context, async (dataSource) => {
      const querySet = toQuerySet(dataSource, request, context.signal);
      await RUNNERS[action]({ context, request, querySet, sink, isForced, filters: args.filter ?? [] });
    }),
  );
  return EXIT.ok;
}

async function withSink(
  file: string | undefined,
  { io }: CommandContext,
  work: (sink: Sink) => Promise<void>,
): Promise<void> {
  const sink = file === undefined ? io.stdout : await fileSink(file);
  try {
    await work(sink);
  } catch (error) {
    await sink.discard();
    throw error;
  }
  await sink.close();
}
