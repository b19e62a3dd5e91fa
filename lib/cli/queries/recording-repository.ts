import type { EntityClass, TableMetadata } from '../../metadata/table-metadata';
import type { Statement } from '../../query/statement';
import type { Executor } from '../../repository/entity-table';
import { EntityTable } from '../../repository/entity-table';
import { Repository } from '../../repository/repository';
import type { RowPage } from '../../session/request';
import { usageError } from '../cli-error';
import type { AnyRow } from './query-run';

const NO_ROWS: RowPage = {
  rows: [],
  pageState: undefined,
  applied: undefined,
  columns: [],
  warnings: [],
  traceId: undefined,
  coordinator: '',
};

/** A repository without a server, and what it would have sent. */
export interface Recording {
  readonly repository: Repository<AnyRow>;
  readonly statements: readonly Statement[];
}

/**
 * A repository that keeps the statements and sends none; every answer is empty. For `--explain`, and to find what is
 * wrong with a write before there is a connection.
 *
 * @throws CliError when there is no keyspace.
 */
export function recordingRepository(table: TableMetadata, keyspace: string | undefined): Recording {
  if (table.keyspace === undefined && keyspace === undefined) {
    throw usageError(`${table.name} belongs to no keyspace.`, 'Name one by --keyspace.');
  }
  const statements: Statement[] = [];
  const executor: Executor = {
    execute: (statement) => {
      statements.push(statement);
      return Promise.resolve(NO_ROWS);
    },
    executeBatch: (parts) => {
      statements.push(...parts.map(({ statement }) => statement));
      return Promise.resolve(NO_ROWS);
    },
  };
  // Here nothing more is known of the class than its columns.
  const metadata = table as TableMetadata<AnyRow> & { readonly target: EntityClass<AnyRow> };
  const context = { executor, keyspace, pageTokenSecret: undefined };
  return { repository: new Repository(new EntityTable<AnyRow>(metadata, context)), statements };
}
