import { dropTestData, testDataSource } from '../support/test-data-source';
import type { DataSource, Repository } from 'caspy';
import { ClusteringKey, Column, cql, PartitionKey, QueryError, Table, toPlain } from 'caspy';

@Table({ name: 'Raw_Notes' })
class Note {
  @PartitionKey('uuid') id!: string;
  @ClusteringKey('bigint', { name: 'Mixed "Case" 📝' }) seq!: bigint;
  @Column('text', { name: 'select' }) text!: string;
  @Column('map<text, bigint>') counts!: Map<string, bigint>;
  @Column('set<int>') tags!: Set<number>;
}

const ID = '123e4567-e89b-42d3-a456-426614174000';

let dataSource: DataSource;
let notes: Repository<Note>;
beforeAll(async () => {
  dataSource = await testDataSource({ entities: [Note] });
  notes = dataSource.getRepository(Note);
});
afterAll(() => dropTestData(dataSource));

const table = cql.id('Raw_Notes');
const seq = cql.id('Mixed "Case" 📝');

test('writes and reads with names that need quotes and values that look like CQL', async () => {
  const hostile = `'); DROP TABLE "Raw_Notes"; --`;
  const counts = new Map([['a', 2n ** 60n]]);
  await dataSource.execute(cql`
    INSERT INTO ${table} (id, ${seq}, ${cql.id('select')}, counts, tags)
    VALUES (${ID}, ${5n}, ${hostile}, ${counts}, ${new Set([1, 2])})
  `);
  const found = await notes.query(
    cql`SELECT id, ${seq}, ${cql.id('select')}, counts, tags FROM ${table} WHERE id = ${ID}`,
  );
  expect(found).toEqual([notes.create({ id: ID, seq: 5n, text: hostile, counts, tags: new Set([1, 2]) })]);
  expect(found[0]).toBeInstanceOf(Note);
  const inList = cql`id IN ${[ID]} AND ${seq} > ${4n}`;
  const { rows } = await dataSource.execute(cql`SELECT ${seq} AS n FROM ${table} WHERE ${inList} LIMIT ${1}`, {
    timeout: 9_000,
  });
  expect(toPlain(rows)).toEqual([{ n: '5' }]);
  expect(toPlain(found)).toEqual([{ id: ID, seq: '5', text: hostile, counts: { a: String(2n ** 60n) }, tags: [1, 2] }]);
});

test('with the keyspace in the name', async () => {
  const { rows } = await dataSource.execute(
    cql`SELECT count(*) AS n FROM ${cql.id(dataSource.keyspace!, 'Raw_Notes')}`,
  );
  expect(toPlain(rows)).toEqual([{ n: '1' }]);
});

test('the errors of the server name no value', async () => {
  const secret = 'secret value';
  const error: unknown = await dataSource
    .execute(cql`SELECT nothing FROM ${table} WHERE id = ${secret}`)
    .catch((e: unknown) => e);
  expect(error).toBeInstanceOf(QueryError);
  expect(JSON.stringify(error) + String(error)).not.toContain(secret);
});
