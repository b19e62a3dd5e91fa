import type { DataSource } from '../../data-source/data-source';
import type { DataSourceOptions } from '../../data-source/options';
import type { EntityClass } from '../../metadata/table-metadata';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command';
import { askHidden } from '../prompt';
import type { Project } from './load-project';

/** Connects, does the work, and closes, whatever happens in between. */
export async function withDataSource<T>(
  project: Project,
  entities: readonly EntityClass[],
  context: CommandContext,
  work: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  const { io, signal } = context;
  const options = await completeOptions(project, entities, context);
  // Loaded here, since the driver is the slowest module of all.
  const { DataSource: Source } = await import('../../data-source/data-source.js');
  const dataSource = new Source(options);
  try {
    const progress = await io.progress(`Connecting to ${(options.contactPoints ?? ['the cloud']).join(', ')}`);
    try {
      await dataSource.initialize();
    } finally {
      progress.stop();
    }
    signal.throwIfAborted();
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

/** The options of the project, with the password and the data centre that they leave open. */
export async function completeOptions(
  { options, passwordFor }: Project,
  entities: readonly EntityClass[],
  { io, signal }: CommandContext,
): Promise<DataSourceOptions> {
  const password = passwordFor === undefined ? undefined : await askPassword(passwordFor, io, signal);
  const complete: DataSourceOptions = {
    ...options,
    entities,
    // Somebody waits for the command, and wants to know that there is no cluster.
    connectRetry: false,
    ...(passwordFor === undefined || password === undefined
      ? {}
      : { credentials: { username: passwordFor, password } }),
    ...(io.quiet ? { logging: false } : {}),
  };
  if (complete.localDataCenter !== undefined || complete.cloud !== undefined) return complete;
  return { ...complete, localDataCenter: await learnDataCenter(complete) };
}

async function askPassword(user: string, io: CommandContext['io'], signal: AbortSignal): Promise<string> {
  if (io.canAsk) return askHidden(io.host, `Password of ${user}: `, signal);
  throw usageError(`There is no password for ${user}.`, 'Set CASPY_PASSWORD; on a terminal it is asked for.');
}

/** The only data centre of the cluster; where there are several, somebody must choose. */
async function learnDataCenter({ entities: _, ...options }: DataSourceOptions): Promise<string | undefined> {
  const { poolOptions } = await import('../../data-source/options.js');
  const { findDataCenters } = await import('../../session/find-data-centers.js');
  const names = await findDataCenters(poolOptions(options));
  if (names.length <= 1) return names[0];
  throw usageError(`The cluster has the data centres ${names.join(', ')}.`, 'Choose the nearest one by --local-dc.');
}
