import { Client, types } from 'cassandra-driver';
import { LocalCassandra } from '../../../lib/testing';
import { expectOneLockTable } from '../schema/support/expect-one-lock-table';
import { expectRefusedMigrations } from '../schema/support/expect-refused-migrations';
import { synchronizingProcess } from '../schema/support/synchronizing-process';

jest.setTimeout(600_000);

test('three nodes form one cluster, which survives the loss of one; migrations wait for all of them', async () => {
  await using cassandra = await LocalCassandra.start({ nodes: 3 });
  const { contactPoints, port, localDataCenter } = cassandra;
  expect(new Set(contactPoints).size).toBe(3);

  const client = new Client({ contactPoints, protocolOptions: { port }, localDataCenter });
  try {
    await client.connect();
    expect(client.getState().getConnectedHosts()).toHaveLength(3);
    await client.execute("CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3}");
    await client.execute('CREATE TABLE k.t (id int PRIMARY KEY, v text)');
    await client.execute("INSERT INTO k.t (id, v) VALUES (1, 'all')", [], { consistency: types.consistencies.all });

    await expectOneLockTable(cassandra, 'k');
    await expectOneSchema(cassandra);
    await expectRefusedMigrations(cassandra, 'k');
    expect(cassandra.nodes.map(({ pid }) => pid !== undefined)).toEqual([true, true, false]);
    const options = { consistency: types.consistencies.quorum, isIdempotent: true };
    const { rows } = await client.execute('SELECT v FROM k.t WHERE id = 1', [], options);
    expect(rows[0]?.v).toBe('all');
  } finally {
    await client.shutdown();
  }
});

/** Eight processes that begin with different nodes make one schema; two ids of one table would be in the log. */
async function expectOneSchema(cassandra: LocalCassandra): Promise<void> {
  const { contactPoints, port, localDataCenter } = cassandra;
  const begin = await Promise.all(Array.from({ length: 8 }, () => synchronizingProcess('old')));
  const outcomes = await Promise.all(
    begin.map((start, index) =>
      start({
        contactPoints: [...contactPoints.slice(index % 3), ...contactPoints.slice(0, index % 3)],
        ...{ port, localDataCenter, keyspace: 'eight', requestTimeout: 60_000 },
        replication: { class: 'SimpleStrategy', replication_factor: 3 },
      }),
    ),
  );
  expect(outcomes).toEqual(Array.from({ length: 8 }, () => ({ changes: 0, skipped: 0 })));
  for (const node of contactPoints.keys()) {
    const log = await cassandra.logTail(node, 100_000);
    expect(log).not.toMatch(/ID mismatch|UnknownTableException|ConfigurationException/i);
  }
}
