import { randomBytes } from 'node:crypto';
import type { DataSourceOptions } from 'caspy';
import { DataSource } from 'caspy';

/** Where Jest's global set-up put the shared Cassandra. */
export function testConnection(): Pick<DataSourceOptions, 'contactPoints' | 'port' | 'localDataCenter'> {
  const { CASPY_TEST_CONTACT_POINTS, CASPY_TEST_PORT, CASPY_TEST_LOCAL_DC } = process.env;
  if (CASPY_TEST_CONTACT_POINTS === undefined)
    throw new Error('Run integration tests through Jest, which starts Cassandra.');
  return {
    contactPoints: CASPY_TEST_CONTACT_POINTS.split(','),
    port: Number(CASPY_TEST_PORT ?? 9042),
    localDataCenter: CASPY_TEST_LOCAL_DC ?? 'datacenter1',
  };
}

/** A keyspace name that no other test file uses. */
export function uniqueKeyspace(): string {
  return `test_${randomBytes(6).toString('hex')}`;
}

/**
 * An initialized data source in a keyspace of its own, with its tables. The deadline is generous, because test
 * machines are slow and shared; tests about deadlines set their own.
 */
export async function testDataSource(options: Partial<DataSourceOptions>): Promise<DataSource> {
  return new DataSource({
    ...testConnection(),
    keyspace: uniqueKeyspace(),
    replication: { class: 'SimpleStrategy', replication_factor: 1 },
    synchronize: true,
    requestTimeout: 30_000,
    // CASPY_TEST_FAST_DECODE=1 runs all tests with it.
    ...(process.env.CASPY_TEST_FAST_DECODE === '1' ? { fastDecode: true } : {}),
    ...options,
  }).initialize();
}

/** Drops the data source's keyspace and closes it. */
export async function dropTestData(dataSource: DataSource | undefined): Promise<void> {
  if (dataSource === undefined) return;
  if (dataSource.isInitialized && dataSource.keyspace !== undefined) {
    await dataSource.execute(`DROP KEYSPACE IF EXISTS "${dataSource.keyspace}"`, [], { timeout: 60_000 });
  }
  await dataSource.destroy();
}
