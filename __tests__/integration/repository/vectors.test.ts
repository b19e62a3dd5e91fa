import { dropTestData, testDataSource } from '../support/test-data-source';
import type { DataSource, Repository } from 'caspy';
import {
  ClusteringKey,
  Column,
  In,
  Index,
  MoreThan,
  PartitionKey,
  QueryPlanError,
  Table,
  ValidationError,
} from 'caspy';

@Table('vector_documents')
class Document {
  @PartitionKey() shelf!: string;
  @ClusteringKey('int') seq!: number;
  @Index() @Column('vector<float, 3>') meaning!: number[];
  @Index({ options: { similarity_function: 'EUCLIDEAN' } })
  @Column('vector<float, 2>', { name: 'Place' })
  place!: Float32Array;
  @Index({ options: { similarity_function: 'dot_product' } }) @Column('vector<float, 2>') dotted!: number[];
  @Column('vector<float, 2>') unindexed!: number[];
  @Index() @Column('int') year!: number;
  @Index({ using: 'legacy' }) @Column() old!: string;
  @Column() title!: string;
}

@Table('vector_scores')
class Scored {
  @PartitionKey() id!: string;
  @Index() @Column('vector<float, 2>') v!: number[];
  @Column('int') similarity!: number;
}

let dataSource: DataSource;
let documents: Repository<Document>;
beforeAll(async () => {
  dataSource = await testDataSource({ entities: [Document, Scored], consistency: 'LOCAL_QUORUM' });
  documents = dataSource.getRepository(Document);
  const rows = Array.from({ length: 10 }, (_, n) =>
    documents.create({
      ...{ shelf: n % 2 === 0 ? 'even' : 'odd', seq: n, meaning: [1, n / 10, 0], place: Float32Array.of(n, 0) },
      ...{
        dotted: [Math.cos(n / 10), Math.sin(n / 10)],
        unindexed: [1, 1],
        year: 2000 + (n % 3),
        old: 'o',
        title: `t${n}`,
      },
    }),
  );
  await documents.save(rows);
});
afterAll(() => dropTestData(dataSource));

const seqs = (rows: readonly { seq: number }[]): string => rows.map(({ seq }) => seq).join(' ');

test('the nearest rows, nearest first', async () => {
  const query = documents.all().annOf('meaning', [1, 0.31, 0]).limit(3);
  expect(query.explain()).toMatchObject({
    plan: 'ann',
    reason: 'finds the nearest rows by the index vector_documents_meaning_idx (COSINE)',
    indexes: ['vector_documents_meaning_idx'],
    cql: expect.stringMatching(/ ORDER BY meaning ANN OF \? LIMIT \?$/),
  });
  const rows = await query.all();
  expect(seqs(rows)).toBe('3 4 2');
  expect(rows[0]).toBeInstanceOf(Document);
  expect(await query.first()).toMatchObject({ seq: 3 });
  expect(await query.count()).toBe(3);
  expect(await query.exists()).toBe(true);
});

test('find by a vector', async () => {
  const annOf = { meaning: [1, 0.31, 0] };
  expect(seqs(await documents.find({ annOf, limit: 3 }))).toBe('3 4 2');
  expect(seqs(await documents.find({ where: { shelf: 'odd' }, annOf, limit: 2, select: ['seq'] }))).toBe('3 5');
  expect(await documents.findOne({ annOf, limit: 1 })).toMatchObject({ seq: 3 });
  await expect(documents.find({ annOf })).rejects.toThrow('annOf() needs a limit');
  await expect(documents.find({ annOf: {}, limit: 1 })).rejects.toThrow("'annOf' is an object of one column");
  await expect(documents.find({ annOf: { meaning: [1] }, limit: 1 })).rejects.toThrow(ValidationError);
  await expect(documents.find({ annOf: { meaning: [1, NaN, 0] }, limit: 1 })).rejects.toThrow('finite numbers only');
});

test('vectors that the server would fail at are refused before they are sent', async () => {
  const before = dataSource.metrics().executed;
  for (const vector of [[1, 1e21, 0], [1, -Infinity, 0], Float32Array.of(1e18, 0, 0)]) {
    await expect(documents.find({ annOf: { meaning: vector as number[] }, limit: 1 })).rejects.toThrow('-1e17 to 1e17');
  }
  await expect(documents.find({ annOf: { meaning: [0, -0, 0] }, limit: 1 })).rejects.toThrow('has no direction');
  expect(dataSource.metrics().executed).toBe(before);
  expect(await documents.find({ annOf: { meaning: [9e16, 1, 0] }, limit: 1 })).toHaveLength(1);
});

test('the similarity of each row, by the function of its index', async () => {
  const near = await documents.all().annOf('place', Float32Array.of(4, 0)).limit(3).withSimilarity().all();
  expect(near[0]).toMatchObject({ seq: 4, similarity: 1, title: 't4' });
  expect(near[0]).not.toBeInstanceOf(Document);
  expect(near[1]!.similarity).toBeCloseTo(0.5);
  const dotted = await documents
    .filter({ shelf: 'odd' })
    .annOf('dotted', [1, 0])
    .select('seq')
    .limit(2)
    .withSimilarity()
    .all();
  expect(dotted).toEqual([
    { seq: 1, similarity: expect.closeTo((1 + Math.cos(0.1)) / 2, 5) },
    { seq: 3, similarity: expect.closeTo((1 + Math.cos(0.3)) / 2, 5) },
  ]);
  const plain = documents.all().annOf('meaning', [1, 0, 0]).limit(1).withSimilarity().select('seq');
  expect(await plain.all()).toEqual([{ seq: 0 }]);
});

test('conditions that a partition or SAI serves', async () => {
  const near = documents.all().annOf('meaning', [1, 0, 0]).limit(3);
  expect(seqs(await near.filter({ shelf: 'odd' }).all())).toBe('1 3 5');
  expect(seqs(await near.filter({ shelf: 'odd', seq: MoreThan(3) }).all())).toBe('5 7 9');
  expect(seqs(await near.filter({ shelf: 'odd', seq: In([9, 7]) }).all())).toBe('7 9');
  expect(seqs(await near.filter({ year: 2001 }).all())).toBe('1 4 7');
  expect(seqs(await near.filter({ shelf: 'even', year: MoreThan(2000) }).all())).toBe('2 4 8');
  expect(near.filter({ year: 2001 }).explain().indexes).toEqual([
    'vector_documents_meaning_idx',
    'vector_documents_year_idx',
  ]);
});

const near = (): ReturnType<typeof documents.all> => documents.all().annOf('meaning', [1, 0, 0]);

test.each<[string, () => unknown, RegExp]>([
  ['no limit', () => near().toCql(), /Document\.meaning: annOf\(\) needs a limit of at most 1000/],
  ['too many', () => near().limit(1001).toCql(), /at most 1000/],
  [
    'no index',
    () => documents.all().annOf('unindexed', [1, 1]).limit(1).toCql(),
    /Document\.unindexed: annOf\(\) needs a vector index/,
  ],
  [
    'no vector',
    () =>
      documents
        .all()
        .annOf('year' as never, 1 as never)
        .limit(1)
        .toCql(),
    /searches a vector column/,
  ],
  [
    'a plain column',
    () => near().limit(1).filter({ title: 't' }).toCql(),
    /Document\.title: a vector search takes conditions/,
  ],
  [
    'allowFiltering',
    () => near().limit(1).filter({ title: 't' }).allowFiltering().toCql(),
    /takes conditions on the partition/,
  ],
  [
    'a legacy index',
    () => near().limit(1).filter({ old: 'o' }).toCql(),
    /Document\.old: a vector search takes conditions/,
  ],
  [
    'several partitions',
    () =>
      near()
        .limit(1)
        .filter({ shelf: In(['odd', 'even']) })
        .toCql(),
    /Document\.shelf has In\(\)/,
  ],
  ['another order', () => near().limit(1).filter({ shelf: 'odd' }).orderBy('seq').toCql(), /takes no orderBy\(\)/],
  ['limit per partition', () => near().limit(1).perPartitionLimit(1).toCql(), /takes no perPartitionLimit\(\)/],
  ['distinct', () => near().limit(1).distinct().toCql(), /takes no distinct\(\)/],
  ['groups', () => near().limit(1).groupBy('shelf').toCql(), /takes no groupBy\(\)/],
  ['consistency', () => near().limit(1).consistency('QUORUM').toCql(), /ONE or LOCAL_ONE only/],
  ['similarity alone', () => documents.all().withSimilarity(), /goes with annOf\(\)/],
  [
    'a column called similarity',
    () => dataSource.getRepository(Scored).all().annOf('v', [1, 1]).limit(1).withSimilarity().toCql(),
    /the rows have a column similarity already/,
  ],
])('refused: %s', (_, work, message) => {
  expect(work).toThrow(message);
  expect(work).toThrow(QueryPlanError);
});

test('refused: pages, aggregates, deletes, equality, a vector that does not fit', async () => {
  await expect(near().limit(5).page()).rejects.toThrow('a vector search has no pages');
  await expect(near().limit(5).maximum('title')).rejects.toThrow('a vector search has no aggregates');
  await expect(near().limit(5).filter({ year: 2001 }).delete()).rejects.toThrow(QueryPlanError);
  await expect(documents.findBy({ meaning: [1, 0, 0] })).rejects.toThrow("does not serve '='");
  expect(() => documents.all().annOf('meaning', [1, 0])).toThrow(ValidationError);
  expect(() => documents.all().annOf('meaning', [1, 0, 0, 4])).toThrow(ValidationError);
});
