const NATIVE = [
  ...['ascii', 'bigint', 'blob', 'boolean', 'date', 'decimal', 'double', 'duration', 'float', 'inet', 'int'],
  ...['smallint', 'text', 'time', 'timestamp', 'timeuuid', 'tinyint', 'uuid', 'varint'],
];

/** Statements that make one table for each feature that a table can have. */
export const FEATURES: readonly string[] = [
  'CREATE TYPE geo_point (latitude double, longitude double)',
  `CREATE TYPE address (street text, zip int, phones list<text>, tags frozen<set<text>>, spot frozen<geo_point>,
     labels map<text, text>, more frozen<map<text, frozen<geo_point>>>)`,
  'CREATE TYPE plain (a int, b text)',
  'CREATE TYPE of_no_table_either (a text)',
  'CREATE TYPE of_no_table (a int, b frozen<of_no_table_either>)',
  'CREATE TYPE "Odd Type" ("select" int, "a ""b""" text, "Ünïcode" text)',
  `CREATE TABLE every_native_type (id uuid PRIMARY KEY, ${NATIVE.map((type) => `${type}_value ${type}`).join(', ')})`,
  `CREATE TABLE collections (id uuid PRIMARY KEY, a list<int>, b set<text>, c map<text, bigint>, d frozen<list<int>>,
     e frozen<set<timestamp>>, f frozen<map<uuid, blob>>, g map<int, frozen<list<frozen<set<text>>>>>, h tuple<int, text>,
     i list<frozen<tuple<int, text, frozen<list<varint>>>>>, j vector<float, 3>, k frozen<map<blob, int>>,
     l map<frozen<tuple<int, int>>, duration>, m vector<text, 2>)`,
  `CREATE TABLE user_types (id uuid PRIMARY KEY, a plain, b frozen<address>, c list<frozen<address>>,
     d map<text, frozen<list<frozen<geo_point>>>>, e tuple<int, frozen<address>>, f frozen<map<frozen<plain>, frozen<geo_point>>>,
     g frozen<"Odd Type">, h set<frozen<plain>>, i vector<frozen<plain>, 2>, j tuple<frozen<plain>, frozen<plain>>)`,
  `CREATE TABLE frozen_keys (a frozen<list<int>>, b frozen<map<text, int>>, c frozen<plain>, d frozen<tuple<int, text>>,
     e text, PRIMARY KEY ((a, b), c, d))`,
  `CREATE TABLE readings (tenant text, day date, sensor text, at timestamp, owner text static, limits frozen<map<text, int>> static,
     value double, PRIMARY KEY ((tenant, day), sensor, at)) WITH CLUSTERING ORDER BY (sensor ASC, at DESC)`,
  'CREATE TABLE page_views (url text, day date, views counter, visitors counter, all_views counter static, PRIMARY KEY (url, day))',
  'CREATE TABLE only_keys (a text, b text, PRIMARY KEY (a, b))',
  `CREATE TABLE "Mixed Case" ("userId" uuid, "User Name" text, "constructor" int, "toString" int, "class" text, "order" int,
     "1st" text, "a""b" text, "größe" text, "名前" text, "it's" text, "\`\${x}\`" text, "*/ x" text, "line
break" text, PRIMARY KEY ("userId", "User Name"))`.replace('"Mixed Case"', '"MixedCase"'),
  `CREATE TABLE options_of_all_sorts (id uuid PRIMARY KEY) WITH comment = 'it''s */ \`\${x}\` "quoted" 名前 \u202e
next line' AND default_time_to_live = 86400 AND gc_grace_seconds = 3600 AND bloom_filter_fp_chance = 0.05
     AND compaction = {'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'HOURS', 'compaction_window_size': '6'}
     AND compression = {'class': 'ZstdCompressor', 'chunk_length_in_kb': 64, 'compression_level': 5}
     AND caching = {'keys': 'NONE', 'rows_per_partition': '120'} AND speculative_retry = '50ms'
     AND additional_write_policy = 'ALWAYS' AND read_repair = 'NONE' AND crc_check_chance = 0.5
     AND max_index_interval = 4096 AND min_index_interval = 64 AND memtable_flush_period_in_ms = 60000`,
  `CREATE TABLE not_compressed (id uuid PRIMARY KEY) WITH compression = {'enabled': 'false'}
     AND compaction = {'class': 'LeveledCompactionStrategy'}`,
  `CREATE TABLE unified (id uuid PRIMARY KEY) WITH compaction = {'class': 'UnifiedCompactionStrategy', 'scaling_parameters': 'T4'}`,
  `CREATE TABLE indexed (id uuid, at int, a text, b text, c set<text>, d map<text, int>, e map<text, int>, f map<text, int>,
     g frozen<list<int>>, h vector<float, 3>, i text, j list<int>, k int, l text, m text, PRIMARY KEY (id, at))`,
  'CREATE INDEX ON indexed (a)',
  `CREATE CUSTOM INDEX indexed_b_idx ON indexed (b) USING 'StorageAttachedIndex'
     WITH OPTIONS = {'case_sensitive': 'false', 'normalize': 'true', 'ascii': 'true'}`,
  'CREATE INDEX c_by_value ON indexed (values(c))',
  `CREATE CUSTOM INDEX ON indexed (keys(d)) USING 'StorageAttachedIndex'`,
  `CREATE CUSTOM INDEX e_entries ON indexed (entries(e)) USING 'sai'`,
  `CREATE CUSTOM INDEX f_keys ON indexed (keys(f)) USING 'org.apache.cassandra.index.sai.StorageAttachedIndex'`,
  `CREATE CUSTOM INDEX f_values ON indexed (values(f)) USING 'StorageAttachedIndex'`,
  'CREATE INDEX g_full ON indexed (full(g))',
  `CREATE CUSTOM INDEX ON indexed (h) USING 'StorageAttachedIndex' WITH OPTIONS = {'similarity_function': 'dot_product'}`,
  `CREATE CUSTOM INDEX i_sasi ON indexed (i) USING 'org.apache.cassandra.index.sasi.SASIIndex' WITH OPTIONS = {'mode': 'CONTAINS',
     'analyzer_class': 'org.apache.cassandra.index.sasi.analyzer.NonTokenizingAnalyzer', 'case_sensitive': 'false'}`,
  'CREATE INDEX ON indexed (j)',
  'CREATE INDEX ON indexed (at)',
  'CREATE INDEX k_legacy ON indexed (k)',
  `CREATE CUSTOM INDEX k_sai ON indexed (k) USING 'StorageAttachedIndex'`,
  'CREATE TABLE users (id uuid PRIMARY KEY, email text, city text, age int)',
  `CREATE MATERIALIZED VIEW users_by_email AS SELECT email, id, city FROM users
     WHERE email IS NOT NULL AND id IS NOT NULL PRIMARY KEY (email, id)`,
  `CREATE MATERIALIZED VIEW adults_by_city AS SELECT * FROM users WHERE city IS NOT NULL AND id IS NOT NULL
     PRIMARY KEY (city, id) WITH CLUSTERING ORDER BY (id DESC) AND comment = 'grown up' AND gc_grace_seconds = 7200`,
  `CREATE MATERIALIZED VIEW some_readings AS SELECT tenant, day, sensor, at, value FROM readings
     WHERE tenant IS NOT NULL AND day > '2024-01-01' AND day IS NOT NULL AND sensor IS NOT NULL AND at IS NOT NULL
     PRIMARY KEY (sensor, tenant, day, at)`,
  `CREATE MATERIALIZED VIEW one_tenant AS SELECT tenant, day, sensor, at FROM readings WHERE tenant = 'a' AND day IS NOT NULL
     AND sensor IS NOT NULL AND at IS NOT NULL PRIMARY KEY (day, tenant, sensor, at)`,
  'CREATE TABLE people (id uuid PRIMARY KEY)',
  'CREATE TABLE columns (id uuid PRIMARY KEY)',
  'CREATE TABLE maps (id uuid PRIMARY KEY, m frozen<map<text, int>>)',
];
