import { Batch } from '../../../lib/repository/batch';
import type { BatchOptions } from '../../../lib/repository/batch-options';
import { EntityTable } from '../../../lib/repository/entity-table';
import type { Executor } from '../../../lib/repository/entity-table';
import { Repository } from '../../../lib/repository/repository';
import { sendBatch } from '../../../lib/repository/send-batch';
import { SessionPool } from '../../../lib/session/session-pool';
import { dropTestData, testConnection, testDataSource } from '../support/test-data-source';
import type { DataSource, EntityClass } from 'caspy';
import {
  Add,
  Append,
  ClusteringKey,
  Column,
  PartitionKey,
  StaticColumn,
  Table,
  TimeoutError,
  VersionColumn,
} from 'caspy';

@Table()
class Seat {
  @PartitionKey() hall!: string;
  @ClusteringKey('int') row!: number;
  @StaticColumn('text') event!: string | null;
  @Column('text') guest!: string | null;
  @Column('set<text>') extras!: Set<string>;
  @Column('map<text, frozen<set<int>>>') groups!: Map<string, Set<number>>;
  @Column('list<text>') notes!: string[];
}

@Table()
class Paper {
  @PartitionKey() id!: string;
  @Column('map<text, text>') parts!: Map<string, string>;
  @VersionColumn() version!: number;
}

let dataSource: DataSource;
let pool: SessionPool;
let seats: Repository<Seat>;
let papers: Repository<Paper>;
/** Whether answers of conditional writes get lost on the way back. */
let isLossy = false;

const lost = (): TimeoutError => new TimeoutError('lost', { maybeApplied: true });

function lossy(executor: SessionPool): Executor {
  return {
    async execute(statement, params, options) {
      const page = await executor.execute(statement, params, options);
      if (isLossy && statement.kind === 'conditional') throw lost();
      return page;
    },
    async executeBatch(parts, options) {
      const page = await executor.executeBatch(parts, options);
      if (isLossy) throw lost();
      return page;
    },
  };
}

beforeAll(async () => {
  dataSource = await testDataSource({ entities: [Seat, Paper] });
  pool = new SessionPool({ ...testConnection(), requestTimeout: 30_000 });
  await pool.open();
  const context = { executor: lossy(pool), keyspace: dataSource.keyspace, pageTokenSecret: undefined };
  const repository = <E extends object>(target: EntityClass<E>): Repository<E> =>
    new Repository(new EntityTable(dataSource.getMetadata(target), context));
  seats = repository(Seat);
  papers = repository(Paper);
});
afterAll(async () => {
  await pool.close();
  await dropTestData(dataSource);
});
beforeEach(async () => {
  isLossy = false;
  await Promise.all([seats.clear(), papers.clear()]);
  isLossy = true;
});

const SEAT = { hall: 'h', row: 1 };
const verify = true;

test('insert, update and delete with conditions whose answers got lost are found applied', async () => {
  const extras = new Set(['z', 'a', 'm']);
  const groups = new Map([['g', new Set([3, 1, 2])]]);
  expect(await seats.insert({ ...SEAT, guest: 'me', extras, groups }, { ifNotExists: true, verify })).toEqual({
    applied: true,
  });
  await expect(seats.insert({ ...SEAT, guest: 'me' }, { ifNotExists: true })).rejects.toThrow(TimeoutError);
  const other = await seats.insert({ ...SEAT, guest: 'other' }, { ifNotExists: true, verify });
  expect(other).toMatchObject({ applied: false, existing: { guest: 'me' } });
  const mine = { if: { guest: 'me' }, verify };
  expect(await seats.update(SEAT, { guest: 'you', extras: new Set(['b', 'a']) }, mine)).toEqual({ applied: true });
  const your = { if: { guest: 'you' }, verify };
  expect(await seats.updateCollection(SEAT, 'extras', { add: ['c'], remove: ['a'] }, your)).toEqual({ applied: true });
  expect(await seats.updateCollection(SEAT, 'groups', { put: new Map([['h', new Set([2, 1])]]) }, your)).toEqual({
    applied: true,
  });
  expect(await seats.update({ hall: 'h' }, { event: 'opera' }, { if: { event: null }, verify })).toEqual({
    applied: true,
  });
  expect(await seats.delete(SEAT, { ...your, columns: ['extras'] })).toEqual({ applied: true });
  expect(await seats.delete(SEAT, { ifExists: true, verify })).toEqual({ applied: true });
});

test('what the row does not show stays unknown', async () => {
  await seats.insert({ ...SEAT, guest: 'me' }, { ifNotExists: true, verify });
  await expect(seats.update(SEAT, { guest: 'you' }, { if: { guest: 'nobody' }, verify })).rejects.toThrow('lost');
  await expect(seats.update(SEAT, { notes: Append('x') }, { if: { guest: 'me' }, verify })).rejects.toThrow('lost');
  await expect(seats.delete(SEAT, { if: { guest: 'nobody' }, verify })).rejects.toThrow('lost');
});

test('a save under a version: its own, that of another writer, and the first', async () => {
  const paper = papers.create({ id: 'p', parts: new Map([['b', '1'], ['a', '2']]) }); // prettier-ignore
  await papers.save(paper, { verify });
  paper.parts.set('0', '3');
  await papers.save(paper, { verify });
  expect(paper.version).toBe(2);
  const stale = papers.create({ id: 'p', parts: new Map([['c', '4']]), version: 1 });
  await expect(papers.save(stale, { verify })).rejects.toMatchObject({ code: 'CASPY_OPTIMISTIC_LOCK' });
  await papers.remove(paper, { verify });
  expect(await papers.get({ id: 'p' })).toBeNull();
});

test('a batch with conditions in one partition', async () => {
  const batch = (fill: (batch: Batch) => void, options: BatchOptions): Promise<unknown> => {
    const collected = new Batch(() => seats.writer);
    fill(collected);
    return sendBatch(collected.close(), options);
  };
  const other = { hall: 'h', row: 2 };
  const first = (guest: string) => (b: Batch) =>
    void b.insert(Seat, { ...other, guest }).insert(Seat, { ...SEAT, guest }, { ifNotExists: true });
  expect(await batch(first('me'), { verify })).toEqual({ applied: true });
  expect(await batch(first('you'), { verify })).toMatchObject({ applied: false, existing: [{ guest: 'me' }] });
  const second = (extras: object) => (b: Batch) =>
    void b.delete(Seat, other).update(Seat, SEAT, { guest: 'you', ...extras }, { if: { guest: 'me' } });
  expect(await batch(second({ extras: Add('x') }), { verify })).toEqual({ applied: true });
  await expect(batch(second({ notes: Append('x') }), { verify })).rejects.toThrow('lost');
  await expect(batch((b) => void b.insert(Seat, SEAT), { verify })).rejects.toThrow('conditional writes');
});
