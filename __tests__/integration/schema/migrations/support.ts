import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropTestData, testDataSource } from '../../support/test-data-source';
import type { DataSource, DataSourceOptions } from 'caspy';

/** A keyspace and a folder of migrations. */
export interface MigrationProject {
  readonly dataSource: DataSource;
  readonly keyspace: string;
  readonly folder: string;
  /** Writes a file of a migration; the number stands for its time. */
  write(file: string, content: string): void;
  remove(file: string): void;
  /** Another data source on the same keyspace and folder. */
  another(options?: Partial<DataSourceOptions>): Promise<DataSource>;
  tables(): Promise<string[]>;
  history(): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}

export async function migrationProject(options: Partial<DataSourceOptions> = {}): Promise<MigrationProject> {
  const folder = mkdtempSync(join(tmpdir(), 'caspy-migrations-'));
  const own = { entities: [], migrations: ['*.{cql,js}'], baseDirectory: folder, ...options };
  const dataSource = await testDataSource(own);
  const keyspace = dataSource.keyspace!;
  const others: DataSource[] = [];
  return {
    dataSource,
    keyspace,
    folder,
    write: (file, content) => writeFileSync(join(folder, file), content),
    remove: (file) => rmSync(join(folder, file)),
    another: async (more = {}) => {
      const other = await testDataSource({ ...own, keyspace, ...more });
      others.push(other);
      return other;
    },
    tables: async () => {
      const cql = 'SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?';
      const { rows } = await dataSource.execute(cql, [keyspace]);
      return rows.map((row) => String(row.table_name)).filter((name) => !name.startsWith('caspy_'));
    },
    history: async () => (await dataSource.execute('SELECT * FROM caspy_migrations')).rows,
    close: async () => {
      for (const other of others) await other.destroy();
      await dropTestData(dataSource);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
