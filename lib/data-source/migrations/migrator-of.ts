import type { DataSourceState } from '../data-source-state';
import type { MigrationHost } from './migration-host';
import { Migrator } from './migrator';

/** The migrations of a data source as it is now. */
export function migratorOf(state: DataSourceState, scanEntity: MigrationHost['scanEntity']): Migrator {
  const { pool, keyspace, baseDirectory } = state;
  const { migrations, migrationsTableName: table } = state.options;
  return new Migrator({ pool, keyspace, table, migrations, baseDirectory, scanEntity });
}
