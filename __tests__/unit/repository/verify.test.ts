import {
  Add,
  Append,
  ClusteringKey,
  Column,
  OptimisticLockError,
  PartitionKey,
  Put,
  Remove,
  RemoveKey,
  SetAt,
  StaticColumn,
  Table,
  TimeoutError,
  VersionColumn,
} from '../../../lib/index';
import type { Changes } from '../../../lib/index';
import { EntityTable } from '../../../lib/repository/entity-table';
import { Repository } from '../../../lib/repository/repository';
import { SessionPool } from '../../../lib/session/session-pool';
import { columns, int, rows, short, shortBytes, text } from '../../support/cql-frames';
import { FakeCassandra } from '../../support/fake-cassandra';
import type { Reply } from '../../support/fake-cassandra';
import { repositoryOf, rowPage } from '../support/fake-executor';
import { tableOf } from '../support/models';
import { rejectionOf } from '../support/reading';

@Table()
class Doc {
  @PartitionKey() id!: string;
  @Column() body!: string;
  @Column() note!: string;
}

@Table()
class Versioned {
  @PartitionKey() id!: string;
  @Column('list<text>') lines!: string[];
  @VersionColumn() version!: number;
}

const VALUES = { id: 'a', body: 'mine', note: 'n' };
const KEY = { id: 'a' };
/** Consistency SERIAL, 1 of 2 replicas, write type CAS. */
const CAS_TIMEOUT: Reply = {
  error: 0x1100,
  tail: Buffer.concat([short(8), int(1), int(2), shortBytes(text('CAS'))]),
};
const rowOf = (body: string): Reply => {
  const specs = [['id', 'varchar', text('a')], ['body', 'varchar', text(body)], ['note', 'varchar', text('n')]] as const; // prettier-ignore
  return { result: rows(columns('ks', 'doc', specs), 1) };
};

let fake: FakeCassandra;
let pool: SessionPool;

async function docs(...replies: readonly Reply[]): Promise<Repository<Doc>> {
  fake = await FakeCassandra.start({ onExecute: (attempt) => replies[attempt - 1] ?? 'void' });
  const options = {
    contactPoints: ['127.0.0.1'],
    localDataCenter: 'datacenter1',
    port: fake.port,
    requestTimeout: 400,
  };
  pool = new SessionPool(options);
  const context = { executor: pool, keyspace: 'ks', pageTokenSecret: undefined };
  return new Repository(new EntityTable(tableOf(Doc), context));
}

describe('over the wire', () => {
  afterEach(async () => {
    await pool.close();
    await fake.stop();
  });

  const unknown: readonly [string, Reply][] = [
    ['the server gave up on Paxos', CAS_TIMEOUT],
    ['no answer came', 'silent'],
  ];

  test.each(unknown)('the outcome is unknown when %s', async (_, reply) => {
    const repository = await docs(reply);
    const error: unknown = await repository.insert(VALUES, { ifNotExists: true }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ maybeApplied: true });
    expect((error as Error).message).toMatch(/Whether it was applied is unknown: read the row with consistency SERIAL/);
    expect(fake.executes).toBe(1);
  });

  test.each(unknown)('verify reads the row when %s', async (_, reply) => {
    const repository = await docs(reply, rowOf('mine'));
    expect(await repository.insert(VALUES, { ifNotExists: true, verify: true })).toEqual({ applied: true });
    expect(fake.executes).toBe(2);
  });

  test('a row of another writer in the way of an insert means that it was not applied', async () => {
    const repository = await docs(CAS_TIMEOUT, rowOf('theirs'));
    const result = await repository.insert(VALUES, { ifNotExists: true, verify: true });
    expect(result).toEqual({ applied: false, existing: { ...VALUES, body: 'theirs' } });
  });

  test('an update is applied when the row shows it, and unknown when it shows other values', async () => {
    const applied = await docs(CAS_TIMEOUT, rowOf('mine'));
    const update = { if: { note: 'x' }, verify: true };
    expect(await applied.update(KEY, { body: 'mine' }, update)).toEqual({ applied: true });
    await pool.close();
    await fake.stop();
    const unknownStill = await docs(CAS_TIMEOUT, rowOf('theirs'));
    expect(await rejectionOf(unknownStill.update(KEY, { body: 'mine' }, update))).toMatch(/^TimeoutError.*unknown/);
  });

  test('a verification that fails leaves the first error', async () => {
    const repository = await docs(CAS_TIMEOUT, { error: 0x2200, message: 'second' });
    const sent = repository.insert(VALUES, { ifNotExists: true, verify: true });
    expect(await rejectionOf(sent)).toMatch(/^TimeoutError: Doc\.insert: 1 of 2 replicas/);
  });

  test('a batch whose statements may be repeated is repeated, with the write time of its first attempt', async () => {
    const repository = await docs({ error: 0x1001 });
    const part = repository.writer.insertRequest(VALUES, {});
    await pool.executeBatch([part, part], { logged: true, operation: 'x' });
    expect(fake.executes).toBe(2);
    expect(pool.metrics()).toMatchObject({ executed: 1, retries: 1, inFlight: 0 });
  });

  test('a batch with one statement that may not is not', async () => {
    const repository = await docs('silent');
    const part = repository.writer.insertRequest(VALUES, { ifNotExists: true });
    const sent = pool.executeBatch([part], { logged: true, operation: 'Doc.batch' });
    expect(await rejectionOf(sent)).toMatch(/^TimeoutError: Doc\.batch.*unknown/);
    expect(fake.executes).toBe(1);
  });
});

describe('verify', () => {
  const late = (): TimeoutError => new TimeoutError('late', { maybeApplied: true });

  test('reads at the serial consistency of the write', async () => {
    const { repository, executor } = repositoryOf(Doc);
    executor.answers.push(late(), rowPage([{ id: 'a', body: null, note: 'n' }]));
    const values = { id: 'a', body: null, note: 'n' };
    const options = { ifNotExists: true, verify: true, serialConsistency: 'LOCAL_SERIAL' } as const;
    expect(await repository.insert(values as never, options)).toEqual({ applied: true });
    expect(executor.sent[1]).toMatchObject({ options: { consistency: 'LOCAL_SERIAL' } });
    expect(executor.sent[1]?.cql).toMatch(/^SELECT id, body, note FROM ks\.doc WHERE id = \?$/);
  });

  test('is not asked for what certainly was not applied', async () => {
    const { repository, executor } = repositoryOf(Doc);
    executor.answers.push(new TimeoutError('early', { maybeApplied: false }));
    const sent = repository.insert(VALUES, { ifNotExists: true, verify: true });
    expect(await rejectionOf(sent)).toBe('TimeoutError: early');
    expect(executor.sent).toHaveLength(1);
  });

  test('cannot tell about a row that is gone, nor about changes in place', async () => {
    const { repository, executor } = repositoryOf(Doc);
    executor.answers.push(late(), rowPage());
    expect(await rejectionOf(repository.insert(VALUES, { ifNotExists: true, verify: true }))).toBe(
      'TimeoutError: late',
    );
    const versioned = repositoryOf(Versioned);
    versioned.executor.answers.push(late());
    const changes = { lines: Append('x'), version: 1 };
    expect(await rejectionOf(versioned.repository.update(KEY, changes, { verify: true }))).toBe('TimeoutError: late');
    expect(versioned.executor.sent).toHaveLength(1);
  });

  test("a row that nobody could tell from another is not taken for one's own", async () => {
    const { repository, executor } = repositoryOf(Doc);
    executor.answers.push(late(), rowPage([{ id: 'a', body: null, note: null }]));
    const sent = repository.insert({ id: 'a' }, { ifNotExists: true, verify: true });
    expect(await rejectionOf(sent)).toBe('TimeoutError: late');
  });

  test('knows the next version', async () => {
    const { repository, executor } = repositoryOf(Versioned);
    executor.answers.push(late(), rowPage([{ id: 'a', lines: ['x'], version: 2 }]));
    expect(await repository.update(KEY, { lines: ['x'], version: 1 }, { verify: true })).toEqual({ applied: true });
  });

  test('without a condition is refused', async () => {
    const { repository } = repositoryOf(Doc);
    expect(await rejectionOf(repository.insert(VALUES, { verify: true }))).toMatch(/^ConfigurationError.*conditional/);
    expect(await rejectionOf(repository.update(KEY, { body: 'x' }, { verify: true }))).toMatch(/conditional writes/);
  });
});

@Table()
class Board {
  @PartitionKey() id!: string;
  @ClusteringKey('int') at!: number;
  @StaticColumn('text') owner!: string | null;
  @Column('text', { select: false }) secret!: string | null;
  @Column('set<text>') tags!: Set<string>;
  @Column('map<text, frozen<set<int>>>') groups!: Map<string, Set<number>>;
  @Column('list<text>') lines!: string[];
}

const BOARD = { id: 'a', at: 1 };
const late = (): TimeoutError => new TimeoutError('late', { maybeApplied: true });
const LATE = 'TimeoutError: late';

describe('verify of a save under a version', () => {
  const stored = { id: 'a', lines: ['x'], version: 2 };
  const loaded = async (): Promise<ReturnType<typeof repositoryOf<Versioned>> & { readonly entity: Versioned }> => {
    const stage = repositoryOf(Versioned);
    stage.executor.answers.push(rowPage([{ id: 'a', lines: ['old'], version: 1 }]));
    return { ...stage, entity: await stage.repository.getOrFail(KEY) };
  };

  test('the next version with these values is this save, which then counts as saved', async () => {
    const { repository, executor, entity } = await loaded();
    entity.lines = ['x'];
    executor.answers.push(late(), rowPage([stored]));
    await repository.save(entity, { verify: true });
    expect(entity.version).toBe(2);
  });

  test('the next version with other values is that of another writer', async () => {
    const { repository, executor, entity } = await loaded();
    entity.lines = ['mine'];
    executor.answers.push(late(), rowPage([stored]));
    const error: unknown = await repository.save(entity, { verify: true }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(OptimisticLockError);
    expect(error).toMatchObject({ existing: { lines: ['x'], version: 2 } });
    expect(entity.version).toBe(1);
  });

  test.each([
    ['the version before', { ...stored, version: 1 }],
    ['a later version', { ...stored, version: 3 }],
    ['a version of another writer who left the values alone that this save changes nothing of', undefined],
  ])('%s says nothing', async (_, row) => {
    const { repository, executor, entity } = await loaded();
    if (row !== undefined) entity.lines = ['x'];
    executor.answers.push(late(), rowPage([row ?? stored]));
    expect(await rejectionOf(repository.save(entity, { verify: true }))).toBe(LATE);
  });

  test('a new row: its own values, or those of another writer', async () => {
    for (const [lines, wanted] of [
      [['x'], undefined],
      [['other'], /^OptimisticLockError/],
    ] as const) {
      const { repository, executor } = repositoryOf(Versioned);
      executor.answers.push(late(), rowPage([{ id: 'a', lines: [...lines], version: 1 }]));
      const sent = repository.save(repository.create({ id: 'a', lines: ['x'] }), { verify: true });
      if (wanted === undefined) expect(await sent).toMatchObject({ version: 1 });
      else expect(await rejectionOf(sent)).toMatch(wanted);
    }
  });

  test('without a version is refused', async () => {
    const { repository, executor } = repositoryOf(Doc);
    expect(await rejectionOf(repository.save(repository.create(VALUES), { verify: true }))).toMatch(
      /conditional writes/,
    );
    expect(executor.sent).toHaveLength(0);
  });
});

describe('verify of updates', () => {
  const row = {
    ...BOARD,
    owner: 'o',
    secret: 's',
    tags: new Set(['b', 'a']),
    groups: new Map([['g', new Set([2, 1])]]),
  };

  test.each<[string, Changes<Board>, boolean]>([
    ['a set in another order', { tags: new Set(['a', 'b']) }, true],
    ['a set with another element', { tags: new Set(['a']) }, false],
    ['a map with sets in another order', { groups: new Map([['g', new Set([1, 2])]]) }, true],
    ['a column that entities leave out', { secret: 's' }, true],
    ['elements that were added', { tags: Add('a') }, true],
    ['elements that are not there', { tags: Add('a', 'c') }, false],
    ['elements that were removed', { tags: [Add('b'), Remove('z')] }, true],
    ['elements that are still there', { tags: Remove('a') }, false],
    ['an entry that was put', { groups: Put('g', new Set([1, 2])) }, true],
    ['an entry with another value', { groups: Put('g', new Set([1])) }, false],
    ['a key that was removed', { groups: RemoveKey('h') }, true],
    ['a key that is still there', { groups: RemoveKey('g') }, false],
    ['a place that was emptied', { groups: SetAt('h', null) }, true],
    ['elements that were appended', { lines: Append('x'), tags: Add('a') }, false],
  ])('%s', async (_, changes, applied) => {
    const { repository, executor } = repositoryOf(Board);
    executor.answers.push(late(), rowPage([{ ...row, lines: ['x'] }]));
    const sent = repository.update(BOARD, changes, { if: { owner: 'o' }, verify: true });
    if (applied) expect(await sent).toEqual({ applied: true });
    else expect(await rejectionOf(sent)).toBe(LATE);
  });

  test('updateCollection', async () => {
    const { repository, executor } = repositoryOf(Board);
    executor.answers.push(late(), rowPage([row]));
    const options = { if: { owner: 'o' }, verify: true };
    expect(await repository.updateCollection(BOARD, 'tags', { add: ['a'] }, options)).toEqual({ applied: true });
  });

  test('static columns are read by the partition key', async () => {
    const { repository, executor } = repositoryOf(Board);
    executor.answers.push(late(), rowPage([{ id: 'a', owner: 'me' }]));
    const sent = repository.update({ id: 'a' }, { owner: 'me' }, { if: { owner: null }, verify: true });
    expect(await sent).toEqual({ applied: true });
    expect(executor.sent[1]?.cql).toBe('SELECT DISTINCT id, owner FROM ks.board WHERE id = ?');
  });
});

describe('verify of deletes', () => {
  test.each<[string, Parameters<Repository<Board>['delete']>[1], readonly object[], boolean]>([
    ['a row that is gone', { ifExists: true }, [], true],
    ['a row that is there', { ifExists: true }, [{ ...BOARD, tags: null }], false],
    ['a column without a value', { if: { owner: 'o' }, columns: ['tags'] }, [{ ...BOARD, tags: null }], true],
    ['a column with a value', { if: { owner: 'o' }, columns: ['tags'] }, [{ ...BOARD, tags: new Set('a') }], false],
    ['columns of a row that is gone', { if: { owner: 'o' }, columns: ['tags'] }, [], false],
    ['elements', { if: { owner: 'o' }, elements: { tags: ['a'] } }, [{ ...BOARD, tags: null }], false],
  ])('%s', async (_, options, rows, applied) => {
    const { repository, executor } = repositoryOf(Board);
    executor.answers.push(late(), rowPage(rows as Record<string, unknown>[]));
    const sent = repository.delete(BOARD, { ...options, verify: true });
    if (applied) expect(await sent).toEqual({ applied: true });
    else expect(await rejectionOf(sent)).toBe(LATE);
  });

  test('remove under a version', async () => {
    const { repository, executor } = repositoryOf(Versioned);
    const entity = repository.create({ id: 'a', version: 3 });
    executor.answers.push(late(), rowPage());
    expect(await repository.remove(entity, { verify: true })).toBe(entity);
    expect(await rejectionOf(repository.delete(KEY, { verify: true }))).toMatch(/conditional writes/);
  });
});
