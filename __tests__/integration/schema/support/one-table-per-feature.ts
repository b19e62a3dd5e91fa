import { SCALAR_NAMES } from '../../../../lib/types/cql-type';
import {
  ChildEntity,
  ClusteringKey,
  Column,
  CounterColumn,
  frozen,
  Index,
  list,
  map,
  MaterializedView,
  PartitionKey,
  StaticColumn,
  Table,
  TableInheritance,
  tuple,
  UserType,
} from 'caspy';
import type { EntityClass, TableOptions } from 'caspy';

@UserType()
export class Point {
  @Column('double') x!: number;
  @Column('double') y!: number;
}

@UserType('Mixed "Type"')
export class Shape {
  @Column({ name: 'The Name' }) name!: string;
  @Column(frozen(() => Point)) centre!: Point;
  @Column(list(() => Point)) corners!: Point[];
  @Column(map('text', tuple('int', 'text'))) notes!: Map<string, [number, string]>;
}

@UserType('complex')
class WordLikeAType {
  @Column('int') real!: number;
}

/** A class made by hand: one property for each type. */
function tableOfTypes(name: string, types: readonly string[], decorate?: (prototype: object) => void): EntityClass {
  const Made = { [name]: class {} }[name]!;
  PartitionKey('text')(Made.prototype, 'id');
  for (const [index, type] of types.entries()) Column(type)(Made.prototype, `c${index}`);
  decorate?.(Made.prototype);
  Table()(Made);
  return Made;
}

const SCALARS = SCALAR_NAMES.filter((name) => name !== 'counter');

const Scalars = tableOfTypes('Scalars', SCALARS);
const Varchar = tableOfTypes('Varchar', ['VARCHAR', 'list< varchar >', 'Map<INT,Varchar>']);
const Lists = tableOfTypes(
  'Lists',
  SCALARS.map((name) => `list<${name}>`),
);
const Sets = tableOfTypes(
  'Sets',
  SCALARS.filter((name) => name !== 'duration').map((name) => `set<${name}>`),
);
const Maps = tableOfTypes(
  'Maps',
  SCALARS.map((name) => `map<text, ${name}>`),
);
const Nested = tableOfTypes('Nested', [
  'frozen<list<int>>',
  'frozen<set<uuid>>',
  'frozen<map<text, list<int>>>',
  'map<text,frozen<map<int,set<text>>>>',
  'list<tuple<int,text>>',
  'tuple<int,tuple<text,list<int>>,map<text,int>>',
  'frozen<tuple<int>>',
  'vector<float, 3>',
  'vector<int,2>',
  'vector<frozen<list<text>>, 2>',
  'list<vector<float,2>>',
]);

@Table()
class UserTypes {
  @PartitionKey(frozen(() => Point)) id!: Point;
  @Column(() => Point) thawed!: Point;
  @Column(frozen(() => Shape)) shape!: Shape;
  @Column(map('text', () => Shape)) shapes!: Map<string, Shape>;
  @Column(tuple('int', () => Point)) pair!: [number, Point];
  @Column(() => WordLikeAType) word!: WordLikeAType;
}

@Table()
class Keys {
  @PartitionKey('uuid') z!: string;
  @PartitionKey('int', { name: 'A' }) a!: number;
  @ClusteringKey('timeuuid', { order: 'DESC' }) y!: string;
  @ClusteringKey('text') b!: string;
  @ClusteringKey('frozen<list<int>>', { order: 'DESC' }) path!: number[];
  @StaticColumn('text') shared!: string;
  @Column('set<text>', { static: true }) sharedTags!: Set<string>;
  @Column() own!: string;
}

@Table()
class Counters {
  @PartitionKey() id!: string;
  @ClusteringKey('date') day!: string;
  @CounterColumn() clicks!: bigint;
  @CounterColumn() views!: bigint;
}

@Table('QuotedTable')
class Quoted {
  @PartitionKey('text', { name: 'select' }) id!: string;
  @ClusteringKey('int', { name: 'Order', order: 'DESC' }) order!: number;
  @Index({ name: 'QuotedIndex', using: 'legacy' }) @Column('text', { name: 'a"b' }) quoted!: string;
  @Index({ using: 'legacy', target: 'keys', name: 'odd_keys' })
  @Column('map<text, int>', { name: 'keys(x)' })
  odd!: Map<string, number>;
  @Column('text', { name: '🚀' }) rocket!: string;
}

@Table()
class Indexed {
  @PartitionKey() id!: string;
  @Index() @ClusteringKey('int') at!: number;
  @Index() @Column() plain!: string;
  @Index({ options: { case_sensitive: false, normalize: true, ascii: true } }) @Column() text!: string;
  @Index({ using: 'legacy' }) @Column() legacy!: string;
  @Index({ using: 'legacy', name: 'both_legacy' }) @Index({ name: 'both_sai' }) @Column('int') both!: number;
  @Index({
    using: 'sasi',
    options: {
      mode: 'CONTAINS',
      case_sensitive: false,
      analyzer_class: 'org.apache.cassandra.index.sasi.analyzer.NonTokenizingAnalyzer',
    },
  })
  @Column()
  sasi!: string;
  @Index({ using: 'org.apache.cassandra.index.sai.StorageAttachedIndex' }) @Column('int') byClass!: number;
  @Index() @Column('set<text>') tags!: Set<string>;
  @Index() @Column('list<int>') numbers!: number[];
  @Index({ target: 'keys', name: 'm_keys' })
  @Index({ target: 'values', name: 'm_values' })
  @Index({ target: 'entries', name: 'm_entries' })
  @Column('map<text, int>')
  m!: Map<string, number>;
  @Index({ using: 'legacy', target: 'keys', name: 'l_keys' })
  @Index({ using: 'legacy', target: 'values', name: 'l_values' })
  @Index({ using: 'legacy', target: 'entries', name: 'l_entries' })
  @Column('map<text, int>')
  l!: Map<string, number>;
  @Index() @Column('frozen<set<int>>') full!: Set<number>;
  @Index({ using: 'legacy' }) @Column('frozen<map<text, int>>') legacyFull!: Map<string, number>;
  @Index() @Column('vector<float, 3>') cosine!: number[];
  @Index({ options: { similarity_function: 'dot_product' } }) @Column('vector<float, 3>') dot!: number[];
}

@Table()
class Base {
  @PartitionKey() a!: string;
  @ClusteringKey('int') b!: number;
  @Column() mail!: string;
  @Column('int', { name: 'Level' }) level!: number;
}

@MaterializedView(() => Base)
class ByMail {
  @PartitionKey() mail!: string;
  @ClusteringKey('int', { order: 'DESC' }) b!: number;
  @ClusteringKey() a!: string;
}

@MaterializedView(() => Base, {
  name: 'ByLevel',
  where: `b > 5 and  A IN ('it''s', 'Ünï', 'x')`,
  comment: "it's a view",
  gcGraceSeconds: 100,
  compaction: { class: 'LeveledCompactionStrategy' },
})
class ByLevel {
  @PartitionKey('int', { name: 'Level' }) level!: number;
  @ClusteringKey() a!: string;
  @ClusteringKey('int') b!: number;
  @Column() mail!: string;
}

@Table()
@TableInheritance()
class Animal {
  @PartitionKey() id!: string;
  @Column() name!: string;
}

@ChildEntity()
class Cat extends Animal {
  @Column('int') lives!: number;
}

@ChildEntity()
class Dog extends Animal {
  @Index() @Column('set<text>') tricks!: Set<string>;
}

/** Every option, in every spelling that the server takes. */
const OPTIONS: readonly TableOptions[] = [
  { comment: "it's; -- \"x\" {'a': 1}" },
  { comment: '' },
  { ttl: 86_400 },
  { ttl: 0 },
  { compaction: { class: 'LeveledCompactionStrategy', sstable_size_in_mb: 100 } },
  { compaction: { class: 'org.apache.cassandra.db.compaction.SizeTieredCompactionStrategy', enabled: true } },
  {
    compaction: {
      class: 'SizeTieredCompactionStrategy',
      tombstone_threshold: 0.2,
      unchecked_tombstone_compaction: true,
    },
  },
  { compaction: { class: 'TimeWindowCompactionStrategy', compaction_window_unit: 'DAYS', compaction_window_size: 1 } },
  { compaction: { class: 'UnifiedCompactionStrategy', scaling_parameters: 'T4, L2' } },
  { compression: { class: 'ZstdCompressor', compression_level: 3 } },
  { compression: { class: 'LZ4Compressor', chunk_length_in_kb: 64, min_compress_ratio: 1.1 } },
  { compression: { sstable_compression: 'SnappyCompressor', chunk_length_kb: 32 } },
  { compression: { class: 'LZ4Compressor', enabled: true } },
  { compression: { enabled: false } },
  { compression: {} },
  { caching: { keys: 'NONE', rows_per_partition: 10 } },
  { caching: { keys: 'all' } },
  { gcGraceSeconds: 0 },
  { speculativeRetry: '99PERCENTILE' },
  { speculativeRetry: '50.5ms' },
  { speculativeRetry: 'always' },
  { speculativeRetry: 'none' },
  { speculativeRetry: 'min(99p,50ms)' },
  { cdc: true },
  { cdc: false },
  { bloomFilterFpChance: 0.05 },
  { bloomFilterFpChance: 1 },
  {
    extra: {
      additional_write_policy: `'95p'`,
      read_repair: `'none'`,
      crc_check_chance: '0.50',
      memtable: `'default'`,
      memtable_flush_period_in_ms: '3600000',
      min_index_interval: '256',
      max_index_interval: '4096',
      allow_auto_snapshot: 'TRUE',
      incremental_backups: 'true',
      extensions: `{'a': 0x01}`,
    },
  },
  { extra: { allow_auto_snapshot: 'false', incremental_backups: 'false', bloom_filter_fp_chance: '1e-1' } },
  { extra: { compaction: `{ 'class' : 'LeveledCompactionStrategy' , 'sstable_size_in_mb' : 50 }`, comment: `'x''y'` } },
];

const WithOptions = OPTIONS.map((options, index) => {
  const Made = { [`Options${index}`]: class {} }[`Options${index}`]!;
  PartitionKey('text')(Made.prototype, 'id');
  Table(options)(Made);
  return Made;
});

/** One table for each thing that caspy can declare. */
export const ONE_TABLE_PER_FEATURE: readonly EntityClass[] = [
  ...[Scalars, Varchar, Lists, Sets, Maps, Nested, UserTypes, Keys, Counters, Quoted, Indexed],
  ...[Base, ByMail, ByLevel, Animal, Cat, Dog],
  ...WithOptions,
];
