import type { DataSource } from '../../data-source/data-source';
import { preparedParameters } from '../../session/prepared-parameters';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command';
import type { CqlArgs } from '../commands/cql';
import { EXIT, type ExitCode } from '../exit-code';
import type { Io } from '../output/io';
import { loadProject } from '../project/load-project';
import { withDataSource } from '../project/with-data-source';
import { readFormat } from '../queries/read-query';
import { styleOf, withSink } from '../queries/with-sink';
import { type CqlOutcome, executeCql } from './execute-cql';
import { hasNamedMarkers, isReadOnly, verbOf } from './is-read-only';
import { readParams } from './read-params';

/** Rows that a table on a terminal shows unless `--limit` says otherwise. */
const SCREENFUL = 100;

/** `caspy cql`: one statement. @throws CliError for a write without `--write`. */
export async function runCql(args: CqlArgs, context: CommandContext): Promise<ExitCode> {
  const { io, signal } = context;
  const cql = args.statement ?? '';
  const format = readFormat(args);
  const isRead = isReadOnly(cql);
  if (!isRead && args.write !== true) throw notWritten(cql);
  if (args.limit !== undefined && !(Number.isInteger(args.limit) && args.limit > 0)) {
    throw usageError('--limit is a whole number from 1.', 'Write --limit 10.');
  }
  const project = await loadProject(args, context);
  await withSink(args.output, context, (sink) =>
    withDataSource(project, [], context, async (dataSource) => {
      const params = await bind(dataSource, cql, args.param ?? []);
      const isScreen = format === 'table' && sink.isTerminal;
      const outcome = await executeCql(dataSource, {
        ...{ cql, params, isRead, format, sink, signal, consistency: args.consistency },
        style: styleOf(context, sink),
        limit: args.limit ?? (isScreen ? SCREENFUL : undefined),
      });
      report(io, outcome);
    }),
  );
  return EXIT.ok;
}

/** Without `--write` or `.write on`. */
export function notWritten(cql: string, how = 'Add --write.'): Error {
  const verb = verbOf(cql);
  if (verb === 'USE')
    return usageError(
      'USE is not sent: every statement may go over another connection.',
      'Name the keyspace by --keyspace.',
    );
  return usageError(`${verb} may write, so it was not sent. SELECT, LIST and DESCRIBE only read.`, how);
}

/** What is to say besides the rows. */
export function report(io: Pick<Io, 'note' | 'notice'>, { rows, hasColumns, hasMore, warnings }: CqlOutcome): void {
  for (const warning of warnings) io.notice(`Cassandra warns: ${warning}`);
  if (hasMore) io.notice(`${rows} rows shown, and there are more. See them by --limit.`);
  else io.note(hasColumns ? (rows === 1 ? '1 row' : `${rows} rows`) : 'Done.');
}

async function bind(dataSource: DataSource, cql: string, texts: readonly string[]): Promise<unknown[]> {
  if (texts.length === 0) return [];
  const markers = await preparedParameters(dataSource.getSession(), cql);
  // A statement that cannot be prepared is refused by its execution, which says why.
  if (markers === undefined) return [...texts];
  return readParams(texts, markers, hasNamedMarkers(cql));
}
