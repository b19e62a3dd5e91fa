import type { MigrationEnvironment, MigrationResult, MigrationScan } from './environment';

/** Sends a statement; values belong into `params`. */
export type MigrationStatement = (cql: string, params?: readonly unknown[]) => Promise<MigrationResult>;

/** What the work of a step may do. Nothing of it is counted by itself. */
export interface StepContext {
  readonly execute: MigrationStatement;
  readonly scan: MigrationScan;
}

/**
 * What a migration gets. The functions need no `this`, so they may be taken apart: `up({ execute, tableExists })`.
 */
export interface MigrationContext {
  /** The keyspace that is migrated; unqualified names belong to it. */
  readonly keyspace: string;
  /** The name of the migration. */
  readonly name: string;
  /** Aborted when the lock is lost or the user interrupts. */
  readonly signal: AbortSignal;
  /**
   * Sends one statement and writes down that it is done. When a run ends half-way, the next one skips what was done:
   * such a statement is not sent again, and answers no rows. Statements that only read are always sent and never
   * counted. Calls at the same time are sent one after the other.
   *
   * @throws MigrationError `CASPY_MIGRATION_DIVERGED` when a run that goes on gets other statements than the one before.
   */
  readonly execute: MigrationStatement;
  /** Whether the keyspace has the table. Answers are written down too: a run that goes on gets the same ones. */
  readonly tableExists: (table: string) => Promise<boolean>;
  readonly columnExists: (table: string, column: string) => Promise<boolean>;
  readonly indexExists: (index: string) => Promise<boolean>;
  readonly typeExists: (type: string) => Promise<boolean>;
  /**
   * Does work that is counted as a whole, such as filling a new column for every row. When a run ends within it, the
   * next one does it again from its beginning, so it must be harmless to repeat.
   *
   * @example
   * ```ts
   * await step('fill country', async ({ execute, scan }) => {
   *   for await (const { id } of scan('users')) await execute('UPDATE users SET country = ? WHERE id = ?', ['pt', id]);
   * });
   * ```
   */
  readonly step: (name: string, work: (context: StepContext) => Promise<void>) => Promise<void>;
  /** Reads every row of a table, page by page: `scan('users')` raw rows, `scan(User)` entities. */
  readonly scan: MigrationScan;
  /** Says something to whoever runs the migration. */
  readonly log: (message: string) => void;
}

const EXISTS = {
  table: 'SELECT table_name FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?',
  view: 'SELECT view_name FROM system_schema.views WHERE keyspace_name = ? AND view_name = ?',
  column:
    'SELECT column_name FROM system_schema.columns WHERE keyspace_name = ? AND table_name = ? AND column_name = ?',
  index: 'SELECT index_name FROM system_schema.indexes WHERE keyspace_name = ?',
  type: 'SELECT type_name FROM system_schema.types WHERE keyspace_name = ? AND type_name = ?',
} as const;

/** Questions about the schema of the keyspace, asked of `system_schema`. Names are as Cassandra stores them. */
export function schemaQuestions({ client, keyspace }: Pick<MigrationEnvironment, 'client' | 'keyspace'>) {
  const isThere = async (cql: string, ...params: string[]): Promise<boolean> =>
    (await client.names(cql, keyspace, ...params)).length > 0;
  return {
    table: async (table: string) => (await isThere(EXISTS.table, table)) || isThere(EXISTS.view, table),
    column: (table: string, column: string) => isThere(EXISTS.column, table, column),
    // The table stands before the index in the key, and is not known here.
    index: async (index: string) => (await client.names(EXISTS.index, keyspace)).includes(index),
    type: (type: string) => isThere(EXISTS.type, type),
  };
}
