import { dropTestData, testDataSource } from '../support/test-data-source';
import type { BatchOptions, DataSource, Logger, Repository } from 'caspy';
import {
  Add,
  ClusteringKey,
  Column,
  CounterColumn,
  Increment,
  OptimisticLockError,
  PartitionKey,
  QueryPlanError,
  StaticColumn,
  Table,
  VersionColumn,
} from 'caspy';

@Table()
class Post {
  @PartitionKey() author!: string;
  @ClusteringKey('int') seq!: number;
  @StaticColumn('int') posts?: number;
  @Column() body!: string;
  @Column('text') note?: string | null;
  @Column('set<text>') tags!: Set<string>;
}

@Table()
class PostByTag {
  @PartitionKey() tag!: string;
  @ClusteringKey('uuid', { generated: 'uuid' }) id!: string;
  @Column() body!: string;
}

@Table()
class Page {
  @PartitionKey() url!: string;
  @CounterColumn() views!: bigint;
}

@Table()
class Line {
  @PartitionKey() order!: string;
  @ClusteringKey('int') seq!: number;
  @Column('int') amount!: number;
  @VersionColumn() version!: number;
}

const warnings: string[] = [];
const logger: Logger = {
  logQuery: () => undefined,
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchema: () => undefined,
  log: (_, message) => warnings.push(message),
};

let dataSource: DataSource;
let posts: Repository<Post>;
let tagged: Repository<PostByTag>;
let pages: Repository<Page>;
let lines: Repository<Line>;

beforeAll(async () => {
  dataSource = await testDataSource({ entities: [Post, PostByTag, Page, Line], logging: ['warn'], logger });
  posts = dataSource.getRepository(Post);
  tagged = dataSource.getRepository(PostByTag);
  pages = dataSource.getRepository(Page);
  lines = dataSource.getRepository(Line);
});
afterAll(() => dropTestData(dataSource));
beforeEach(async () => {
  await Promise.all([posts.clear(), tagged.clear(), pages.clear(), lines.clear()]);
  warnings.length = 0;
});

const post = (seq: number, more: Partial<Post> = {}): Post =>
  posts.create({ author: 'ada', seq, body: `body ${seq}`, tags: new Set(['x']), ...more });
const writetime = async (column: string): Promise<unknown> =>
  (await dataSource.execute(`SELECT writetime(${column}) AS at FROM post`)).rows[0]?.at;

describe('a logged batch', () => {
  test('writes several tables as one, with every method', async () => {
    await posts.save([post(1), post(2), post(3)]);
    const fresh = post(4);
    const copy = tagged.create({ tag: 'x', body: 'copy' });
    const removed = post(3);
    const result = await dataSource.batch(async (batch) => {
      batch.save([fresh, copy]);
      batch.insert(PostByTag, { tag: 'y', body: 'other' });
      await Promise.resolve();
      batch.update(Post, { author: 'ada', seq: 1 }, { body: 'new', tags: Add('z') });
      batch.updateCollection(Post, { author: 'ada', seq: 1 }, 'tags', { remove: ['x'] });
      batch.delete(Post, { author: 'ada', seq: 2 });
      batch.remove(removed);
      expect(batch.size).toBe(7);
    });
    expect(result).toEqual({ applied: true });
    expect(copy.id).toMatch(/^[0-9a-f-]{36}$/);
    const rows = await posts.findBy({ author: 'ada' });
    expect(rows.map(({ seq, body, tags }) => [seq, body, [...tags]])).toEqual([
      [1, 'new', ['z']],
      [4, 'body 4', ['x']],
    ]);
    expect(await tagged.countBy({ tag: 'x' })).toBe(1);
    expect(await tagged.countBy({ tag: 'y' })).toBe(1);
  });

  test('has one timestamp, and each statement its own TTL', async () => {
    await dataSource.batch(
      (batch) => batch.save(post(1), { ttl: 500 }).insert(Post, { author: 'ada', seq: 2, body: 'b' }) as never,
      { timestamp: 1_000n },
    );
    expect(Number(await writetime('body'))).toBe(1_000);
    const { rows } = await dataSource.execute('SELECT seq, ttl(body) AS ttl FROM post');
    expect(rows.map(({ ttl }) => ttl)).toEqual([expect.any(Number), null]);
  });

  test('a second save of an entity sends only what was set after the batch', async () => {
    const entity = post(1);
    await dataSource.batch((batch) => void batch.save(entity));
    await posts.update({ author: 'ada', seq: 1 }, { note: 'of another writer' });
    await posts.save(Object.assign(entity, { body: 'changed' }));
    expect(await posts.get({ author: 'ada', seq: 1 })).toMatchObject({ body: 'changed', note: 'of another writer' });
  });

  test('an empty one sends nothing, and neither does one whose function throws', async () => {
    const before = dataSource.metrics().executed;
    expect(await dataSource.batch(() => undefined)).toEqual({ applied: true });
    const failing = dataSource.batch((batch) => {
      batch.save(post(1));
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(dataSource.metrics().executed).toBe(before);
  });

  test('reaches another keyspace through a repository', async () => {
    const here = dataSource.keyspace ?? '';
    await dataSource.batch((batch) => void batch.insert(posts.withKeyspace(here), { author: 'k', seq: 1 }));
    expect(await posts.countBy({ author: 'k' })).toBe(1);
  });

  test('of 1,000 rows of one partition has few statements', async () => {
    const before = dataSource.metrics().preparedStatements;
    await dataSource.batch((batch) => void batch.save(Array.from({ length: 1_000 }, (_, seq) => post(seq))));
    expect(await posts.countBy({ author: 'ada' })).toBe(1_000);
    expect(dataSource.metrics().preparedStatements - before).toBeLessThanOrEqual(2);
  });
});

describe('refused before anything is sent', () => {
  const big = 'x'.repeat(1_000);
  const cases: readonly [string, BatchOptions, Parameters<DataSource['batch']>[0], RegExp][] = [
    ['unlogged across partitions', { logged: false }, (b) => void b.save([post(1), post(2, { author: 'bob' })]), /one partition.*2 partitions/],
    ['unlogged with several partitions in one statement', { logged: false }, (b) => void b.save(post(1)).insert(PostByTag, { tag: 'x' }), /one partition/],
    ['a counter beside a row', {}, (b) => void b.save(post(1)).increment(Page, { url: '/' }, 'views'), /batches of their own/],
    ['a logged batch of counters', { logged: true }, (b) => void b.increment(Page, { url: '/' }, 'views'), /takes no 'logged'/],
    ['a timestamp of counters', { timestamp: 1 }, (b) => void b.increment(Page, { url: '/' }, 'views'), /takes no 'timestamp'/],
    ['a condition across partitions', {}, (b) => void b.save(post(1, { author: 'bob' })).update(Post, { author: 'ada', seq: 1 }, { body: 'x' }, { ifExists: true }), /one partition of one table.*several partitions/],
    ['a condition across tables', {}, (b) => void b.insert(PostByTag, { tag: 'ada' }).insert(Post, { author: 'ada', seq: 1 }, { ifNotExists: true }), /2 tables/],
    ['versions across partitions', {}, (b) => void b.save([lines.create({ order: 'a', seq: 1 }), lines.create({ order: 'b', seq: 1 })]), /several partitions/],
    ['a timestamp with a condition', { timestamp: 1 }, (b) => void b.insert(Post, { author: 'ada', seq: 1 }, { ifNotExists: true }), /takes no 'timestamp'/],
    ['more bytes than the server takes', {}, (b) => void b.save(Array.from({ length: 60 }, (_, i) => post(1, { author: `a${i}`, body: big }))), /about \d+ bytes in 60 statements; 51200 are allowed/],
    ['more bytes than asked for', { maxBytes: 100 }, (b) => void b.save(post(1, { body: big })), /; 100 are allowed/],
    ['more statements than the protocol counts', {}, (b) => { for (let seq = 0; seq < 65_536; seq += 1) b.delete(Post, { author: 'a', seq }); }, /65536 statements/],
  ]; // prettier-ignore
  test.each(cases)('%s', async (_, options, work, message) => {
    const before = dataSource.metrics().executed;
    const outcome: unknown = await dataSource.batch(work, options).catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(QueryPlanError);
    expect((outcome as QueryPlanError).message).toMatch(message);
    expect((outcome as QueryPlanError).waysOut.length).toBeGreaterThan(0);
    expect(dataSource.metrics().executed).toBe(before);
  });

  test('the server agrees about the size', async () => {
    const outcomes = [];
    for (const count of [46, 47]) {
      const rows = Array.from({ length: count }, (_, i) => post(1, { author: `a${i}`, body: big }));
      const sent = dataSource.batch((batch) => void batch.save(rows), { maxBytes: 1_000_000 });
      outcomes.push(
        await sent.then(
          () => 'taken',
          (error: unknown) => (error as Error).message,
        ),
      );
    }
    expect(outcomes).toEqual(['taken', expect.stringContaining('Batch too large')]);
  });

  test('a large batch is a warning in the log', async () => {
    const rows = Array.from({ length: 10 }, (_, i) => post(1, { author: `a${i}`, body: big }));
    await dataSource.batch((batch) => void batch.save(rows));
    expect(warnings).toEqual([expect.stringMatching(/about \d+ bytes in 10 statements across 10 partitions/)]);
    await dataSource.batch((batch) => void batch.save(rows.map((_, seq) => post(seq, { body: big }))));
    expect(warnings).toHaveLength(1);
  });

  test('adding to a batch that was sent, and options of the batch on a part of it', async () => {
    await dataSource.batch((batch) => {
      batch.save(post(1));
      setImmediate(() => expect(() => batch.save(post(2))).toThrow(/was sent already/));
      expect(() => batch.save(post(3), { timestamp: 1 } as never)).toThrow(/batch\(work, \{ timestamp/);
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await posts.countBy({ author: 'ada' })).toBe(1);
  });
});

describe('counters', () => {
  test('make a counter batch by themselves', async () => {
    await dataSource.batch((batch) => {
      batch.increment(Page, { url: '/a' }, 'views', 2n).decrement(Page, { url: '/b' }, 'views');
      batch.update(Page, { url: '/c' }, { views: Increment(5) });
    });
    const views = await Promise.all(['/a', '/b', '/c'].map(async (url) => (await pages.get({ url }))?.views));
    expect(views).toEqual([2n, -1n, 5n]);
  });
});

describe('conditions', () => {
  test('in one partition: all or nothing, with the rows in the way', async () => {
    const work: Parameters<DataSource['batch']>[0] = (batch) =>
      void batch
        .insert(Post, { author: 'ada', seq: 1, body: 'one' }, { ifNotExists: true })
        .save(post(2))
        .update(Post, { author: 'ada' }, { posts: 2 });
    expect(await dataSource.batch(work)).toEqual({ applied: true });
    expect(await posts.countBy({ author: 'ada' })).toBe(2);
    const second = await dataSource.batch((batch) => {
      void work(batch);
      batch.save(post(9));
    });
    expect(second).toMatchObject({ applied: false, existing: [{ author: 'ada', seq: 1, body: 'one' }] });
    expect(await posts.get({ author: 'ada', seq: 9 })).toBeNull();
  });

  test('that fail on a row that is not there', async () => {
    const result = await dataSource.batch(
      (batch) => void batch.update(Post, { author: 'ada', seq: 1 }, { body: 'x' }, { ifExists: true }),
    );
    expect(result).toEqual({ applied: false, existing: [] });
  });

  test('versions of a partition are locked together', async () => {
    const [a, b] = [lines.create({ order: 'o', seq: 1, amount: 1 }), lines.create({ order: 'o', seq: 2, amount: 2 })];
    await dataSource.batch((batch) => void batch.save([a, b]));
    expect([a.version, b.version]).toEqual([1, 1]);
    const stale = await lines.getOrFail({ order: 'o', seq: 2 });
    await dataSource.batch(
      (batch) => void batch.save([Object.assign(a, { amount: 10 }), Object.assign(b, { amount: 20 })]),
    );
    expect([a.version, b.version]).toEqual([2, 2]);
    const late = dataSource.batch((batch) => void batch.save([Object.assign(a, { amount: 99 }), stale]));
    await expect(late).rejects.toThrow(OptimisticLockError);
    expect([a.version, stale.version]).toEqual([2, 1]);
    await expect(dataSource.batch((batch) => void batch.remove([a, stale]))).rejects.toThrow(OptimisticLockError);
    expect((await lines.findBy({ order: 'o' })).map(({ amount }) => amount)).toEqual([10, 20]);
    await dataSource.batch((batch) => void batch.remove([a, b]));
    expect(await lines.countBy({ order: 'o' })).toBe(0);
  });
});

describe('a TTL per column', () => {
  const key = { author: 'ada', seq: 1 };
  const ttls = async (): Promise<unknown[]> => {
    const { rows } = await dataSource.execute(
      'SELECT ttl(body) AS body, ttl(note) AS note, ttl(posts) AS posts FROM post',
    );
    return rows.map(({ body, note, posts: count }) =>
      [body, note, count].map((ttl) => (ttl === null ? null : Number(ttl) > 55)),
    );
  };

  test('is one batch in one partition, and columns that are not named have none', async () => {
    await posts.update(key, { body: 'b', note: 'n', posts: 1 }, { ttl: { body: 60, note: 50 } });
    expect(await ttls()).toEqual([[true, false, null]]);
  });

  test('works under a condition, and in a batch', async () => {
    const refused = await posts.update(key, { body: 'b', posts: 3 }, { ttl: { body: 60 }, ifExists: true });
    expect(refused).toMatchObject({ applied: false });
    await posts.save(post(1));
    expect(await posts.update(key, { body: 'b', posts: 3 }, { ttl: { posts: 60 }, if: { body: 'body 1' } })).toEqual({
      applied: true,
    });
    expect(await ttls()).toEqual([[null, null, true]]);
    await dataSource.batch((batch) => void batch.update(Post, key, { body: 'c', note: 'd' }, { ttl: { note: 60 } }));
    expect(await ttls()).toEqual([[null, true, true]]);
  });

  test('names columns that are written', async () => {
    await expect(posts.update(key, { body: 'b' }, { ttl: { note: 5 } })).rejects.toThrow(
      /Post\.note has a TTL, but is not among/,
    );
    await expect(posts.update(key, { body: 'b' }, { ttl: { body: 1.5 } })).rejects.toThrow(/'ttl' is a whole number/);
  });
});
