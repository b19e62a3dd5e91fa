import type { ThreeNodes } from '../support/three-nodes';
import type { DataSource, DataSourceOptions } from 'caspy';

/** What the faults on real nodes share: one cluster for all of them. */
export interface Cluster {
  readonly nodes: ThreeNodes;
  /** The data source of these tests, in a keyspace of three copies. */
  readonly dataSource: DataSource;
  /** Another one, initialized, with its tables; whoever asks for it destroys it. */
  readonly connect: (options: Partial<DataSourceOptions>) => Promise<DataSource>;
  readonly where: Pick<DataSourceOptions, 'contactPoints' | 'port' | 'localDataCenter' | 'replication'>;
}

export const KEYSPACE = 'faults';
export const FAULT_TIMEOUT = 240_000;
/** Generous, because test machines are slow; tests about deadlines set their own. */
export const DEADLINE = 15_000;
/** Looking whether all is there is no part of a fault. */
export const PATIENT = { timeout: 60_000 } as const;
