import { Client, types } from 'cassandra-driver';
import { LocalCassandra } from '../../../lib/testing';

jest.setTimeout(300_000);

test('three nodes form one cluster, which survives the loss of one', async () => {
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

    await cassandra.kill(2);
    expect(cassandra.nodes.map(({ pid }) => pid !== undefined)).toEqual([true, true, false]);
    const options = { consistency: types.consistencies.quorum, isIdempotent: true };
    const { rows } = await client.execute('SELECT v FROM k.t WHERE id = 1', [], options);
    expect(rows[0]?.v).toBe('all');
  } finally {
    await client.shutdown();
  }
});
