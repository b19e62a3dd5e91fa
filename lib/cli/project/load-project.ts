import type { DataSourceOptions } from '../../data-source/options';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command';
import { findConfig } from '../config/find-config';
import { loadConfig } from '../config/load-config';
import { readModelsPath } from '../config/models-path';
import { listOf, resolveOptions, textOf } from '../config/resolve-options';
import type { GlobalArgs } from '../global-options';

/** Where a project without a config is looked for, when its entities are known. */
const LOCAL_NODE = '127.0.0.1';

/** The configuration of the folder that the command runs in. */
export interface Project {
  readonly configFile: string | undefined;
  readonly options: DataSourceOptions;
  /** The user whose password must be asked for. */
  readonly passwordFor: string | undefined;
}

/**
 * Config file, environment and flags, put together.
 *
 * @throws CliError when there is nothing of all that, unless `optional`, or when some of it is wrong.
 */
export async function loadProject(
  args: GlobalArgs,
  { io }: CommandContext,
  { optional = false } = {},
): Promise<Project> {
  const { env } = io.host;
  const directory = io.host.cwd();
  const configFile = findConfig(directory, args.config ?? textOf(env.CASPY_CONFIG));
  const config = configFile === undefined ? {} : await loadConfig(configFile);
  const models = env.CASPY_MODELS_PATH ?? '';
  const entities = models === '' ? {} : { entities: readModelsPath(models, directory), baseDirectory: directory };
  const flags = {
    contactPoints: listOf(args['contact-points']?.join(',')),
    keyspace: args.keyspace,
    localDc: args['local-dc'],
    port: args.port,
    username: args.username,
  };
  const { options, passwordFor } = resolveOptions({ flags, env, config: { ...config, ...entities } });
  if (configFile === undefined && options.contactPoints === undefined) {
    if (models === '' && !optional) throw missingConfig(directory);
    if (models !== '') return { configFile, passwordFor, options: { ...options, contactPoints: [LOCAL_NODE] } };
  }
  return { configFile, passwordFor, options };
}

function missingConfig(directory: string): Error {
  return usageError(
    `There is no caspy.config.ts in ${directory}.`,
    'Write one, name it by --config, or give --contact-points and CASPY_MODELS_PATH.',
  );
}
