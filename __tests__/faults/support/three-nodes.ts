import { until } from './fault';
import { DataSource, type DataSourceOptions } from 'caspy';
import { LocalCassandra } from 'caspy/testing';

const UP = 120_000;

/**
 * Three real nodes for a whole file of tests: started once, hurt one at a time, and whole again before the next test.
 * The commit log is synced with each write, so that a killed node loses nothing that it acknowledged.
 */
export class ThreeNodes {
  readonly cassandra: LocalCassandra;
  readonly #hurt = new Set<number>();
  readonly #frozen = new Set<number>();

  private constructor(cassandra: LocalCassandra) {
    this.cassandra = cassandra;
  }

  static async start(): Promise<ThreeNodes> {
    return new ThreeNodes(await LocalCassandra.start({ nodes: 3, config: { commitlog_sync: 'batch' } }));
  }

  /** The options that lead there, with three copies of each row. */
  get where(): Pick<DataSourceOptions, 'contactPoints' | 'port' | 'localDataCenter' | 'replication'> {
    const { contactPoints, port, localDataCenter } = this.cassandra;
    const replication = { class: 'SimpleStrategy', replication_factor: 3 } as const;
    return { contactPoints, port, localDataCenter, replication };
  }

  /** Initialized, with its tables in a keyspace of three copies. */
  async dataSource(options: Partial<DataSourceOptions>): Promise<DataSource> {
    return new DataSource({
      ...this.where,
      synchronize: true,
      logging: false,
      ...options,
    }).initialize();
  }

  /** SIGKILL: the node's connections are reset. */
  async kill(node: number): Promise<void> {
    this.#hurt.add(node);
    await this.cassandra.kill(node);
  }

  /** SIGSTOP: the node keeps its connections and says nothing. */
  async freeze(node: number): Promise<void> {
    this.#frozen.add(node);
    await this.cassandra.pause(node);
  }

  async thaw(node: number): Promise<void> {
    await this.cassandra.resume(node);
    this.#frozen.delete(node);
  }

  async restart(node: number): Promise<void> {
    await this.cassandra.restart(node);
    this.#hurt.delete(node);
  }

  /** All nodes run again, and this data source is connected to each. */
  async heal(dataSource: DataSource): Promise<number> {
    for (const node of this.#frozen) await this.thaw(node);
    for (const node of this.#hurt) await this.restart(node);
    return until(() => Object.keys(dataSource.metrics().hosts).length === 3, UP, 'a connection to each of three nodes');
  }

  async stop(): Promise<void> {
    await this.cassandra.stop();
  }
}
