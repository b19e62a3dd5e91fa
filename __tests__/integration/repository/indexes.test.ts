import { buildTables } from '../../../lib/metadata/build-tables';
import { dropTestData, testDataSource } from '../support/test-data-source';
import type { DataSource, IndexOptions, Repository, Where } from 'caspy';
import {
  And,
  ClusteringKey,
  Column,
  Contains,
  ContainsEntry,
  ContainsKey,
  In,
  Index,
  LessThan,
  Like,
  MetadataError,
  MoreThan,
  MoreThanOrEqual,
  PartitionKey,
  QueryPlanError,
  StaticColumn,
  Table,
} from 'caspy';

/** Types with a value as caspy takes it and as CQL writes it. */
const TYPES: readonly (readonly [type: string, value: unknown, literal: string])[] = [
  ['ascii', 'a', `'a'`],
  ['text', 'a', `'a'`],
  ['bigint', 1n, '1'],
  ['blob', Buffer.of(1), '0x01'],
  ['boolean', true, 'true'],
  ['date', '2020-01-01', `'2020-01-01'`],
  ['decimal', '1.5', '1.5'],
  ['double', 1.5, '1.5'],
  ['duration', '1d', '1d'],
  ['float', 1.5, '1.5'],
  ['inet', '127.0.0.1', `'127.0.0.1'`],
  ['int', 1, '1'],
  ['smallint', 1, '1'],
  ['time', '01:00:00', `'01:00:00'`],
  ['timestamp', new Date(0), '0'],
  ['timeuuid', '50554d6e-29bb-11e5-b345-feff819cdc9f', '50554d6e-29bb-11e5-b345-feff819cdc9f'],
  ['tinyint', 1, '1'],
  ['uuid', '123e4567-e89b-42d3-a456-426614174000', '123e4567-e89b-42d3-a456-426614174000'],
  ['varint', 1n, '1'],
  ['tuple<int, text>', [1, 'a'], `(1, 'a')`],
  ['frozen<list<int>>', [1], '[1]'],
  ['vector<float, 2>', [1, 2], '[1, 2]'],
  ['vector<int, 2>', [1, 2], '[1, 2]'],
];

const KINDS: readonly IndexOptions[] = [
  { using: 'sai' },
  { using: 'legacy' },
  { using: 'sasi' },
  { using: 'sasi', options: { mode: 'CONTAINS' } },
  { using: 'sasi', options: { mode: 'SPARSE' } },
];

interface Indexed {
  id: string;
  x: unknown;
}

function modelOf(table: string, type: string, options: IndexOptions): new () => Indexed {
  @Table(table)
  class Model {
    @PartitionKey() id!: string;
    x: unknown;
  }
  Column(type)(Model.prototype, 'x');
  Index(options)(Model.prototype, 'x');
  return Model;
}

const accepts = (model: new () => object): boolean => {
  try {
    return buildTables([model]).size === 1;
  } catch (error) {
    expect(error).toBeInstanceOf(MetadataError);
    return false;
  }
};

describe('every type under every kind of index: the model and the planner say what the server says', () => {
  test.each(KINDS.map((options) => [`${options.using} ${String(options.options?.mode ?? '')}`, options] as const))(
    '%s',
    async (_, options) => {
      const cases = TYPES.map(([type, value, literal], index) => {
        const model = modelOf(`t_${index}`, type, options);
        return { type, value, literal, model, table: `t_${index}`, made: accepts(model) };
      });
      const entities = cases.filter(({ made }) => made).map(({ model }) => model);
      const dataSource = await testDataSource({ entities });
      /** Whether the server takes the statement. */
      const takes = (cql: string): Promise<boolean> =>
        dataSource.execute(cql, [], { timeout: 60_000 }).then(
          () => true,
          () => false,
        );
      for (const { type, value, literal, model, table, made } of cases) {
        if (!made) {
          await takes(`CREATE TABLE ${table} (id text PRIMARY KEY, x ${type})`);
          const index = await takes(createIndex(table, type, options));
          // Cassandra makes these, but no query can use them.
          const useless = type.startsWith('vector') || type.startsWith('frozen');
          expect({ type, index: index && !useless }).toEqual({ type, index: false });
          continue;
        }
        const rows: Repository<Indexed> = dataSource.getRepository(model);
        await rows.save(Object.assign(new model(), { id: 'a', x: value }));
        for (const [cql, x] of questions(type, value, literal)) {
          const served = await takes(`SELECT id FROM ${table} WHERE x ${cql}`);
          const found = await rows.findBy({ x } as Where<Indexed>).then(
            (all) => all.map(({ id }) => id),
            (error: unknown) => (error as Error).name,
          );
          expect({ type, cql, found }).toEqual({ type, cql, found: served ? ['a'] : QueryPlanError.name });
        }
      }
      await dropTestData(dataSource);
    },
    180_000,
  );
});

function createIndex(table: string, type: string, { using, options }: IndexOptions): string {
  const target = type.startsWith('frozen') ? 'FULL(x)' : 'x';
  if (using === 'legacy') return `CREATE INDEX ON ${table} (${target})`;
  const className = using === 'sai' ? 'StorageAttachedIndex' : 'org.apache.cassandra.index.sasi.SASIIndex';
  const more = options === undefined ? '' : ` WITH OPTIONS = {'mode': '${String(options.mode)}'}`;
  return `CREATE CUSTOM INDEX ON ${table} (${target}) USING '${className}'${more}`;
}

function questions(type: string, value: unknown, literal: string): readonly (readonly [string, unknown])[] {
  const all: (readonly [string, unknown])[] = [
    [`= ${literal}`, value],
    [`>= ${literal}`, MoreThanOrEqual(value)],
    [`IN (${literal}, ${literal})`, In([value, value])],
  ];
  if (type !== 'text' && type !== 'ascii') return all;
  return [...all, ...['a', 'a%', '%a', '%a%'].map((pattern) => [`LIKE '${pattern}'`, Like(pattern)] as const)];
}

@Table('indexed_books')
class Book {
  @PartitionKey('int') shelf!: number;
  @ClusteringKey('int') place!: number;
  @Index() @StaticColumn('int') floor!: number;
  @Index({ using: 'sasi' }) @Column() title!: string;
  @Index({ using: 'sasi', options: { mode: 'CONTAINS' } }) @Column() blurb!: string;
  @Index({
    using: 'sasi',
    options: {
      mode: 'CONTAINS',
      analyzer_class: 'org.apache.cassandra.index.sasi.analyzer.StandardAnalyzer',
      case_sensitive: false,
    },
  })
  @Column({ name: 'words' })
  text!: string;
  @Index({ using: 'sasi', options: { mode: 'SPARSE' } }) @Column('bigint') isbn!: bigint;
  @Index({ options: { case_sensitive: false, normalize: true, ascii: true } }) @Column() author!: string;
  @Index({ using: 'org.apache.cassandra.index.sai.StorageAttachedIndex' }) @Column('int') year!: number;
  @Index({ using: 'legacy' }) @Column('set<text>') tags!: Set<string>;
  @Index({ using: 'legacy', target: 'keys' }) @Column('map<text, int>') byKey!: Map<string, number>;
  @Index({ using: 'legacy', target: 'entries' }) @Column('map<text, int>') byEntry!: Map<string, number>;
  @Index({ using: 'legacy' }) @Column('frozen<list<int>>') pages!: number[];
  @Index({ using: 'legacy', name: 'Books_Mixed' }) @Column({ name: 'Mixed "Case" 📖' }) odd!: string;
}

describe('indexes with options', () => {
  let dataSource: DataSource;
  let books: Repository<Book>;
  beforeAll(async () => {
    dataSource = await testDataSource({ entities: [Book] });
    books = dataSource.getRepository(Book);
    await books.save([
      books.create({
        shelf: 1,
        place: 1,
        floor: 4,
        title: 'abcde',
        blurb: 'a dull book',
        text: 'Hello World',
        isbn: 5n,
      }),
      books.create({ shelf: 1, place: 2, title: 'abXde', blurb: 'full of dread', text: 'Other words', isbn: 50n }),
      books.create({ shelf: 2, place: 1, floor: 2, author: 'Élan', year: 1999, tags: new Set(['a', 'b']), odd: 'o' }),
      books.create({ shelf: 2, place: 2, author: 'elan', year: 2001, byKey: new Map([['k', 1]]), pages: [1, 2] }),
      books.create({ shelf: 2, place: 3, author: 'other', year: 2003, byEntry: new Map([['k', 1]]), title: '50% off' }),
    ]);
  });
  afterAll(() => dropTestData(dataSource));

  const places = (rows: readonly Book[]): string =>
    rows
      .map(({ shelf, place }) => `${shelf}.${place}`)
      .sort()
      .join(' ');

  test.each<[string, Where<Book>, string, string]>([
    ['SASI prefix', { title: Like('ab%') }, '1.1 1.2', 'indexed_books_title_idx'],
    ['SASI whole', { title: Like('abcde') }, '1.1', 'indexed_books_title_idx'],
    ['a percent sign inside is no wildcard', { title: Like('50% o%') }, '2.3', 'indexed_books_title_idx'],
    ['SASI equality', { title: 'abXde' }, '1.2', 'indexed_books_title_idx'],
    ['SASI in a partition', { shelf: 1, title: Like('ab%') }, '1.1 1.2', 'indexed_books_title_idx'],
    ['SASI contains', { blurb: Like('%ull%') }, '1.1 1.2', 'indexed_books_blurb_idx'],
    ['SASI suffix', { blurb: Like('%dread') }, '1.2', 'indexed_books_blurb_idx'],
    ['SASI prefix in mode CONTAINS', { blurb: Like('full%') }, '1.2', 'indexed_books_blurb_idx'],
    ['SASI words', { text: Like('%ell%') }, '1.1', 'indexed_books_words_idx'],
    ['SASI sparse', { isbn: And(MoreThan(1n), LessThan(10n)) }, '1.1', 'indexed_books_isbn_idx'],
    ['SAI folds case and accents', { author: 'ELAN' }, '2.1 2.2', 'indexed_books_author_idx'],
    [
      'SAI by its class name',
      { author: 'elan', year: MoreThan(2000) },
      '2.2',
      'indexed_books_author_idx indexed_books_year_idx',
    ],
    ['SAI on a static column', { floor: MoreThan(3) }, '1.1 1.2', 'indexed_books_floor_idx'],
  ])('%s', async (_, where, expected, indexes) => {
    expect(books.filter(where).explain()).toMatchObject({ plan: 'index', indexes: indexes.split(' ') });
    expect(places(await books.findBy(where))).toBe(expected);
  });

  test('legacy indexes on values, keys, entries, the whole of a frozen collection, a name that needs quotes', async () => {
    expect(places(await books.findBy({ tags: Contains('a') }))).toBe('2.1');
    expect(places(await books.findBy({ byKey: ContainsKey('k') }))).toBe('2.2');
    expect(places(await books.findBy({ byEntry: ContainsEntry('k', 1) }))).toBe('2.3');
    expect(places(await books.findBy({ pages: [1, 2] }))).toBe('2.2');
    expect(places(await books.findBy({ odd: 'o' }))).toBe('2.1');
    expect(books.filter({ odd: 'o' }).explain().indexes).toEqual(['Books_Mixed']);
  });

  test.each<[string, Where<Book>, string]>([
    ['a suffix in mode PREFIX', { title: Like('%de') }, "mode: 'CONTAINS'"],
    ['a prefix of an index of words', { text: Like('hel%') }, 'serves no such pattern'],
    ['equality with an index of words', { text: 'Hello World' }, "does not serve '='"],
    ['two SASI indexes', { title: Like('ab%'), blurb: Like('%ull%') }, 'does not serve'],
    ['SASI beside SAI', { title: Like('ab%'), year: 1999 }, 'does not serve'],
    ['a range on SASI text', { title: MoreThan('a') }, "does not serve '>'"],
    ['no index for the pattern', { author: Like('e%') }, "using: 'sasi'"],
    ['wildcards alone', { title: Like('%%') }, 'holds no text'],
  ])('%s is refused, as the server refuses it', async (_, where, message) => {
    const before = dataSource.metrics().executed;
    await expect(books.findBy(where)).rejects.toThrow(message);
    await expect(books.findBy(where)).rejects.toThrow(QueryPlanError);
    expect(dataSource.metrics().executed).toBe(before);
  });

  test('patterns of one column share one statement', () => {
    expect(books.filter({ blurb: Like('a%') }).toCql()).toBe(books.filter({ blurb: Like('%a') }).toCql());
  });
});
