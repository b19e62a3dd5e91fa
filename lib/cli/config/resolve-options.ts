import type { DataSourceOptions } from '../../data-source/options';
import { usageError } from '../cli-error';

/** Where to connect, as flags say it. */
export interface ConnectionFlags {
  readonly contactPoints?: readonly string[] | undefined;
  readonly keyspace?: string | undefined;
  readonly localDc?: string | undefined;
  readonly port?: number | undefined;
  readonly username?: string | undefined;
}

/** What the options are made of; the first that says something wins: flags, environment, config. */
export interface OptionSources {
  readonly flags: ConnectionFlags;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly config: DataSourceOptions;
}

/** Options of a data source, and the user whose password nobody has given yet. */
export interface ResolvedConnection {
  readonly options: DataSourceOptions;
  readonly passwordFor: string | undefined;
}

/** Flags over environment over config. A command of the shell never synchronizes. @throws CliError for a wrong port. */
export function resolveOptions({ flags, env, config }: OptionSources): ResolvedConnection {
  const contactPoints = flags.contactPoints ?? listOf(env.CASPY_CONTACT_POINTS) ?? config.contactPoints;
  const isElsewhere = contactPoints !== config.contactPoints;
  const { passwordFor, credentials } = resolveCredentials(flags.username, env, config);
  const options: DataSourceOptions = {
    ...config,
    contactPoints,
    keyspace: flags.keyspace ?? textOf(env.CASPY_KEYSPACE) ?? config.keyspace,
    localDataCenter: flags.localDc ?? textOf(env.CASPY_LOCAL_DC) ?? config.localDataCenter,
    port: flags.port ?? portOf(env.CASPY_PORT) ?? config.port,
    credentials,
    // The bundle leads to a cluster of its own; other contact points mean another one.
    ...(isElsewhere ? { cloud: undefined } : {}),
    synchronize: false,
  };
  return { options, passwordFor };
}

/** Comma-separated; undefined for nothing, so that an empty variable is none. */
export function listOf(text: string | undefined): readonly string[] | undefined {
  const items = (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  return items.length === 0 ? undefined : items;
}

/** Undefined for an empty variable, which stands for none. */
export function textOf(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}

function portOf(text: string | undefined): number | undefined {
  if (textOf(text) === undefined) return undefined;
  if (/^\d{1,5}$/.test(text ?? '')) return Number(text);
  throw usageError('CASPY_PORT is no port.', 'Set it to a whole number such as 9042.');
}

function resolveCredentials(
  username: string | undefined,
  env: OptionSources['env'],
  { credentials }: DataSourceOptions,
): { credentials: DataSourceOptions['credentials']; passwordFor: string | undefined } {
  const given = username ?? textOf(env.CASPY_USERNAME);
  const password = env.CASPY_PASSWORD;
  const configured = typeof credentials === 'object' ? credentials.username : undefined;
  const user = given ?? (password === undefined ? undefined : configured);
  if (user !== undefined && password !== undefined) {
    return { credentials: { username: user, password }, passwordFor: undefined };
  }
  // A configured password belongs to the configured user only.
  if (given === undefined || given === configured) return { credentials, passwordFor: undefined };
  return { credentials: undefined, passwordFor: given };
}
