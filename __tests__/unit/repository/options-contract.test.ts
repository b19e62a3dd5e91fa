import {
  BaseEntity,
  ClusteringKey,
  Column,
  Count,
  CounterColumn,
  Index,
  PartitionKey,
  QuerySet,
  Repository,
  Table,
} from '../../../lib/index';
import type { RepositoryOptions } from '../../../lib/index';
import type { EntityClass } from '../../../lib/metadata/table-metadata';
import type { Statement } from '../../../lib/query/statement';
import { bindRepository } from '../../../lib/repository/base-entity';
import type { Executor, TableContext } from '../../../lib/repository/entity-table';
import { EntityTable } from '../../../lib/repository/entity-table';
import type { RequestOptions, RowPage } from '../../../lib/session/request';
import { rowPage } from '../support/fake-executor';
import { tableOf } from '../support/models';

@Table()
class Item extends BaseEntity {
  @PartitionKey() id!: string;
  @ClusteringKey() part!: string;
  @Column() name!: string;
  @Index() @Column() city!: string;
  @Column('set<text>') tags!: Set<string>;
}

@Table()
class Hits {
  @PartitionKey() id!: string;
  @CounterColumn() hits!: bigint;
}

const KEY = { id: 'a', part: 'b' };
const PARTITION = { id: 'a' };

/** Answers one row to every read, and writes down the options of every request. */
class Recorder implements Executor {
  readonly options: RequestOptions[] = [];

  execute(statement: Statement, _: readonly unknown[], options: RequestOptions = {}): Promise<RowPage> {
    this.options.push(options);
    if (!statement.cql.startsWith('SELECT')) return Promise.resolve(rowPage());
    const row = statement.cql.includes('count(*)') ? { count: 1n } : { ...KEY, name: 'n', city: 'c', tags: null };
    return Promise.resolve(rowPage([row]));
  }

  executeBatch(_: unknown, options: RequestOptions): Promise<RowPage> {
    this.options.push(options);
    return Promise.resolve(rowPage());
  }
}

interface Stage {
  readonly items: Repository<Item>;
  readonly hits: Repository<Hits>;
  readonly item: Item;
}

/** Those that reach the server. */
type Name = Exclude<keyof RepositoryOptions, 'validate'>;
type Options = Readonly<Record<string, unknown>>;

interface Operation {
  /** What it may be told, by the repository and by what stands beneath it. */
  readonly honours: readonly Name[];
  /** Of these, what the call itself takes too. */
  readonly takes: readonly Name[];
  readonly run: (stage: Stage, options: Options) => unknown;
}

const READ: readonly Name[] = ['consistency', 'timeout', 'fetchSize', 'tracing', 'profile'];
const PAGE = READ.filter((name) => name !== 'fetchSize');
const WRITE: readonly Name[] = ['consistency', 'serialConsistency', 'timeout', 'idempotent', 'tracing', 'profile'];
const BULK = WRITE.filter((name) => name !== 'serialConsistency');
const COUNTER = WRITE.filter((name) => name !== 'serialConsistency');
/** What a query set has methods for. */
const CHAIN: readonly Name[] = ['consistency', 'timeout', 'fetchSize', 'tracing', 'profile'];

const read = (run: Operation['run'], takes: Operation['takes'] = READ): Operation => ({ honours: READ, takes, run });
const write = (run: Operation['run'], takes: Operation['takes'] = WRITE): Operation => ({ honours: WRITE, takes, run });

async function drain(rows: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of rows);
}

const REPOSITORY: Readonly<Record<string, Operation>> = {
  save: write(({ items, item }, options) => items.save(item, options)),
  'save of several': write(({ items, item }, options) => items.save([item, item], options)),
  bulkSave: write(({ items, item }, options) => items.bulkSave([item], options), BULK),
  'bulkSave of a partition': write(
    ({ items, item }, options) => items.bulkSave([item, { ...item, part: 'c' } as Item], options),
    BULK,
  ),
  bulkDelete: write(({ items }, options) => items.bulkDelete([KEY], options), BULK),
  insert: write(({ items }, options) => items.insert(KEY, options)),
  update: write(({ items }, options) => items.update(KEY, { name: 'x' }, options)),
  updateEntity: write(({ items, item }, options) => items.updateEntity(item, { name: 'x' }, options)),
  updateCollection: write(({ items }, options) => items.updateCollection(KEY, 'tags', { add: ['x'] }, options)),
  increment: write(({ hits }, options) => hits.increment(PARTITION, 'hits', 1n, options), COUNTER),
  decrement: write(({ hits }, options) => hits.decrement(PARTITION, 'hits', 1n, options), COUNTER),
  delete: write(({ items }, options) => items.delete(KEY, options)),
  remove: write(({ items, item }, options) => items.remove(item, options)),
  'remove of several': write(({ items, item }, options) => items.remove([item], options)),
  clear: write(({ items }, options) => items.clear(options), ['timeout', 'tracing', 'profile']),
  get: read(({ items }, options) => items.get(KEY, options)),
  getOrFail: read(({ items }, options) => items.getOrFail(KEY, options)),
  find: read(({ items }, options) => items.find({ where: PARTITION, ...options })),
  'find of all': read(({ items }, options) => items.find(options)),
  findBy: read(({ items }) => items.findBy(PARTITION), []),
  findOne: read(({ items }, options) => items.findOne({ where: KEY, ...options })),
  findOneBy: read(({ items }) => items.findOneBy(KEY), []),
  findOneOrFail: read(({ items }, options) => items.findOneOrFail({ where: KEY, ...options })),
  findOneByOrFail: read(({ items }) => items.findOneByOrFail(KEY), []),
  findPage: {
    honours: PAGE,
    takes: PAGE,
    run: ({ items }, options) => items.findPage({ where: PARTITION, ...options }),
  },
  count: read(({ items }, options) => items.count({ where: PARTITION, ...options })),
  countBy: read(({ items }) => items.countBy(PARTITION), []),
  sum: read(({ hits }, options) => hits.sum('hits', PARTITION, options)),
  average: read(({ hits }, options) => hits.average('hits', PARTITION, options)),
  minimum: read(({ items }, options) => items.minimum('name', PARTITION, options)),
  maximum: read(({ items }, options) => items.maximum('name', PARTITION, options)),
  exists: read(({ items }, options) => items.exists({ where: PARTITION, ...options })),
  existsBy: read(({ items }) => items.existsBy(PARTITION), []),
  stream: read(({ items }, options) => drain(items.stream({ where: PARTITION, ...options }))),
  scan: read(({ items }, options) => drain(items.scan(options))),
  'scan with a where': read(({ items }, options) => drain(items.scan({ where: { name: 'n' }, ...options }))),
  query: read(({ items }, options) => items.query('SELECT * FROM item', [], options)),
};

/** A query set with the options of a call, by its own methods. */
function set(query: QuerySet<Item>, { consistency, timeout, fetchSize, tracing, profile }: Options): QuerySet<Item> {
  let queries = query;
  if (typeof consistency === 'string') queries = queries.consistency(consistency as 'ONE');
  if (typeof timeout === 'number') queries = queries.timeout(timeout);
  if (typeof fetchSize === 'number') queries = queries.fetchSize(fetchSize);
  if (typeof tracing === 'boolean') queries = queries.tracing(tracing);
  if (typeof profile === 'string') queries = queries.profile(profile);
  return queries;
}

const end =
  (run: (query: QuerySet<Item>) => unknown): Operation['run'] =>
  ({ items }, options) =>
    run(set(items.filter(PARTITION), options));

const NO_PAGES = CHAIN.filter((name) => name !== 'fetchSize');

const QUERY_SET: Readonly<Record<string, Operation>> = {
  all: read(
    end((query) => query.all()),
    CHAIN,
  ),
  first: read(
    end((query) => query.first()),
    CHAIN,
  ),
  firstOrFail: read(
    end((query) => query.firstOrFail()),
    CHAIN,
  ),
  one: read(
    end((query) => query.one()),
    CHAIN,
  ),
  count: read(
    end((query) => query.count()),
    CHAIN,
  ),
  'count of groups': read(
    end((query) => query.groupBy('id').count()),
    CHAIN,
  ),
  ...Object.fromEntries(
    (['minimum', 'maximum'] as const).map((name) => [
      name,
      read(
        end((query) => query[name]('name')),
        CHAIN,
      ),
    ]),
  ),
  ...Object.fromEntries(
    (['sum', 'average'] as const).map((name) => [
      name,
      read(({ hits }, options) => set(hits.filter(PARTITION) as never, options)[name]('hits' as never), CHAIN),
    ]),
  ),
  aggregate: read(
    end((query) => query.aggregate({ rows: Count() })),
    CHAIN,
  ),
  aggregateBy: read(
    end((query) => query.aggregateBy(['id'], { rows: Count() })),
    CHAIN,
  ),
  exists: read(
    end((query) => query.exists()),
    CHAIN,
  ),
  page: { honours: PAGE, takes: NO_PAGES, run: end((query) => query.page()) },
  stream: read(
    end((query) => drain(query.stream())),
    CHAIN,
  ),
  'for await': read(
    end((query) => drain(query)),
    CHAIN,
  ),
  delete: write(
    end((query) => query.delete()),
    NO_PAGES,
  ),
  'delete over an index': {
    honours: NO_PAGES,
    takes: NO_PAGES,
    run: ({ items }, options) => set(items.filter({ city: 'c' }), options).delete(),
  },
};

const ACTIVE_RECORD: Readonly<Record<string, Operation>> = {
  get: read((_, options) => Item.get(KEY, options)),
  getOrFail: read((_, options) => Item.getOrFail(KEY, options)),
  find: read((_, options) => Item.find({ where: PARTITION, ...options })),
  findBy: read(() => Item.findBy(PARTITION), []),
  findOne: read((_, options) => Item.findOne({ where: KEY, ...options })),
  findOneBy: read(() => Item.findOneBy(KEY), []),
  findPage: { honours: PAGE, takes: PAGE, run: (_, options) => Item.findPage({ where: PARTITION, ...options }) },
  filter: read((_, options) => set(Item.filter(PARTITION), options).all(), CHAIN),
  all: read((_, options) => set(Item.all(), options).all(), CHAIN),
  count: read(() => Item.count(PARTITION), []),
  bulkSave: write(({ item }, options) => Item.bulkSave([item], options), BULK),
  save: write(({ item }, options) => item.save(options)),
  update: write(({ item }, options) => item.update({ name: 'x' }, options)),
  updateCollection: write(({ item }, options) => item.updateCollection('tags', { add: ['x'] }, options)),
  remove: write(({ item }, options) => item.remove(options)),
  reload: read(({ item }, options) => item.reload(options)),
};

/** Public methods that send nothing. */
const LOCAL: Readonly<Record<string, readonly string[]>> = {
  Repository: [
    'constructor',
    'target',
    'metadata',
    'table',
    'derive',
    'writer',
    'create',
    'merge',
    'filter',
    'all',
    'withOptions',
    'withKeyspace',
    'syncTable',
    'extend',
  ],
  QuerySet: [
    'constructor',
    'filter',
    'clusteringRange',
    'annOf',
    'withSimilarity',
    'orderBy',
    'limit',
    'perPartitionLimit',
    'select',
    'distinct',
    'groupBy',
    'allowFiltering',
    'consistency',
    'profile',
    'fetchSize',
    'timeout',
    'tracing',
    'signal',
    'explain',
    'toCql',
  ],
  BaseEntity: ['constructor', 'length', 'name', 'prototype', 'getRepository', 'syncTable', 'create'],
};

const OPERATIONS = { Repository: REPOSITORY, QuerySet: QUERY_SET, BaseEntity: ACTIVE_RECORD } as const;
const rows = Object.entries(OPERATIONS).flatMap(([owner, operations]) =>
  Object.entries(operations).map(([name, operation]) => [`${owner}: ${name}`, operation] as const),
);

/** Two different values of each option. */
const VALUES = {
  consistency: ['ONE', 'TWO'],
  serialConsistency: ['SERIAL', 'LOCAL_SERIAL'],
  timeout: [111, 222],
  idempotent: [true, false],
  fetchSize: [11, 22],
  tracing: [true, false],
  profile: ['batch', 'web'],
} as const satisfies Record<Name, readonly [unknown, unknown]>;

const NAMES = Object.keys(VALUES) as Name[];

function stage(options: RepositoryOptions, context: Partial<TableContext> = {}): Stage & { recorder: Recorder } {
  const recorder = new Recorder();
  const shared = { executor: recorder, keyspace: 'ks', pageTokenSecret: undefined, ...context };
  const repository = <E extends object>(target: EntityClass<E>): Repository<E> =>
    new Repository(new EntityTable(tableOf(target), shared)).withOptions(options);
  const items = repository(Item);
  bindRepository(Item, () => items);
  return { items, hits: repository(Hits), item: Object.assign(new Item(), KEY, { name: 'n' }), recorder };
}

function seen(recorder: Recorder, name: Name): unknown[] {
  expect(recorder.options.length).toBeGreaterThan(0);
  return [...new Set(recorder.options.map((options) => options[name]))];
}

/** Methods of a class and of caspy's classes that it extends. */
function methodsOf(prototype: object): string[] {
  const above = Object.getPrototypeOf(prototype) as object;
  const inherited = above === Object.prototype ? [] : methodsOf(above);
  return [...inherited, ...Object.getOwnPropertyNames(prototype)];
}

describe('every public method is in the table', () => {
  test.each([
    ['Repository', methodsOf(Repository.prototype)],
    ['QuerySet', Object.getOwnPropertyNames(QuerySet.prototype)],
    ['BaseEntity', [...Object.getOwnPropertyNames(BaseEntity), ...Object.getOwnPropertyNames(BaseEntity.prototype)]],
  ] as const)('%s', (owner, methods) => {
    const listed = new Set([...(LOCAL[owner] ?? []), ...Object.keys(OPERATIONS[owner])]);
    expect(methods.filter((method) => !listed.has(method))).toEqual([]);
  });
});

describe.each(rows)('%s', (_, { honours, takes, run }) => {
  for (const name of honours) {
    test(`${name} of the repository reaches the server`, async () => {
      const { recorder, ...rest } = stage({ [name]: VALUES[name][0] });
      await run(rest, {});
      expect(seen(recorder, name)).toEqual([VALUES[name][0]]);
    });
  }

  for (const name of takes) {
    test(`${name} of the call beats that of the repository, and undefined does not`, async () => {
      const { recorder, ...rest } = stage({ [name]: VALUES[name][0] });
      await run(rest, { [name]: VALUES[name][1] });
      expect(seen(recorder, name)).toEqual([VALUES[name][1]]);
      recorder.options.length = 0;
      await run(rest, { [name]: undefined });
      expect(seen(recorder, name)).toEqual([VALUES[name][0]]);
    });
  }

  test('what it cannot have never reaches it', async () => {
    const foreign = NAMES.filter((name) => !honours.includes(name));
    if (foreign.length === 0 || honours === NO_PAGES || honours === PAGE) return;
    const { recorder, ...rest } = stage(Object.fromEntries(foreign.map((name) => [name, VALUES[name][0]])));
    await run(rest, {});
    for (const name of foreign) expect(seen(recorder, name)).not.toContain(VALUES[name][0]);
  });
});
