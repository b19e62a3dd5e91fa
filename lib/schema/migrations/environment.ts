import type { EntityClass } from '../../metadata/table-metadata';
import type { SchemaClient } from '../schema-client';
import type { InferTraits } from './statement-traits';

/** The result of a statement of a migration. */
export interface MigrationResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** For conditional writes: whether it was applied. */
  readonly applied: boolean | undefined;
}

/** A node, as far as migrations look at it. */
export interface NodeState {
  readonly address: string;
  readonly up: boolean;
}

/** Sends a statement of a migration; unqualified names belong to the keyspace of the migrations. */
export type MigrationExecute = (
  cql: string,
  params: readonly unknown[],
  options: { readonly signal: AbortSignal },
) => Promise<MigrationResult>;

/** Reads every row of a table, page by page or by token ranges: raw rows of a table by its name, or entities. */
export interface MigrationScan {
  (table: string): AsyncIterable<Readonly<Record<string, unknown>>>;
  <E extends object>(target: EntityClass<E>, options?: Readonly<Record<string, unknown>>): AsyncIterable<E>;
}

/** What running migrations needs of the layers above. */
export interface MigrationEnvironment {
  readonly client: SchemaClient;
  readonly keyspace: string;
  /** The table of the history, without keyspace. */
  readonly table: string;
  readonly executedBy: string;
  readonly caspyVersion: string;
  readonly execute: MigrationExecute;
  readonly scan: MigrationScan;
  readonly infer: InferTraits;
  /** The nodes of the cluster as the driver sees them. */
  readonly nodes: () => Promise<readonly NodeState[]>;
}
