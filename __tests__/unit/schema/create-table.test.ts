import { ClusteringKey, Column, frozen, Index, list, PartitionKey, StaticColumn, Table } from '../../../lib/index';
import type { TableOptions } from '../../../lib/index';
import { optionMap, quoteString } from '../../../lib/schema/cql-literal';
import { createIndex } from '../../../lib/schema/create-index';
import { createKeyspace } from '../../../lib/schema/create-keyspace';
import { createTable } from '../../../lib/schema/create-table';
import { tableModel } from '../../../lib/schema/entity-model';
import { tableOf } from '../support/models';

function simple(options: TableOptions): string {
  @Table(options)
  class Simple {
    @PartitionKey() id!: string;
  }
  return createTable(tableModel(tableOf(Simple)), 'ks.simple');
}

describe('CREATE TABLE', () => {
  test('keys, order, static columns, types and quotes', () => {
    @Table()
    class Message {
      @PartitionKey() tenant!: string;
      @PartitionKey('date') day!: string;
      @ClusteringKey('timeuuid', { order: 'DESC' }) id!: string;
      @ClusteringKey('int', { name: 'Order' }) order!: number;
      @StaticColumn() topic!: string;
      @Column('map<text,frozen<list<int>>>') attrs!: Map<string, number[]>;
      @Column(frozen(list('text')), { name: 'select' }) words!: string[];
      @Column('vector<float, 3>', { name: 'a"b' }) near!: Float32Array;
    }
    expect(createTable(tableModel(tableOf(Message)), '"My Ks".message')).toBe(
      'CREATE TABLE IF NOT EXISTS "My Ks".message (tenant text, day date, id timeuuid, "Order" int, "a""b" vector<float, 3>, ' +
        'attrs map<text, frozen<list<int>>>, "select" frozen<list<text>>, topic text STATIC, ' +
        'PRIMARY KEY ((tenant, day), id, "Order")) WITH CLUSTERING ORDER BY (id DESC, "Order" ASC)',
    );
  });

  test('one key column and nothing else', () => {
    expect(simple({})).toBe('CREATE TABLE IF NOT EXISTS ks.simple (id text, PRIMARY KEY ((id)))');
  });

  test.each<[TableOptions, string]>([
    [{ comment: "it's" }, `comment = 'it''s'`],
    [{ comment: '' }, `comment = ''`],
    [{ comment: `'; DROP KEYSPACE ks; --` }, `comment = '''; DROP KEYSPACE ks; --'`],
    [{ ttl: 0 }, 'default_time_to_live = 0'],
    [{ ttl: 60 }, 'default_time_to_live = 60'],
    [{ gcGraceSeconds: 3600 }, 'gc_grace_seconds = 3600'],
    [{ speculativeRetry: '99p' }, `speculative_retry = '99p'`],
    [{ cdc: false }, 'cdc = false'],
    [{ bloomFilterFpChance: 0.1 }, 'bloom_filter_fp_chance = 0.1'],
    [
      { compaction: { class: 'TimeWindowCompactionStrategy', compaction_window_size: 1, enabled: true } },
      `compaction = {'class': 'TimeWindowCompactionStrategy', 'compaction_window_size': '1', 'enabled': 'true'}`,
    ],
    [{ compression: { enabled: false } }, `compression = {'enabled': 'false'}`],
    [{ caching: { keys: 'ALL', rows_per_partition: 10 } }, `caching = {'keys': 'ALL', 'rows_per_partition': '10'}`],
    [{ extra: { read_repair: `'NONE'`, memtable: `'default'` } }, `memtable = 'default' AND read_repair = 'NONE'`],
    [{ comment: 'c', ttl: 5, cdc: true }, `cdc = true AND comment = 'c' AND default_time_to_live = 5`],
  ])('%j', (options, clause) => {
    expect(simple(options)).toBe(`CREATE TABLE IF NOT EXISTS ks.simple (id text, PRIMARY KEY ((id))) WITH ${clause}`);
  });

  test.each<TableOptions>([{ synchronize: false }, { consistency: { read: 'ONE' } }, { keyspace: 'x' }, { name: 'y' }])(
    '%j is not for Cassandra',
    (options) => {
      expect(simple(options)).not.toContain('WITH');
    },
  );
});

describe('CREATE INDEX', () => {
  @Table()
  class Sample {
    @PartitionKey() id!: string;
    @Index() @Column({ name: 'eMail' }) email!: string;
    @Index({ name: 'By_City', options: { case_sensitive: false, normalize: true } }) @Column() city!: string;
    @Index({ using: 'legacy' }) @Column('int') level!: number;
    @Index() @Column('set<text>') tags!: Set<string>;
    @Index({ target: 'keys' }) @Index({ target: 'entries', name: 'by_entry' }) @Column('map<text, int>') m!: Map<
      string,
      number
    >;
    @Index({ using: 'legacy' }) @Column('frozen<list<int>>') path!: number[];
  }

  const { indexes } = tableModel(tableOf(Sample));
  const SAI = `USING 'StorageAttachedIndex'`;

  test.each([
    [`CREATE CUSTOM INDEX IF NOT EXISTS "sample_eMail_idx" ON ks.sample ("eMail") ${SAI}`],
    [
      `CREATE CUSTOM INDEX IF NOT EXISTS "By_City" ON ks.sample (city) ${SAI} ` +
        `WITH OPTIONS = {'case_sensitive': 'false', 'normalize': 'true'}`,
    ],
    ['CREATE INDEX IF NOT EXISTS sample_level_idx ON ks.sample (level)'],
    [`CREATE CUSTOM INDEX IF NOT EXISTS sample_tags_idx ON ks.sample (values(tags)) ${SAI}`],
    [`CREATE CUSTOM INDEX IF NOT EXISTS sample_m_idx ON ks.sample (keys(m)) ${SAI}`],
    [`CREATE CUSTOM INDEX IF NOT EXISTS by_entry ON ks.sample (entries(m)) ${SAI}`],
    ['CREATE INDEX IF NOT EXISTS sample_path_idx ON ks.sample (full(path))'],
  ])('%s', (cql) => {
    expect(indexes.map((index) => createIndex(index, 'ks.sample'))).toContain(cql);
    expect(indexes).toHaveLength(7);
  });
});

test.each<[string, Parameters<typeof createKeyspace>[1], string]>([
  [
    'chat',
    { class: 'SimpleStrategy', replication_factor: 1 },
    `chat WITH replication = {'class': 'SimpleStrategy', 'replication_factor': '1'}`,
  ],
  [
    'Chat"x',
    { class: 'NetworkTopologyStrategy', "dc'1": 3 },
    `"Chat""x" WITH replication = {'class': 'NetworkTopologyStrategy', 'dc''1': '3'}`,
  ],
])('CREATE KEYSPACE %s', (keyspace, replication, text) => {
  expect(createKeyspace(keyspace, replication)).toBe(`CREATE KEYSPACE IF NOT EXISTS ${text}`);
});

test.each([
  ['', `''`],
  ["'", `''''`],
  ["a'b''c", `'a''b''''c'`],
  ['back\\slash "x" \n 😀', `'back\\slash "x" \n 😀'`],
])('the text %j is written %s', (text, cql) => {
  expect(quoteString(text)).toBe(cql);
});

test('an option map quotes names and values', () => {
  expect(optionMap({})).toBe('{}');
  expect(optionMap({ "a'b": "c'd" })).toBe(`{'a''b': 'c''d'}`);
});
