import type { DataSource } from '../../data-source/data-source';
import type { EntityClass } from '../../metadata/table-metadata';
import type { CommandContext } from '../command';
import type { Action, QueryArgs } from '../commands/query-options';
import { findEntity } from '../entities/find-entity';
import { withRelatives } from '../entities/with-relatives';
import { EXIT, type ExitCode } from '../exit-code';
import type { Sink } from '../output/sink';
import { loadProject } from '../project/load-project';
import { loadTables } from '../project/load-tables';
import { withDataSource } from '../project/with-data-source';
import { checkFlags, readAction } from './check-flags';
import { runCount, runExists } from './count';
import { requireConsent, runDelete } from './delete';
import { explainQuery } from './explain';
import { runFilter } from './filter';
import { runGet } from './get';
import type { AnyRow, QueryRun } from './query-run';
import { toQuerySet } from './query-run';
import { readWatch } from './read-options';
import type { QueryRequest } from './read-query';
import { readQuery } from './read-query';
import { runWrite } from './run-write';
import { withTrace } from './trace';
import { watch } from './watch';
import { styleOf, withSink } from './with-sink';

type ReadAction = Exclude<Action, 'insert' | 'update'>;

const RUNNERS: Readonly<Record<ReadAction, (run: QueryRun) => Promise<void>>> = {
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
  const pause = readWatch(args.watch);
  const project = await loadProject(args, context);
  const tables = await loadTables(project);
  const table = findEntity(tables, entity);
  const classes = withRelatives(table, tables);
  if (action === 'insert' || action === 'update') return runWrite({ project, table, classes }, action, args, context);
  const request = readQuery(table, action, args);
  if (args.explain === true) {
    await explainQuery(action, request, project.options.keyspace, context);
    return EXIT.ok;
  }
  if (action === 'delete') requireConsent(context.io, table, args.force === true);
  await withSink(args.output, context, (sink) =>
    withDataSource(project, classes, context, async (dataSource) => {
      const round = (each: CommandContext, to: Sink): Promise<void> =>
        runRound(action, dataSource, request, args, each, to);
      if (pause !== undefined) return watch(titleOf(args, pause), pause, context, round);
      await withTrace(dataSource, context, request.isTraced, () => round(context, sink));
    }),
  );
  return EXIT.ok;
}

function runRound(
  action: ReadAction,
  dataSource: DataSource,
  request: QueryRequest,
  args: QueryArgs,
  context: CommandContext,
  sink: Sink,
): Promise<void> {
  const repository = dataSource.getRepository(request.table.target as EntityClass<AnyRow>);
  const querySet = toQuerySet(repository, request, context.signal);
  const style = styleOf(context, sink);
  return RUNNERS[action]({
    ...{ context, request, repository, querySet, sink, style },
    ...{ isForced: args.force === true, filters: args.filter ?? [] },
  });
}

function titleOf({ entity = '', action = '', filter = [] }: QueryArgs, pause: number): string {
  return `Every ${pause / 1000} s: ${[entity, action, ...filter].join(' ')}`;
}
