import { dropTestData, testDataSource } from '../support/test-data-source';
import type { DataSource } from 'caspy';
import { ClusteringKey, Column, PartitionKey, Table } from 'caspy';

@Table()
class Visit {
  @PartitionKey() site!: string;
  @PartitionKey('int') day!: number;
  @ClusteringKey('timeuuid', { generated: 'timeuuid' }) id!: string;
  @Column('map<text, int>') counts!: Map<string, number>;
  @Column('blob') body?: Buffer | null;
}

let on: DataSource;
let off: DataSource;

beforeAll(async () => {
  on = await testDataSource({ entities: [Visit] });
  off = await testDataSource({
    ...{ entities: [Visit], keyspace: on.keyspace!, synchronize: false, fastEncode: false },
  });
});

afterAll(async () => {
  await off.destroy();
  await dropTestData(on);
});

const sources = (): readonly DataSource[] => [on, off];
const key = { site: 'caspy', day: 3 };
const ID = '50554d6e-29bb-11e5-b345-feff819cdc9f';
const values = { counts: new Map([['a', 1]]), body: Buffer.alloc(300, 9) };
const ROWS = Array.from({ length: 300 }, (_, n) => ({
  ...values,
  ...{ site: `s${n % 7}`, day: n % 2, id: ID.replace('50554d6e', (1000 + n).toString(16).padStart(8, '0')) },
}));

test('it is on from the second request of a statement, unless it is switched off', async () => {
  for (const source of sources()) {
    const visits = source.getRepository(Visit);
    for (let round = 0; round < 2; round++) await visits.save(visits.create({ ...key, ...values }));
  }
  expect(on.metrics().fastEncode).toEqual({ active: true });
  expect(off.metrics().fastEncode).toEqual({ active: false, reason: 'the option fastEncode is false' });
});

test('what it writes and reads is what the driver writes and reads', async () => {
  const results: Visit[][] = [];
  for (const writer of sources()) {
    const visits = writer.getRepository(Visit);
    await visits.clear();
    await visits.bulkSave(ROWS.map((row) => visits.create(row)));
    await visits.save(visits.create({ ...key, id: ID, counts: new Map(), body: null }), { ttl: 500 });
    await visits.update({ ...key, id: ID }, { counts: new Map([['b', 2]]) }, { ifExists: true });
    for (const reader of sources()) {
      const found: Visit[] = [];
      for await (const visit of reader.getRepository(Visit).scan({ fetchSize: 7 })) found.push(visit);
      results.push(found.toSorted((one, other) => (one.site + one.id < other.site + other.id ? -1 : 1)));
    }
  }
  const [first, ...others] = results;
  expect(first).toHaveLength(ROWS.length + 1);
  for (const other of others) expect(other).toEqual(first);
});

test('values that the driver has to encode go through the driver', async () => {
  const cql = 'SELECT day FROM visit WHERE site = ? AND day = ?';
  for (let round = 0; round < 3; round++) {
    expect((await on.execute(cql, [key.site, key.day])).rows).toEqual([{ day: key.day }]);
  }
});
