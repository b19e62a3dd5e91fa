import fc from 'fast-check';
import { dropTestData, testDataSource } from './support/test-data-source';
import type { DataSource, Repository } from 'caspy';
import { ClusteringKey, Column, In, PartitionKey, Table } from 'caspy';

jest.setTimeout(180_000);

@Table('shapes_rows')
class Row {
  @PartitionKey('int') bucket!: number;
  @ClusteringKey('int') seq!: number;
  @Column('text') note?: string;
  @Column('int') size?: number;
}

const REQUESTS = 10_000;
const IN_FLIGHT = 64;

let dataSource: DataSource;
let rows: Repository<Row>;

beforeAll(async () => {
  dataSource = await testDataSource({ entities: [Row] });
  rows = dataSource.getRepository(Row);
});
afterAll(() => dropTestData(dataSource));

/** The texts that the node has prepared for the table in this keyspace, which no other test uses. */
async function preparedOnServer(): Promise<string[]> {
  const { rows: all } = await dataSource.execute('SELECT query_string FROM system.prepared_statements');
  return all.map((row) => String(row.query_string)).filter((cql) => cql.includes(`${dataSource.keyspace}.shapes_rows`));
}

const number = (max: number): number => Math.floor(Math.random() * max);
const someOf = (max: number): number[] => Array.from({ length: 1 + number(19) }, () => number(max));
const timestamp = (): bigint => BigInt(Date.now()) * 1000n + BigInt(number(1000));

/** Writes and reads, each with numbers of its own in every place that takes one. */
const OPERATIONS: readonly (() => Promise<unknown>)[] = [
  () => rows.save(rows.create({ bucket: number(50), seq: number(1e6), note: 'x' })),
  () => rows.save(rows.create({ bucket: number(50), seq: number(1e6), size: number(9) }), { ttl: 1 + number(1e6) }),
  () => rows.insert({ bucket: number(50), seq: number(1e6) }, { ttl: 1 + number(1e6), timestamp: timestamp() }),
  () => rows.update({ bucket: number(50), seq: number(1e6) }, { note: 'y' }, { timestamp: timestamp() }),
  () => rows.update({ bucket: number(50), seq: number(1e6) }, { note: 'y' }, { ttl: 1 + number(1e6) }),
  () => rows.delete({ bucket: number(50), seq: number(1e6) }, { timestamp: timestamp() }),
  () => rows.find({ where: { bucket: number(50) }, limit: 1 + number(100) }),
  () => rows.find({ where: { bucket: In(someOf(50)) }, limit: 1 + number(20), perPartitionLimit: 1 + number(5) }),
  () => rows.find({ where: { bucket: number(50), seq: In(someOf(1e6)) } }),
  () => rows.findPage({ where: { bucket: number(50) }, size: 1 + number(50) }),
  () => rows.countBy({ bucket: In(someOf(50)) }),
  () => rows.get({ bucket: number(50), seq: number(1e6) }),
];

test('10,000 writes and reads with random TTLs, timestamps, limits and In lengths leave few prepared statements', async () => {
  const before = await preparedOnServer();
  expect(before).toEqual([]);
  const inPool = dataSource.metrics().preparedStatements;
  const picks = fc.sample(fc.nat(OPERATIONS.length - 1), REQUESTS);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < picks.length) {
      const pick = picks[next];
      next += 1;
      await OPERATIONS[pick ?? 0]?.();
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  expect(dataSource.metrics().executed).toBeGreaterThanOrEqual(REQUESTS);
  const prepared = await preparedOnServer();
  expect(prepared.length).toBeGreaterThan(5);
  expect(prepared.length).toBeLessThan(20);
  expect(dataSource.metrics().preparedStatements - inPool).toBeLessThan(20);
});
