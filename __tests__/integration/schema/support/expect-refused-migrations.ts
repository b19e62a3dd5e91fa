import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'cassandra-driver';
import type { LocalCassandra } from '../../../../lib/testing';
import { pinnedTo } from './pinned';
import { DataSource, type MigrationEvent } from 'caspy';

/** Migrations wait for a whole cluster: first the last node stands still and misses a change, then it is killed. */
export async function expectRefusedMigrations(cassandra: LocalCassandra, keyspace: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'caspy-degraded-'));
  const fileOf = (number: number): string => join(folder, `2026010${number}000000-m.cql`);
  const write = (number: number): void => writeFileSync(fileOf(number), `CREATE TABLE m${number} (id int PRIMARY KEY)`);
  const place = { entities: [], migrations: ['*.cql'], baseDirectory: folder };
  const options = { ...pinnedTo(cassandra, 0), keyspace, ...place };
  const dataSource = await new DataSource(options).initialize();
  const states = async () => (await dataSource.showMigrations()).map(({ state }) => state);
  try {
    write(1);
    expect(await dataSource.runMigrations()).toHaveLength(1);
    write(2);
    const last = cassandra.contactPoints.at(-1)!;

    await cassandra.pause(2);
    await changeSchema(cassandra, keyspace);
    await expect(dataSource.runMigrations()).rejects.toMatchObject({
      code: 'CASPY_MIGRATION_CLUSTER',
      message: expect.stringMatching(/^Nothing was changed, because the nodes do not agree on the schema \(.*; .*\)/),
    });
    expect(await states()).toEqual(['done', 'pending']);

    await cassandra.kill(2);
    while ((await dataSource.health()).hosts.every(({ up }) => up)) await sleep(200);
    await expect(dataSource.runMigrations()).rejects.toMatchObject({
      code: 'CASPY_MIGRATION_CLUSTER',
      message: expect.stringMatching(new RegExp(`because ${last.replaceAll('.', '\\.')}\\S* is down`)),
    });
    expect(await states()).toEqual(['done', 'pending']);

    // Also where not even the history is there yet.
    for (const number of [1, 2]) rmSync(fileOf(number));
    for (const number of [3, 4]) write(number);
    const logs: string[] = [];
    const other = await new DataSource({ ...options, migrationsTableName: 'other' }).initialize();
    const onEvent = (event: MigrationEvent) => event.type === 'log' && logs.push(event.message);
    const runs = await other
      .runMigrations({ allowDegraded: true, lockTtl: 60, onEvent })
      .finally(() => other.destroy());
    expect(runs).toMatchObject([{ statements: 1 }, { statements: 1 }]);
    expect(logs).toEqual(Array(2).fill('a schema change was done, and not every node knows it yet'));
  } finally {
    await dataSource.destroy();
    rmSync(folder, { recursive: true });
  }
}

/** A change that the first node makes, without waiting for the others. */
async function changeSchema(cassandra: LocalCassandra, keyspace: string): Promise<void> {
  const { contactPoints, driver } = pinnedTo(cassandra, 0);
  const { port, localDataCenter } = cassandra;
  const protocolOptions = { port, maxSchemaAgreementWaitSeconds: 1 };
  const client = new Client({ ...driver, contactPoints: [...contactPoints!], localDataCenter, protocolOptions });
  try {
    await client.connect();
    await client.execute(`CREATE TABLE ${keyspace}.missed (id int PRIMARY KEY)`);
  } finally {
    await client.shutdown();
  }
}
