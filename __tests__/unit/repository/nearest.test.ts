import { Column, Index, PartitionKey, Table } from '../../../lib/index';
import { repositoryOf } from '../support/fake-executor';
import { hex } from '../support/reading';

@Table()
class Place {
  @PartitionKey() id!: string;
  @Index() @Column('vector<float, 2>') at!: number[];
  @Index() @Column('int') floor!: number;
}

test('a search goes at consistency LOCAL_ONE and in one page, whatever the defaults; else the server warns each time', async () => {
  const { repository, executor } = repositoryOf(Place);
  const quorum = repository.withOptions({ consistency: 'QUORUM', fetchSize: 2 });
  await quorum.all().annOf('at', [1, 0]).limit(5).all();
  expect(executor.take().options).toMatchObject({ consistency: 'LOCAL_ONE', fetchSize: 5 });
});

test('the vector stands where its markers do: before the conditions and behind them', async () => {
  const { repository, executor } = repositoryOf(Place);
  await repository.filter({ floor: 3 }).annOf('at', [1, 0]).limit(5).withSimilarity().all();
  const sent = executor.take();
  expect(sent.cql).toBe(
    'SELECT id, at, floor, similarity_cosine(at, ?) AS nearness FROM ks.place WHERE floor = ? ORDER BY at ANN OF ? LIMIT ?',
  );
  const vector = '3f80000000000000';
  expect(hex(sent.params)).toEqual([vector, '00000003', vector, '00000005']);
  expect(sent.statement.parameterTypes).toEqual(['vector<float, 2>', 'int', 'vector<float, 2>', 'int']);
});

test('vectors make no new text', async () => {
  const { repository, executor } = repositoryOf(Place);
  for (const x of [1, 2, 3]) await repository.all().annOf('at', [x, 0]).limit(x).all();
  expect(new Set(executor.sent.map(({ statement }) => statement)).size).toBe(1);
});
