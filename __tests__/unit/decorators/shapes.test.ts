import {
  ClusteringKey,
  Column,
  frozen,
  Index,
  list,
  map,
  PartitionKey,
  set,
  StaticColumn,
  Table,
  vector,
} from '../../../lib/index';
import { tableOf } from '../support/models';

describe('@Table', () => {
  const shapes: readonly [string, ReturnType<typeof Table>, object][] = [
    ['()', Table(), { tableName: 'user_event', keyspace: undefined }],
    ['(name)', Table('events'), { tableName: 'events', keyspace: undefined }],
    ['(name, options)', Table('events', { keyspace: 'app', ttl: 5 }), { tableName: 'events', keyspace: 'app' }],
    ['(options)', Table({ name: 'events', keyspace: 'app' }), { tableName: 'events', keyspace: 'app' }],
    ['(options without a name)', Table({ comment: 'c' }), { tableName: 'user_event', options: { comment: 'c' } }],
  ];

  test.each(shapes)('%s', (_, decorate, expected) => {
    class UserEvent {
      @PartitionKey() id!: string;
    }
    decorate(UserEvent);
    expect(tableOf(UserEvent)).toMatchObject(expected);
  });
});

describe('columns', () => {
  @Table()
  class Sample {
    @PartitionKey('uuid', { generated: 'uuid' }) typedKey!: string;
    @PartitionKey() plainKey!: string;
    @PartitionKey({ name: 'k' }) optionKey!: string;
    @ClusteringKey('timestamp', { order: 'DESC' }) at!: Date;
    @ClusteringKey({ type: 'int', order: 'ASC' }) seq!: number;
    @ClusteringKey() plainClustering!: string;
    @Column() bare!: string;
    @Column('int') typed!: number;
    @Column('int', { name: 'typed_too' }) typedWithOptions!: number;
    @Column({ type: 'map<text, int>', name: 'm' }) options!: Map<string, number>;
    @Column({ name: 'inferred_name' }) inferred!: boolean;
    @Column(set('text')) built!: Set<string>;
    @Column(frozen(list('int')), { comment: 'a path' }) builtFrozen!: number[];
    @Column({ type: map('text', frozen(set('int'))) }) nested!: Map<string, Set<number>>;
    @Column('list<int>', { frozen: true }) frozenByOption!: number[];
    @Column(vector('float', 3)) embedding!: Float32Array;
    @Column('  TEXT ') spaced!: string;
    @StaticColumn() room!: string;
    @StaticColumn('int') size!: number;
    @StaticColumn('int', { name: 'st' }) named!: number;
    @StaticColumn(undefined, { type: 'int' }) optioned!: number;
    @Column('int', { static: true }) spelled!: number;
  }

  const { byProperty } = tableOf(Sample);

  test.each([
    ['typedKey', 'typed_key', 'uuid', 'partition'],
    ['plainKey', 'plain_key', 'text', 'partition'],
    ['optionKey', 'k', 'text', 'partition'],
    ['at', 'at', 'timestamp', 'clustering'],
    ['seq', 'seq', 'int', 'clustering'],
    ['plainClustering', 'plain_clustering', 'text', 'clustering'],
    ['bare', 'bare', 'text', 'regular'],
    ['typed', 'typed', 'int', 'regular'],
    ['typedWithOptions', 'typed_too', 'int', 'regular'],
    ['options', 'm', 'map<text, int>', 'regular'],
    ['inferred', 'inferred_name', 'boolean', 'regular'],
    ['built', 'built', 'set<text>', 'regular'],
    ['builtFrozen', 'built_frozen', 'frozen<list<int>>', 'regular'],
    ['nested', 'nested', 'map<text, frozen<set<int>>>', 'regular'],
    ['frozenByOption', 'frozen_by_option', 'frozen<list<int>>', 'regular'],
    ['embedding', 'embedding', 'vector<float, 3>', 'regular'],
    ['spaced', 'spaced', 'text', 'regular'],
    ['room', 'room', 'text', 'static'],
    ['size', 'size', 'int', 'static'],
    ['named', 'st', 'int', 'static'],
    ['optioned', 'optioned', 'int', 'static'],
    ['spelled', 'spelled', 'int', 'static'],
  ])('%s is %s %s, %s', (property, name, cqlType, kind) => {
    expect(byProperty.get(property)).toMatchObject({ name, cqlType, kind, path: `Sample.${property}` });
  });

  test('orders are those of the clustering columns, ASC unless told otherwise', () => {
    const orders = [...byProperty.values()].map(({ property, order }) => [property, order]);
    expect(orders.filter(([, order]) => order !== undefined)).toEqual([
      ['at', 'DESC'],
      ['seq', 'ASC'],
      ['plainClustering', 'ASC'],
    ]);
  });
});

describe('@Index', () => {
  const legacy = { using: 'legacy' } as const;

  @Index('by_email', ['email'])
  @Index('by_level', ['level'], legacy)
  @Table()
  class Sample {
    @PartitionKey() id!: string;
    @Index() @Column() name!: string;
    // Decorators run from the last to the first, so the index may stand on either side.
    @Column() @Index({ name: 'by_city', options: { case_sensitive: false } }) city!: string;
    @Column() email!: string;
    @Column('int') level!: number;
    @Index({ target: 'keys' }) @Column('map<text, int>') scores!: Map<string, number>;
    @Index() @Column('set<text>') tags!: Set<string>;
    @Index() @Column('frozen<list<int>>') path!: number[];
  }

  const indexes = tableOf(Sample).indexes.map(({ name, column, using, target, options }) => ({
    name,
    property: column.property,
    using,
    target,
    options,
  }));

  test.each([
    { name: 'by_email', property: 'email', using: 'sai', target: undefined, options: {} },
    { name: 'by_level', property: 'level', using: 'legacy', target: undefined, options: {} },
    { name: 'sample_name_idx', property: 'name', using: 'sai', target: undefined, options: {} },
    { name: 'by_city', property: 'city', using: 'sai', target: undefined, options: { case_sensitive: false } },
    { name: 'sample_scores_idx', property: 'scores', using: 'sai', target: 'keys', options: {} },
    { name: 'sample_tags_idx', property: 'tags', using: 'sai', target: 'values', options: {} },
    { name: 'sample_path_idx', property: 'path', using: 'sai', target: 'full', options: {} },
  ])('$name on $property', (expected) => {
    expect(indexes).toContainEqual(expected);
    expect(indexes).toHaveLength(7);
  });
});
