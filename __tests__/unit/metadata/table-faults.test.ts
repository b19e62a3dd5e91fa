import { ClusteringKey, Column, Index, MetadataError, PartitionKey, StaticColumn, Table } from '../../../lib/index';
import type { TableOptions } from '../../../lib/index';
import { buildTables } from '../../../lib/metadata/build-tables';
import { faultsOf } from '../support/models';
import { column, indexed, loose, sample } from '../support/sample';
import type { Decorate } from '../support/sample';

describe('faults of an index', () => {
  const cases: readonly [string, Decorate, RegExp][] = [
    [
      'kind',
      indexed('text', { using: 'btree' }),
      /^Sample\.x: an index is using: 'sai', 'legacy', 'sasi' or the full name/,
    ],
    ['SAI on a blob', indexed('blob', {}), /^Sample\.x: SAI has no index on a blob\. A legacy index takes it/],
    ['SAI on elements', indexed('set<blob>', {}), /^Sample\.x: SAI has no index on a blob/],
    ['SAI on entries', indexed('map<text, blob>', { target: 'entries' }), /^Sample\.x: SAI has no index on a blob/],
    [
      'SAI options of text on a number',
      indexed('int', { options: { case_sensitive: false } }),
      /^Sample\.x: 'case_sensitive' is for an SAI index on text, and this is int/,
    ],
    [
      'SAI options of text on a key',
      (p) => Index({ options: { ascii: true } })(p, 'seq'),
      /^Sample\.seq: an SAI index on a key column takes no 'ascii'/,
    ],
    ['SAI on a vector of ints', indexed('vector<int, 3>', {}), /^Sample\.x: SAI has an index on vectors of float only/],
    [
      'similarity',
      indexed('vector<float, 3>', { options: { similarity_function: 'near' } }),
      /^Sample\.x: 'similarity_function' is one of COSINE, DOT_PRODUCT, EUCLIDEAN/,
    ],
    [
      'similarity of no vector',
      indexed('text', { options: { similarity_function: 'COSINE' } }),
      /^Sample\.x: 'similarity_function' is for vectors/,
    ],
    ['one dimension', indexed('vector<float, 1>', {}), /^Sample\.x: COSINE needs a vector of two dimensions/],
    [
      'legacy options',
      indexed('text', { using: 'legacy', options: { a: 1 } }),
      /^Sample\.x: a legacy index takes no options/,
    ],
    [
      'legacy on a vector',
      indexed('vector<float, 2>', { using: 'legacy' }),
      /^Sample\.x: a legacy index cannot be asked/,
    ],
    ['SASI on a set', indexed('set<text>', { using: 'sasi' }), /^Sample\.x: SASI has no index on collections/],
    [
      'SASI mode',
      indexed('text', { using: 'sasi', options: { mode: 'SUFFIX' } }),
      /^Sample\.x: a SASI index has mode PREFIX/,
    ],
    [
      'SASI sparse text',
      indexed('text', { using: 'sasi', options: { mode: 'SPARSE' } }),
      /^Sample\.x: a SASI index in mode SPARSE is for numbers/,
    ],
    [
      'SASI on a partition key',
      (p) => Index({ using: 'sasi' })(p, 'id'),
      /^Sample\.id: SASI has no index on a partition key/,
    ],
    [
      'target on a scalar',
      indexed('text', { target: 'keys' }),
      /^Sample\.x: an index has a 'target' on collections only, and this is text/,
    ],
    [
      'keys of a set',
      indexed('set<text>', { target: 'keys' }),
      /^Sample\.x: an index on 'keys' needs a map, and this is set<text>/,
    ],
    [
      'entries of a list',
      indexed('list<text>', { target: 'entries' }),
      /^Sample\.x: an index on 'entries' needs a map/,
    ],
    [
      'part of a frozen map',
      indexed('frozen<map<text, int>>', { target: 'keys' }),
      /^Sample\.x: an index on a frozen collection has target 'full', not 'keys'/,
    ],
    [
      'all of an open map',
      indexed('map<text, int>', { target: 'full' }),
      /^Sample\.x: an index with target 'full' needs a frozen collection/,
    ],
    ['duration', indexed('duration', {}), /^Sample\.x: Cassandra has no index on a duration/],
    [
      'name',
      indexed('text', { name: 'a b' }),
      /^Sample\.x: the index name 'a b' must be letters, digits or underscores/,
    ],
    ['twice the same', indexed('text', {}, { name: 'other' }), /^Sample\.x: has two indexes of one sort/],
    [
      'one name twice',
      indexed('map<text, int>', { target: 'keys' }, { target: 'values' }),
      /^Sample\.x: has an index with the same name as Sample\.x: 'sample_x_idx'\. Give one of them \{ name \}/,
    ],
    [
      'no such property',
      (p) => Index('i', ['nmae'])(p.constructor),
      /^Sample: @Index\(\) names 'nmae', which is no column\./,
    ],
    [
      'several properties',
      (p) => Index('i', ['id', 'seq'] as never)(p.constructor),
      /^Sample: @Index\(\) covers one column/,
    ],
    ['no property', (p) => Index('i', [] as never)(p.constructor), /^Sample: @Index\(\) covers one column/],
    ['only partition key', (p) => Index()(p, 'id'), /^Sample\.id: is the whole partition key, so it needs no index/],
  ];

  test.each(cases)('%s', (_, decorate, message) => {
    expect(faultsOf(sample(decorate))).toEqual([expect.stringMatching(message)]);
  });

  test('two parts of one map, and a part of the partition key, may have an index each', () => {
    @Table()
    class Sample {
      @Index() @PartitionKey() a!: string;
      @PartitionKey() b!: string;
      @Index({ target: 'keys' })
      @Index({ target: 'values', name: 'by_value' })
      @Column('map<text, int>')
      m!: Map<string, number>;
    }
    expect(faultsOf(Sample)).toEqual([]);
  });
});

describe('faults of a table', () => {
  test.each<[TableOptions, string]>([
    [loose({ tll: 5 }), `Sample: 'tll' is no option of @Table(). Did you mean 'ttl'?`],
    [
      { name: 'a b' },
      `Sample: the table name 'a b' must be 1 to 48 letters, digits or underscores, as Cassandra demands.`,
    ],
    [
      { name: 'a'.repeat(49) },
      `Sample: the table name '${'a'.repeat(49)}' must be 1 to 48 letters, digits or underscores, as Cassandra demands.`,
    ],
    [
      { name: 'x\n' },
      `Sample: the table name 'x\n' must be 1 to 48 letters, digits or underscores, as Cassandra demands.`,
    ],
    [
      { keyspace: 'k"s' },
      `Sample: the keyspace name 'k"s' must be 1 to 48 letters, digits or underscores, as Cassandra demands.`,
    ],
    [{ ttl: -1 }, `Sample: 'ttl' is a whole number of seconds from 0 to 630720000 (20 years).`],
    [{ ttl: 1.5 }, `Sample: 'ttl' is a whole number of seconds from 0 to 630720000 (20 years).`],
    [{ ttl: 630_720_001 }, `Sample: 'ttl' is a whole number of seconds from 0 to 630720000 (20 years).`],
  ])('%p', (options, fault) => {
    expect(faultsOf(sample(() => undefined, options))).toEqual([fault]);
  });

  test('no partition key', () => {
    @Table()
    class Sample {
      @ClusteringKey() seq!: string;
    }
    expect(faultsOf(Sample)).toEqual([
      'Sample: has no partition key. Put @PartitionKey() on the property that decides where a row lives.',
    ]);
  });

  test('static columns without a clustering key', () => {
    @Table()
    class Sample {
      @PartitionKey() id!: string;
      @StaticColumn() room!: string;
    }
    expect(faultsOf(Sample)).toEqual([
      expect.stringMatching(/^Sample\.room: is static, but the table has no clustering/),
    ]);
  });

  test('a table of counters has no default time to live', () => {
    expect(faultsOf(sample(column('counter'), { ttl: 60 }))).toEqual([
      `Sample: counters live for ever; take out 'ttl'.`,
    ]);
    expect(faultsOf(sample(column('counter'), { ttl: 0 }))).toEqual([]);
  });

  test('two classes with one table or one index name', () => {
    @Table('users')
    class First {
      @PartitionKey() id!: string;
      @Index({ name: 'by_x' }) @Column() x!: string;
    }
    @Table('users')
    class Second {
      @PartitionKey() id!: string;
    }
    @Table('others')
    class Third {
      @PartitionKey() id!: string;
      @Index({ name: 'by_x' }) @Column() x!: string;
    }
    @Table({ name: 'users', keyspace: 'elsewhere' })
    class Fourth {
      @PartitionKey() id!: string;
      @Index({ name: 'by_x' }) @Column() x!: string;
    }
    expect(faultsOf(First, Second, Third, Fourth)).toEqual([
      `Second: has the same table 'users' as First. Name one of them: @Table('other_name').`,
      `Third.x: has an index with the same name as First.x: 'by_x'. Give one of them { name }.`,
    ]);
  });
});

test('all faults of all classes come in one error', () => {
  const first = sample((prototype) => {
    Column('sett<text>')(prototype, 'x');
    Column('int', loose({ order: 'ASC', naem: 'y' }))(prototype, 'y');
  });
  class Plain {}
  let thrown: unknown;
  try {
    buildTables([first, Plain]);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(MetadataError);
  const { faults, message } = thrown as MetadataError;
  expect(faults.map(({ path }) => path)).toEqual(['Sample.x', 'Sample.y', 'Sample.y', 'Plain']);
  expect(message).toMatch(/^The model has 4 faults:\n {2}- Sample\.x: /);
});
