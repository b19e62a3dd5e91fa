import { userInfo, hostname } from 'node:os';
import type { EntityClass } from '../../metadata/table-metadata';
import { executeRaw } from '../../repository/execute-raw';
import type { MigrationEnvironment, MigrationScan } from '../../schema/migrations/environment';
import { MIGRATION_TABLE } from '../../schema/own-tables';
import { SchemaClient } from '../../schema/schema-client';
import { inferTraits } from '../../session/infer-idempotence';
import type { SessionPool } from '../../session/session-pool';
import { quoteIdentifier } from '../../types/cql-identifier';
import { versionOf } from '../../version';

/** Nobody waits for an answer within seconds, and truncating or altering a large table takes longer. */
const STATEMENT_TIMEOUT = 60_000;

/** What migrations need of a data source. */
export interface MigrationHost {
  readonly pool: SessionPool;
  readonly keyspace: string;
  readonly table: string | undefined;
  /** Reads every row of an entity's table. */
  readonly scanEntity: (target: EntityClass, options: object) => AsyncIterable<object>;
}

/** A data source, as the runner of migrations sees it. */
export function migrationEnvironment({ pool, keyspace, table, scanEntity }: MigrationHost): MigrationEnvironment {
  const client = new SchemaClient(pool);
  const scan = (target: string | EntityClass, options: object = {}): AsyncIterable<object> =>
    typeof target === 'string'
      ? client.rows(`SELECT * FROM ${quoteIdentifier(keyspace)}.${quoteIdentifier(target)}`)
      : scanEntity(target, options);
  return {
    ...{ client, keyspace, infer: inferTraits, table: table ?? MIGRATION_TABLE },
    executedBy: whoRuns(),
    caspyVersion: versionOf('caspy') ?? 'unknown',
    execute: (cql, params, { signal }) =>
      executeRaw(pool, cql, params, { keyspace, signal, timeout: STATEMENT_TIMEOUT }, 'migration'),
    // What an entity's class goes in with, its instances come out as.
    scan: scan as MigrationScan,
    nodes: async () => (await pool.health()).hosts,
  };
}

/** `user@host, process 4711`. */
function whoRuns(): string {
  return `${userName()}@${hostname()}, process ${process.pid}`;
}

/** A user without an entry in the password file, as in containers, has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}
