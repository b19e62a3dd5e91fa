import { ConfigurationError } from '../errors';
import type { NamingStrategy } from '../metadata/naming-strategy';
import type { ValidateSetting } from '../metadata/validate-options';
import type { RepositoryOptions } from '../repository/option-ladder';
import type { Replication } from '../schema/create-keyspace';
import type { SessionPoolOptions } from '../session/options';
import { SESSION_OPTION_KEYS } from '../session/validate-options';
import { didYouMean } from '../suggest';
import { readValidate } from '../validation/read-validate';
import type { ConnectRetryOptions } from './connect-retry';
import { checkConnectRetry } from './connect-retry';
import type { EntitySource } from './load-entities';
import type { SubscriberSource } from './subscriber';

/** Everything a data source can be told. */
export interface DataSourceOptions extends SessionPoolOptions {
  /**
   * Waits in `initialize()` for a cluster that is not up yet, or not whole, in place of failing: `true`, or how patiently.
   * Off unless set.
   */
  readonly connectRetry?: boolean | ConnectRetryOptions | undefined;
  /** The keyspace of entities that name none, and of unqualified names in raw CQL. */
  readonly keyspace?: string | undefined;
  /**
   * Used only to create a keyspace that does not exist; an existing one is never altered. Without it the local data
   * centre gets a copy on each of its nodes, up to three.
   */
  readonly replication?: Replication | undefined;
  /** Entity classes, and globs of compiled files that export some. */
  readonly entities?: readonly EntitySource[] | undefined;
  /** Classes with `@EventSubscriber()`, and globs of compiled files that export some. */
  readonly subscribers?: readonly SubscriberSource[] | undefined;
  /** Globs of migrations, `.cql` files and compiled scripts; by default the folder `migrations`. */
  readonly migrations?: readonly string[] | undefined;
  /** The table that keeps the history of migrations; `caspy_migrations` unless set. */
  readonly migrationsTableName?: string | undefined;
  /** Runs what is pending at `initialize()`. Processes that start at once take turns. */
  readonly migrationsRun?: boolean | undefined;
  /** Where globs start; by default the current directory. */
  readonly baseDirectory?: string | undefined;
  /**
   * What `initialize()` does about the schema. `true` makes all safe changes, as `synchronize()` does. `'verify'` sends
   * nothing but reads. Both refuse to start when the schema does not fit afterwards, naming all differences in one
   * error; what the server has besides is none.
   */
  readonly synchronize?: boolean | 'verify' | undefined;
  /**
   * `true` lets the server prepare the statements on single rows of all entities at `initialize()`, so that a wrong model
   * fails at start, with all faults in one error. Nothing is executed.
   */
  readonly checkStatements?: boolean | undefined;
  /** Signs page tokens, so that nobody can make one. Share it between the processes of an application. */
  readonly pageTokenSecret?: string | undefined;
  /**
   * Checks entities by class-validator's rules before `save`, `insert` and `update`: `true`, or options of class-validator.
   * Classes without rules cost nothing. `@Table()`, a repository and a call may say otherwise.
   */
  readonly validate?: ValidateSetting | undefined;
  readonly namingStrategy?: Partial<NamingStrategy> | undefined;
  /**
   * Defaults of all repositories' requests, beneath those of `@Table()`, of a repository and of a call. The levels of
   * consistency and the deadline of all requests, raw CQL included, are options of their own.
   */
  readonly defaults?: Pick<RepositoryOptions, 'fetchSize' | 'tracing' | 'profile' | 'idempotent'> | undefined;
}

const OWN_OPTIONS = [
  'connectRetry',
  'keyspace',
  'replication',
  'entities',
  'subscribers',
  'migrations',
  'migrationsTableName',
  'migrationsRun',
  'baseDirectory',
  'synchronize',
  'checkStatements',
  'pageTokenSecret',
  'validate',
  'namingStrategy',
  'defaults',
] as const;

/**
 * The options that are the session pool's, which checks their values itself.
 *
 * @throws ConfigurationError for an option that neither knows.
 */
export function poolOptions(options: DataSourceOptions): SessionPoolOptions {
  const own: readonly string[] = OWN_OPTIONS;
  const synchronize: unknown = options.synchronize;
  if (synchronize !== undefined && typeof synchronize !== 'boolean' && synchronize !== 'verify') {
    throw new ConfigurationError("'synchronize' is true, false or 'verify'.");
  }
  const known = [...own, ...SESSION_OPTION_KEYS];
  const checkStatements: unknown = options.checkStatements;
  if (checkStatements !== undefined && typeof checkStatements !== 'boolean') {
    throw new ConfigurationError("'checkStatements' is true or false.");
  }
  checkConnectRetry(options.connectRetry);
  if (options.validate !== undefined) readValidate('The data source', options.validate);
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw new ConfigurationError(`'${name}' is no option of a data source.${didYouMean(name, known)}`);
  }
  return Object.fromEntries(Object.entries(options).filter(([name]) => !own.includes(name)));
}
