import { setTimeout as sleep } from 'node:timers/promises';
import { dropTestData, testDataSource } from '../support/test-data-source';
import type { DataSource, EntitySubscriber, InsertEvent, LoadEvent, RemoveEvent, Repository, UpdateEvent } from 'caspy';
import {
  AfterInsert,
  AfterLoad,
  AfterRemove,
  AfterUpdate,
  BaseEntity,
  BeforeInsert,
  BeforeRemove,
  BeforeUpdate,
  Column,
  CounterColumn,
  EventSubscriber,
  HookError,
  PartitionKey,
  Table,
} from 'caspy';

const seen: string[] = [];

abstract class Slugged extends BaseEntity {
  @Column() slug?: string;

  @BeforeInsert()
  makeSlug(): void {
    seen.push('entity beforeInsert: parent');
    this.slug = `slug of ${this.name}`;
  }

  abstract name: string;
}

@Table()
class Article extends Slugged {
  @PartitionKey() id!: string;
  @Column() name!: string;
  @Column('int') reads?: number;
  loaded?: string;

  @BeforeInsert()
  async check(): Promise<void> {
    await sleep(5);
    seen.push('entity beforeInsert: child');
    if (this.name === 'forbidden') throw new Error('no such name');
  }

  @AfterInsert()
  inserted(): void {
    seen.push('entity afterInsert');
    if (this.name === 'late') throw new Error('too late');
  }

  @BeforeUpdate()
  updating({ changes }: UpdateEvent<Article>): void {
    seen.push(`entity beforeUpdate of ${this.id}`);
    if (changes.reads === 7) changes.reads = 8;
  }

  @AfterUpdate()
  updated(): void {
    seen.push(`entity afterUpdate: ${this.reads}`);
  }

  @BeforeRemove()
  removing(): void {
    seen.push('entity beforeRemove');
    if (this.name === 'kept') throw new Error('kept');
  }

  @AfterRemove()
  removed(): void {
    seen.push('entity afterRemove');
  }

  @AfterLoad()
  async load(): Promise<void> {
    await sleep(1);
    this.loaded = `${this.name}!`;
  }
}

@Table()
class Plain {
  @PartitionKey() id!: string;
  @Column() name!: string;
}

@Table()
class Hits {
  @PartitionKey() id!: string;
  @CounterColumn() hits!: bigint;
}

let source: DataSource;

@EventSubscriber()
class OfArticles implements EntitySubscriber<Article> {
  listenTo(): typeof Article {
    return Article;
  }
  async beforeInsert({ entity, dataSource, metadata }: InsertEvent<Article>): Promise<void> {
    await sleep(1);
    seen.push(`articles beforeInsert: ${entity.slug}, ${dataSource === source}, ${metadata.tableName}`);
  }
  afterInsert(): void {
    seen.push('articles afterInsert');
  }
  beforeUpdate({ entity, key, changes }: UpdateEvent<Article>): void {
    seen.push(`articles beforeUpdate: ${entity?.id} ${JSON.stringify(key)} ${Object.keys(changes).join()}`);
    if (changes.name === 'veto') throw new Error('vetoed');
    if (changes.name === 'short') changes.name = 'longer';
  }
  beforeRemove({ entity, key }: RemoveEvent<Article>): void {
    seen.push(`articles beforeRemove: ${entity?.id} ${JSON.stringify(key)}`);
  }
  afterLoad(entity: Article, { metadata }: LoadEvent<Article>): void {
    entity.loaded = `${entity.loaded} (${metadata.name})`;
  }
}

@EventSubscriber()
class OfAll implements EntitySubscriber {
  beforeInsert({ metadata, entity }: InsertEvent): void {
    if (metadata.name === 'Plain') Reflect.set(entity, 'name', `${String(Reflect.get(entity, 'name'))}, heard`);
    seen.push(`all beforeInsert: ${metadata.name}`);
  }
  beforeUpdate({ metadata, changes }: UpdateEvent): void {
    seen.push(`all beforeUpdate: ${metadata.name} ${Object.keys(changes).join()}`);
  }
}

let articles: Repository<Article>;
let plains: Repository<Plain>;

beforeAll(async () => {
  source = await testDataSource({ entities: [Article, Plain, Hits], subscribers: [OfArticles, OfAll] });
  articles = source.getRepository(Article);
  plains = source.getRepository(Plain);
});
afterAll(() => dropTestData(source));
beforeEach(async () => {
  await Promise.all([articles.clear(), plains.clear()]);
  seen.length = 0;
});

const article = (name = 'a'): Article => articles.create({ id: name, name });
const streamed = async (): Promise<Article[]> => {
  const rows: Article[] = [];
  for await (const row of articles.stream({ fetchSize: 1 })) rows.push(row);
  return rows;
};
const executed = (): number => source.metrics().executed;
const BEFORE_INSERT = [
  'entity beforeInsert: parent',
  'entity beforeInsert: child',
  'articles beforeInsert: slug of a, true, article',
  'all beforeInsert: Article',
];
const AFTER_INSERT = ['entity afterInsert', 'articles afterInsert'];

describe('save and insert', () => {
  test('run hooks of parents, then of the class, then subscribers by their order; each is awaited', async () => {
    await article().save();
    expect(seen).toEqual([...BEFORE_INSERT, ...AFTER_INSERT]);
    expect(await articles.get({ id: 'a' })).toMatchObject({ slug: 'slug of a' });
  });

  test('insert of an entity runs all, of a plain object only subscribers, which may change a copy', async () => {
    await articles.insert(article());
    expect(seen).toEqual([...BEFORE_INSERT, ...AFTER_INSERT]);
    const values = Object.freeze({ id: 'p', name: 'plain' });
    await plains.insert(values);
    expect(await plains.get({ id: 'p' })).toMatchObject({ name: 'plain, heard' });
  });

  test('what is not applied has no after-hooks', async () => {
    await articles.insert(article(), { hooks: false });
    await articles.insert(article(), { ifNotExists: true });
    expect(seen).toEqual(BEFORE_INSERT);
  });

  test('a hook that throws stops the write before anything is sent', async () => {
    const before = executed();
    await expect(article('forbidden').save()).rejects.toThrow('no such name');
    await expect(articles.save([article('forbidden')])).rejects.toThrow('no such name');
    expect(executed()).toBe(before);
  });

  test('a hook that throws afterwards is reported, and the row is there', async () => {
    const error: unknown = await article('late')
      .save()
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(HookError);
    expect(error).toMatchObject({ code: 'CASPY_HOOK', cause: { message: 'too late' } });
    expect((error as HookError).message).toMatch(/^Article: an afterInsert hook failed\. The row is written/);
    expect(await articles.exists({ where: { id: 'late' } })).toBe(true);
  });

  test('hooks: false runs none, and save([...]) runs them', async () => {
    await article().save({ hooks: false });
    expect(seen).toEqual([]);
    await articles.save([article('x'), article('y')]);
    expect(seen.filter((line) => line === 'entity afterInsert')).toHaveLength(2);
  });
});

describe('update', () => {
  test('of an entity runs its hooks, which may alter the changes', async () => {
    const entity = await article().save({ hooks: false });
    await entity.update({ reads: 7 });
    expect(seen).toEqual([
      'entity beforeUpdate of a',
      'articles beforeUpdate: a {"id":"a"} reads',
      'all beforeUpdate: Article reads',
      'entity afterUpdate: 8',
    ]);
    expect(entity.reads).toBe(8);
    expect(await articles.get({ id: 'a' })).toMatchObject({ reads: 8 });
  });

  test('by key runs subscribers only, which may alter the changes or stop them', async () => {
    const changes = Object.freeze({ name: 'short' });
    await articles.update({ id: 'a' }, changes);
    expect(seen[0]).toBe('articles beforeUpdate: undefined {"id":"a"} name');
    expect(await articles.get({ id: 'a' })).toMatchObject({ name: 'longer' });
    await expect(articles.update({ id: 'a' }, { name: 'veto' })).rejects.toThrow('vetoed');
    await articles.update({ id: 'a' }, { name: 'veto' }, { hooks: false });
    expect(await articles.get({ id: 'a' })).toMatchObject({ name: 'veto' });
  });

  test('counters are updates too', async () => {
    await source.getRepository(Hits).increment({ id: 'h' }, 'hits');
    expect(seen).toEqual(['all beforeUpdate: Hits hits']);
  });
});

describe('remove and delete', () => {
  test('remove runs all, delete by key only subscribers', async () => {
    const entity = await article().save({ hooks: false });
    await entity.remove();
    await articles.delete({ id: 'a' });
    expect(seen).toEqual([
      'entity beforeRemove',
      'articles beforeRemove: a {"id":"a"}',
      'entity afterRemove',
      'articles beforeRemove: undefined {"id":"a"}',
    ]);
  });

  test('a hook that throws keeps the row', async () => {
    const entity = await article('kept').save({ hooks: false });
    await expect(entity.remove()).rejects.toThrow('kept');
    expect(await articles.countBy({ id: 'kept' })).toBe(1);
    await entity.remove({ hooks: false });
    expect(await articles.countBy({ id: 'kept' })).toBe(0);
  });
});

describe('reads', () => {
  beforeEach(() => articles.save([article('a'), article('b'), article('c')], { hooks: false }));

  const ways: readonly [string, () => Promise<readonly unknown[]>][] = [
    ['get', async () => [await articles.get({ id: 'a' })]],
    ['find', () => articles.find()],
    ['findOneBy', async () => [await articles.findOneBy({ id: 'a' })]],
    ['findPage', async () => (await articles.findPage({ size: 2 })).items],
    ['a query set', () => articles.filter({ id: 'a' }).all()],
    ['a stream of small pages', () => streamed()],
    ['query', () => articles.query('SELECT * FROM article')],
  ];
  test.each(ways)('%s gives entities that have heard of their load', async (_, read) => {
    const entities = await read();
    expect(entities.length).toBeGreaterThan(0);
    for (const each of entities) {
      expect(each).toMatchObject({ loaded: expect.stringMatching(/^[abc]! \(Article\)$/) });
    }
  });

  test('not with hooks: false, and not for plain objects of a selection', async () => {
    expect(await articles.get({ id: 'a' }, { hooks: false })).not.toHaveProperty('loaded', expect.any(String));
    const [found] = await articles.find({ hooks: false });
    expect(found?.loaded).toBeUndefined();
    expect(await articles.findOne({ where: { id: 'a' }, select: ['name'] })).toEqual({ name: 'a' });
  });
});

describe('in a batch', () => {
  test('hooks run before it in the order of its parts, and after it', async () => {
    const [a, removed] = [article(), article('r')];
    await source.batch((batch) => {
      batch.save(a).update(Article, { id: 'u' }, { name: 'short' }).remove(removed);
      batch.insert(Plain, { id: 'p', name: 'plain' });
    });
    expect(seen).toEqual([
      ...BEFORE_INSERT,
      'articles beforeUpdate: undefined {"id":"u"} name',
      'all beforeUpdate: Article name',
      'entity beforeRemove',
      'articles beforeRemove: r {"id":"r"}',
      'all beforeInsert: Plain',
      ...AFTER_INSERT,
      'entity afterRemove',
    ]);
    expect(await articles.get({ id: 'u' })).toMatchObject({ name: 'longer' });
    expect(await articles.get({ id: 'a' })).toMatchObject({ slug: 'slug of a' });
    expect(await plains.get({ id: 'p' })).toMatchObject({ name: 'plain, heard' });
  });

  test('one that throws stops all of it', async () => {
    const before = executed();
    const sent = source.batch((batch) => void batch.save(article('fine')).save(article('forbidden')));
    await expect(sent).rejects.toThrow('no such name');
    expect(executed()).toBe(before);
    expect(seen).not.toContain('entity afterInsert');
  });

  test('hooks: false leaves them out', async () => {
    await source.batch((batch) => void batch.save(article(), { hooks: false }));
    expect(seen).toEqual([]);
  });
});
