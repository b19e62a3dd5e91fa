import type { Backend } from './backend';
import { launch } from './launch';
import type { CassandraNode, CassandraSource, LocalCassandraOptions, LocalCredentials } from './options';
import { defaultCredentials } from './options';

/**
 * A real Apache Cassandra for tests, demos and scripts, which ends with the process that started it.
 *
 * It comes from the first of these that can give what is asked:
 * 1. `CASPY_CONTACT_POINTS` (`host` or `host:port`, comma separated; also `CASPY_PORT`, `CASPY_LOCAL_DC`): a cluster that
 *    runs already. It is never stopped, and may not be killed or paused. Skipped when three nodes, authentication, a
 *    config, a version or a heap is asked for.
 * 2. Docker, when an engine answers: the official image, through `docker/docker-compose.yml`.
 * 3. Java 17 or 11 with Maven: Cassandra's jars are fetched once into the user's cache folder (`CASPY_CACHE_DIR`).
 *
 * Any number of them run beside each other: on Linux each has its own loopback address, elsewhere its own ports. Nothing
 * stays when the process ends in any way, SIGKILL included, or at the latest at the next start.
 *
 * @example
 * ```ts
 * const cassandra = await LocalCassandra.start();
 * const { contactPoints, port, localDataCenter } = cassandra;
 * const dataSource = await new DataSource({ contactPoints, port, localDataCenter, keyspace: 'demo' }).initialize();
 * // ...
 * await dataSource.destroy();
 * await cassandra.stop();
 * ```
 */
export class LocalCassandra implements AsyncDisposable {
  readonly #backend: Backend;
  readonly #authentication: boolean;
  #stopping: Promise<void> | undefined;

  private constructor(backend: Backend, authentication: boolean) {
    this.#backend = backend;
    this.#authentication = authentication;
  }

  /**
   * Starts it and waits until every node answers: the native protocol is up, the login works when one was asked for, and
   * three nodes know each other.
   *
   * @throws ConfigurationError `CASPY_LOCAL_CASSANDRA` when no source can be used; it says which probe failed how, and
   * what to install.
   * @throws ConnectionError `CASPY_LOCAL_CASSANDRA` when a node does not come up within `startTimeout`; it ends with the
   * last lines of the node's log. Everything that was started is stopped again.
   */
  static async start(options: LocalCassandraOptions = {}): Promise<LocalCassandra> {
    return new LocalCassandra(await launch(options), options.authentication ?? false);
  }

  /** Addresses for the driver's `contactPoints`. */
  get contactPoints(): string[] {
    return [...this.#backend.contactPoints];
  }

  /** The native protocol's port, the same on every node. */
  get port(): number {
    return this.#backend.port;
  }

  get localDataCenter(): string {
    return this.#backend.localDataCenter;
  }

  /** What runs it. */
  get source(): CassandraSource {
    return this.#backend.source;
  }

  /** The nodes as they are now; a restarted one has a new `pid`. */
  get nodes(): readonly CassandraNode[] {
    return this.#backend.nodes;
  }

  /** The login of a cluster that was started with `authentication`; undefined otherwise. */
  get credentials(): LocalCredentials | undefined {
    return this.#authentication ? defaultCredentials : undefined;
  }

  /** The folder with data and logs, when Cassandra runs on Java; undefined otherwise. */
  get folder(): string | undefined {
    return this.#backend.folder;
  }

  /**
   * Ends a node at once (SIGKILL), as a crash would. Nodes are counted from 0. Cassandra syncs its commit log
   * periodically, so a write of the last tenth of a second may be lost on that node; `config: { commitlog_sync: 'batch' }`
   * loses none.
   *
   * @throws ConfigurationError when there is no such node, or the cluster is that of `CASPY_CONTACT_POINTS`.
   */
  async kill(node = 0): Promise<void> {
    await this.#backend.kill(node);
  }

  /**
   * Freezes a node (SIGSTOP): it keeps its connections and answers nothing, like a hung machine.
   *
   * @throws ConfigurationError as {@link kill}, and when the node is not running.
   */
  async pause(node = 0): Promise<void> {
    await this.#backend.pause(node);
  }

  /**
   * Lets a paused node go on.
   *
   * @throws ConfigurationError as {@link pause}.
   */
  async resume(node = 0): Promise<void> {
    await this.#backend.resume(node);
  }

  /**
   * Kills a node if it runs, starts it again with the same data and address, and waits until it answers.
   *
   * @throws ConfigurationError as {@link kill}.
   * @throws ConnectionError as {@link start}.
   */
  async restart(node = 0): Promise<void> {
    await this.#backend.restart(node);
  }

  /**
   * The last lines of a node's log.
   *
   * @throws ConfigurationError as {@link kill}.
   */
  async logTail(node = 0, lines = 50): Promise<string> {
    return this.#backend.logTail(node, lines);
  }

  /** Ends all nodes and removes their data, unless `keepData` was set. May be called more than once. */
  stop(): Promise<void> {
    this.#stopping ??= this.#backend.stop().catch((error: unknown) => {
      // The next call may try again.
      this.#stopping = undefined;
      throw error;
    });
    return this.#stopping;
  }

  /** The same as {@link stop}: `await using cassandra = await LocalCassandra.start()`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}
