import { setTimeout as sleep } from 'node:timers/promises';
import { withSchemaLock } from '../../../../lib/schema/lock/with-schema-lock';
import { SchemaClient } from '../../../../lib/schema/schema-client';
import { SessionPool } from '../../../../lib/session/session-pool';
import type { LocalCassandra } from '../../../../lib/testing';
import { pinnedTo } from './pinned';

/** Processes that ask different nodes for a lock, whose table is not there yet, get one table and take turns. */
export async function expectOneLockTable(cassandra: LocalCassandra, keyspace: string): Promise<void> {
  const pools = cassandra.contactPoints.map((_, node) => new SessionPool(pinnedTo(cassandra, node)));
  try {
    await Promise.all(pools.map((pool) => pool.open()));
    const clients = pools.map((pool) => new SchemaClient(pool));
    let holders = 0;
    const most: number[] = [];
    await Promise.all(
      clients.map((client) =>
        withSchemaLock(client, { keyspace, name: 'turns', wait: 120_000 }, async () => {
          holders += 1;
          most.push(holders);
          await sleep(100);
          holders -= 1;
        }),
      ),
    );
    expect(most).toEqual([1, 1, 1]);
    const cql = `SELECT CAST(id AS text) FROM system_schema.tables WHERE keyspace_name = ? AND table_name = 'caspy_locks'`;
    const ids = await Promise.all(clients.map((client) => client.names(cql, keyspace)));
    expect(ids[0]).toHaveLength(1);
    expect(ids).toEqual([ids[0], ids[0], ids[0]]);
  } finally {
    for (const pool of pools) await pool.close();
  }
}
