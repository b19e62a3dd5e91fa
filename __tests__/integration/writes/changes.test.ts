import { dropTestData, testDataSource } from '../support/test-data-source';
import type { DataSource, Repository } from 'caspy';
import {
  Add,
  Append,
  BaseEntity,
  Column,
  ContainsEntry,
  CounterColumn,
  CreateDateColumn,
  In,
  MoreThan,
  NotEqual,
  OptimisticLockError,
  PartitionKey,
  Prepend,
  Put,
  Remove,
  RemoveKey,
  Server,
  SetAt,
  Table,
  UpdateDateColumn,
  VersionColumn,
} from 'caspy';

@Table()
class Profile extends BaseEntity {
  @PartitionKey() id!: string;
  @Column() name!: string;
  @Column('set<text>') tags!: Set<string>;
  @Column('list<int>') scores!: number[];
  @Column('map<text, int>') votes!: Map<string, number>;
  @Column('frozen<set<text>>') fixed!: Set<string>;
  @Column('timeuuid') touched?: string;
}

@Table()
class Page {
  @PartitionKey() url!: string;
  @CounterColumn() views!: bigint;
  @CounterColumn() likes!: bigint;
}

@Table()
class Document extends BaseEntity {
  @PartitionKey() id!: string;
  @Column() body!: string;
  @VersionColumn() version!: number;
  @CreateDateColumn() createdAt!: Date;
  @UpdateDateColumn() updatedAt!: Date;
}

let dataSource: DataSource;
let fast: DataSource;
let profiles: Repository<Profile>;
let pages: Repository<Page>;
let documents: Repository<Document>;

beforeAll(async () => {
  dataSource = await testDataSource({ entities: [Profile, Page, Document] });
  const { keyspace } = dataSource;
  fast = await testDataSource({ entities: [Profile], keyspace: keyspace!, synchronize: false, fastDecode: true });
  profiles = dataSource.getRepository(Profile);
  pages = dataSource.getRepository(Page);
  documents = dataSource.getRepository(Document);
});
afterAll(async () => {
  await fast.destroy();
  await dropTestData(dataSource);
});
beforeEach(() => Promise.all([profiles.clear(), documents.clear()]));

const key = { id: 'a' };
const make = (): Profile =>
  profiles.create({
    ...{ id: 'a', name: 'Ada', tags: new Set(['x', 'y']), scores: [1, 2, 2, 3] },
    ...{ votes: new Map([['en', 1]]), fixed: new Set(['f']) },
  });

describe('changes in place', () => {
  beforeEach(() => profiles.save(make()));

  test('of sets, lists and maps', async () => {
    await profiles.update(key, { tags: [Add('z'), Remove('x')], name: 'Ada L' });
    await profiles.update(key, { scores: [Append(4, 5), Prepend(-1, 0)] });
    await profiles.update(key, { scores: Remove(2), votes: [Put('de', 2), RemoveKey('en')] });
    await profiles.update(key, { scores: SetAt(0, 9) });
    await profiles.update(key, { votes: SetAt('fr', 3) });
    expect(await profiles.get(key)).toMatchObject({
      ...{ name: 'Ada L', tags: new Set(['y', 'z']), scores: [9, 0, 1, 3, 4, 5] },
      votes: new Map([
        ['de', 2],
        ['fr', 3],
      ]),
    });
    await profiles.update(key, { votes: SetAt('fr', null) });
    expect((await profiles.getOrFail(key)).votes).toEqual(new Map([['de', 2]]));
  });

  test('updateCollection adds and removes in one call', async () => {
    await profiles.updateCollection(key, 'tags', { add: ['p', 'q'], remove: ['x'] });
    await profiles.updateCollection(key, 'scores', { append: [7], prepend: [0] });
    await profiles.updateCollection(key, 'votes', { put: new Map([['fr', 2]]), remove: ['en'] });
    expect(await profiles.get(key)).toMatchObject({
      ...{ tags: new Set(['p', 'q', 'y']), scores: [0, 1, 2, 2, 3, 7], votes: new Map([['fr', 2]]) },
    });
  });

  test.each<[string, object, string]>([
    ['Append on a set', { tags: Append('x') }, 'Profile.tags is a set: use Add() and Remove()'],
    ['Add on a list', { scores: Add(1) }, 'Profile.scores is a list: use Append()'],
    ['Put on a set', { tags: Put('a', 'b') }, 'Profile.tags is a set'],
    ['Add on a frozen set', { fixed: Add('x') }, 'Profile.fixed is frozen'],
    ['Add on a text', { name: Add('x') }, 'Profile.name is text, which has no elements'],
    ['a wrong element', { tags: Add(5) }, 'Profile.tags'],
    ['a change out of JSON', { tags: JSON.parse('{"name":"add","operands":["x"]}') }, 'Profile.tags does not fit'],
  ])('%s is refused before anything is sent', async (_, changes, message) => {
    const before = dataSource.metrics().executed;
    await expect(profiles.update(key, changes)).rejects.toThrow(message);
    expect(dataSource.metrics().executed).toBe(before);
  });

  test('the server makes values', async () => {
    await profiles.update(key, { touched: Server.now() });
    expect((await profiles.getOrFail(key)).touched).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-1/);
    await profiles.insert({ id: 'b', touched: Server.now() });
    expect((await profiles.getOrFail({ id: 'b' })).touched).toMatch(/-1/);
  });
});

describe('save of a loaded entity sends only what was set', () => {
  beforeEach(() => profiles.save(make()));

  test('and leaves what others added meanwhile', async () => {
    const mine = await profiles.getOrFail(key);
    await profiles.updateCollection(key, 'tags', { add: ['theirs'] });
    await profiles.update(key, { votes: new Map([['theirs', 1]]) });
    mine.name = 'Mine';
    await profiles.save(mine);
    expect(await profiles.get(key)).toMatchObject({ name: 'Mine', tags: new Set(['theirs', 'x', 'y']) });
    expect((await profiles.getOrFail(key)).votes).toEqual(new Map([['theirs', 1]]));
  });

  test('a collection that was changed in place is seen', async () => {
    const mine = await profiles.getOrFail(key);
    mine.tags.add('new');
    mine.scores.push(9);
    mine.votes.set('de', 4);
    await profiles.save(mine);
    expect(await profiles.get(key)).toEqual(mine);
  });

  test('a value that was set back after a save is sent again', async () => {
    const mine = await profiles.getOrFail(key);
    mine.name = 'Other';
    await profiles.save(mine);
    mine.name = 'Ada';
    await profiles.save(mine);
    expect((await profiles.getOrFail(key)).name).toBe('Ada');
  });

  test('a value that was set back after a save with a TTL, or with a value of the server, is sent again', async () => {
    const mine = await profiles.getOrFail(key);
    mine.name = 'Other';
    await profiles.save(mine, { ttl: 600 });
    mine.name = 'Ada';
    await profiles.save(mine);
    expect((await profiles.getOrFail(key)).name).toBe('Ada');
    await profiles.save(Object.assign(mine, { name: 'Third', touched: Server.now() }));
    await profiles.save(Object.assign(mine, { name: 'Ada', touched: undefined }));
    expect((await profiles.getOrFail(key)).name).toBe('Ada');
  });

  test('the origin project wiped a collection here: save, updateCollection, save', async () => {
    const user = await Profile.create({ id: 'c', name: 'one', tags: new Set(['a']) }).save();
    await user.updateCollection('tags', { add: ['python'] });
    user.name = 'two';
    await user.save();
    await user.reload();
    expect(user).toMatchObject({ name: 'two', tags: new Set(['a', 'python']) });
  });

  test('values that it was loaded with are not written again', async () => {
    const writeTime = async (): Promise<unknown> =>
      (await dataSource.execute(`SELECT writetime(name) AS at FROM profile WHERE id = 'a'`)).rows[0]?.at;
    const before = await writeTime();
    const mine = await profiles.getOrFail(key);
    mine.tags = new Set(['only']);
    await profiles.save(mine);
    expect(await writeTime()).toBe(before);
  });

  test('after remove() it is a new row', async () => {
    const mine = await profiles.getOrFail(key);
    await profiles.remove(mine);
    await profiles.save(mine);
    expect(await profiles.get(key)).toEqual(mine);
  });

  test.each<[string, () => Promise<Profile>, object]>([
    ['loaded', () => profiles.getOrFail(key), {}],
    ['loaded, with trackChanges', () => profiles.getOrFail(key), { trackChanges: true }],
    ['loaded as bytes', () => fast.getRepository(Profile).getOrFail(key), {}],
    ['saved', () => profiles.save(make()), {}],
    [
      'updated',
      async () => {
        const mine = await profiles.save(make());
        await mine.update({ name: 'Zoe' });
        return mine;
      },
      {},
    ],
  ])('an entity that was %s and has another key now is another row: all of it is written', async (_, get, options) => {
    const mine = await get();
    const copy = { ...(await profiles.getOrFail(key)), id: 'copy' };
    mine.id = 'copy';
    await profiles.save(mine, options);
    expect(await profiles.get({ id: 'copy' })).toEqual(copy);
    mine.name = 'Ann';
    await profiles.save(mine, options);
    expect(await profiles.get({ id: 'copy' })).toEqual({ ...copy, name: 'Ann' });
    expect(await profiles.get(key)).not.toBeNull();
  });

  test('trackChanges sends what was added and removed, and nothing at all for no change', async () => {
    const mine = await profiles.getOrFail(key);
    await profiles.updateCollection(key, 'tags', { add: ['theirs'] });
    mine.tags.add('mine');
    mine.tags.delete('x');
    mine.votes.set('de', 5);
    await profiles.save(mine, { trackChanges: true });
    expect((await profiles.getOrFail(key)).tags).toEqual(new Set(['mine', 'theirs', 'y']));
    const before = dataSource.metrics().executed;
    await profiles.save(await profiles.getOrFail(key), { trackChanges: true });
    expect(dataSource.metrics().executed).toBe(before + 1);
  });

  test('what is remembered shows nowhere', async () => {
    const mine = await profiles.getOrFail(key);
    expect(Object.getOwnPropertySymbols(mine)).toEqual([]);
    expect(JSON.stringify(mine)).not.toContain('params');
    expect(Object.keys(mine)).toEqual(['id', 'name', 'tags', 'scores', 'votes', 'fixed', 'touched']);
  });
});

describe('counters', () => {
  test('are incremented and decremented, from many sides at once', async () => {
    await Promise.all(Array.from({ length: 50 }, () => pages.increment({ url: '/' }, 'views')));
    await pages.increment({ url: '/' }, 'likes', 10n);
    await pages.decrement({ url: '/' }, 'likes', 3);
    expect(await pages.get({ url: '/' })).toEqual({ url: '/', views: 50n, likes: 7n });
  });

  test('cannot be saved, inserted or set', async () => {
    await expect(pages.save({ url: '/', views: 1n } as Page)).rejects.toThrow('Use increment() and decrement()');
    await expect(pages.insert({ url: '/' })).rejects.toThrow('holds counters');
    await expect(pages.update({ url: '/' }, { views: 5n })).rejects.toThrow('Page.views is a counter');
    await expect(profiles.increment(key, 'name')).rejects.toThrow('only counters are incremented');
  });
});

describe('conditional writes', () => {
  beforeEach(() => profiles.save(make()));

  test.each<[string, object, boolean]>([
    ['a value', { name: 'Ada' }, true],
    ['another value', { name: 'Bob' }, false],
    ['several', { name: 'Ada', votes: ContainsEntry('en', 1) }, true],
    ['NotEqual', { name: NotEqual('Ada') }, false],
    ['In', { name: In(['Ada', 'Bob']) }, true],
    ['a range', { name: MoreThan('B') }, false],
    ['null', { touched: null }, true],
  ])('update if %s', async (_, conditions, applied) => {
    const result = await profiles.update(key, { scores: [5] }, { if: conditions });
    expect(result.applied).toBe(applied);
    if (!result.applied) expect(result.existing).toMatchObject({ name: 'Ada' });
    expect((await profiles.getOrFail(key)).scores).toEqual(applied ? [5] : [1, 2, 2, 3]);
  });

  test('delete if', async () => {
    expect(await profiles.delete(key, { if: { name: 'Bob' } })).toMatchObject({ applied: false });
    expect(await profiles.delete(key, { if: { name: 'Ada' } })).toEqual({ applied: true });
    expect(await profiles.get(key)).toBeNull();
  });

  test.each<[string, object, string]>([
    ['a key column', { id: 'a' }, 'is part of the primary key'],
    ['undefined', { name: undefined }, 'Profile.name is undefined in an if'],
    ['nothing', {}, "'if' is an object of conditions"],
    ['an if that is undefined', undefined as never, "'if' is an object of conditions"],
    ['an unknown property', { nam: 'x' }, "no column 'nam'"],
  ])('refuses %s in an if', async (_, conditions, message) => {
    await expect(profiles.update(key, { name: 'x' }, { if: conditions })).rejects.toThrow(message);
  });

  test('50 writers race ifNotExists, and one wins', async () => {
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        profiles.insert({ id: 'race', name: String(n) }, { ifNotExists: true, timeout: 60_000 }),
      ),
    );
    expect(results.filter(({ applied }) => applied)).toHaveLength(1);
  }, 90_000);
});

test('parts of a row are deleted: columns, keys of a map, elements of a list and of a set', async () => {
  await profiles.save(make());
  await profiles.delete(key, { columns: ['name'], elements: { votes: ['en'], scores: [0], tags: ['x'] } });
  expect(await profiles.get(key)).toMatchObject({
    ...{ name: null, scores: [2, 2, 3], votes: new Map(), tags: new Set(['y']) },
  });
  await expect(profiles.delete(key, { elements: { name: ['x'] } })).rejects.toThrow('no single element');
});

describe('versions and dates', () => {
  test('save counts the version up and refuses a stale one', async () => {
    const first = await documents.save(documents.create({ id: '1', body: 'one' }));
    expect(first.version).toBe(1);
    const second = await documents.getOrFail({ id: '1' });
    second.body = 'two';
    await documents.save(second);
    expect(second.version).toBe(2);
    first.body = 'lost';
    await expect(documents.save(first)).rejects.toThrow(OptimisticLockError);
    await expect(documents.save(documents.create({ id: '1', body: 'new' }))).rejects.toThrow(OptimisticLockError);
    expect(await documents.get({ id: '1' })).toMatchObject({ body: 'two', version: 2 });
  });

  test('update and remove take the version that was read', async () => {
    const doc = await documents.save(documents.create({ id: '2', body: 'one' }));
    await expect(documents.update({ id: '2' }, { body: 'x' })).rejects.toThrow('Give the one that you read');
    await documents.update({ id: '2' }, { body: 'two', version: 1 });
    await expect(documents.update({ id: '2' }, { body: 'x', version: 1 })).rejects.toThrow(OptimisticLockError);
    await expect(documents.remove(doc)).rejects.toThrow(OptimisticLockError);
    await doc.reload();
    await doc.update({ body: 'three' });
    expect(doc).toMatchObject({ body: 'three', version: 3 });
    await documents.remove(doc);
    expect(await documents.get({ id: '2' })).toBeNull();
  });

  test('50 writers that count a field up under the lock lose no update', async () => {
    await documents.save(documents.create({ id: '3', body: '0' }));
    const increment = async (): Promise<void> => {
      for (;;) {
        const doc = await documents.getOrFail({ id: '3' }, { consistency: 'SERIAL', timeout: 60_000 });
        doc.body = String(Number(doc.body) + 1);
        try {
          await documents.save(doc, { timeout: 60_000 });
          return;
        } catch (error) {
          if (!(error instanceof OptimisticLockError)) throw error;
        }
      }
    };
    await Promise.all(Array.from({ length: 50 }, increment));
    expect(await documents.get({ id: '3' })).toMatchObject({ body: '50', version: 51 });
  }, 180_000);

  test('dates are filled', async () => {
    const start = Date.now();
    const doc = await documents.save(documents.create({ id: '4', body: 'x' }));
    expect(doc.createdAt.getTime()).toBeGreaterThanOrEqual(start);
    const { createdAt, updatedAt } = doc;
    await new Promise((resolve) => setTimeout(resolve, 5));
    await documents.update({ id: '4' }, { body: 'y', version: 1 });
    const read = await documents.getOrFail({ id: '4' });
    expect(read.createdAt).toEqual(createdAt);
    expect(read.updatedAt.getTime()).toBeGreaterThan(updatedAt.getTime());
  });
});
