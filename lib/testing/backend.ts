import type { CassandraNode, CassandraSource } from './options';

/** A running cluster, whatever runs it. Nodes are counted from 0. */
export interface Backend {
  readonly source: CassandraSource;
  readonly contactPoints: readonly string[];
  readonly port: number;
  readonly localDataCenter: string;
  readonly nodes: readonly CassandraNode[];
  /** Where data and logs are, when they are on this machine. */
  readonly folder: string | undefined;
  kill(index: number): Promise<void>;
  pause(index: number): Promise<void>;
  resume(index: number): Promise<void>;
  restart(index: number): Promise<void>;
  logTail(index: number, lines: number): Promise<string>;
  stop(): Promise<void>;
}
