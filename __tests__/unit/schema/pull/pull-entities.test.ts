import ts from 'typescript';
import { pullEntities } from '../../../../lib/schema/pull/pull-entities';
import { column, keyspace, table, userType, view } from './support';

const textOf = (model: Parameters<typeof pullEntities>[0], path: string, options = {}): string | undefined =>
  pullEntities(model, options).files.find((file) => file.path === path)?.text;

const id = column('id uuid', 'partition');

test('a table becomes a class with keys, columns, indexes and options', () => {
  const orders = table(
    'user_orders',
    [
      column('user_id uuid', 'partition'),
      column('placed_at timestamp', 'clustering', 'DESC'),
      column('city text', 'static'),
      column('attributes map<text, text>'),
      column('frozen_map frozen<map<text, int>>'),
      column('home frozen<address>'),
      column('note text'),
      column('tags set<text>'),
      column('total varint'),
    ],
    {
      indexes: [
        {
          name: 'user_orders_note_idx',
          column: 'note',
          className: 'org.apache.cassandra.index.sai.StorageAttachedIndex',
          options: { case_sensitive: 'false' },
        },
        { name: 'by_tag', column: 'tags', target: 'values', options: {} },
      ],
      options: {
        comment: `'it''s'`,
        compaction: `{'class': 'LeveledCompactionStrategy', 'sstable_size_in_mb': '160'}`,
        bloom_filter_fp_chance: '0.1',
        gc_grace_seconds: '864000',
        read_repair: `'NONE'`,
      },
    },
  );
  const model = keyspace({ types: [userType('address', 'street text', 'zip int')], tables: [orders] });
  expect(textOf(model, 'user-order.entity.ts', { style: { singleQuote: true, printWidth: 120 } })).toBe(
    `import { ClusteringKey, Column, Index, PartitionKey, StaticColumn, Table, frozen, primaryKey } from 'caspy';
import { Address } from './address.type';

@Table('user_orders', {
  comment: "it's",
  compaction: { class: 'LeveledCompactionStrategy', sstable_size_in_mb: 160 },
  extra: { read_repair: "'NONE'" },
})
export class UserOrder {
  static readonly keys = primaryKey<UserOrder>()(['userId'], ['placedAt'], {
    indexed: ['note', 'tags'],
    static: ['city'],
  });

  @PartitionKey('uuid') userId!: string;
  @ClusteringKey('timestamp', { order: 'DESC' }) placedAt!: Date;
  @StaticColumn('text') city!: string | null;
  @Column('map<text, text>') attributes!: Map<string, string>;
  @Column('frozen<map<text, int>>', { as: Map }) frozenMap!: Map<string, number> | null;
  @Column(frozen(() => Address)) home!: Address | null;
  @Index({ options: { case_sensitive: false } }) @Column('text') note!: string | null;
  @Index({ name: 'by_tag', using: 'legacy' }) @Column('set<text>') tags!: Set<string>;
  @Column('varint') total!: bigint | null;
}
`,
  );
});

test('views name their base, and only the condition that is not implied', () => {
  const users = table('users', [id, column('email text')]);
  const byEmail = view(
    'users_by_email',
    'users',
    [column('email text', 'partition'), column('id uuid', 'clustering')],
    {
      where: `email IS NOT NULL AND id IS NOT NULL AND email > 'a AND b'`,
    },
  );
  const text = textOf(keyspace({ tables: [users], views: [byEmail] }), 'user-by-email.entity.ts');
  expect(text).toContain(
    `@MaterializedView(() => User, {\n  name: "users_by_email",\n  where: "email > 'a AND b'",\n})\nexport class UserByEmail {`,
  );
  expect(text).toContain('import { User } from "./user.entity";');
});

test('names collide neither with each other, nor with imports, globals and reserved words', () => {
  const names = ['a_b', 'aB', 'A_B', 'constructor', 'toString', 'class', '1st', 'ID', 'größe', '', '\u202e', '名前'];
  const tables = ['columns', 'tables', 'maps', 'user', 'users', 'User', '2024', '_'].map((name) => table(name, [id]));
  const wide = table('wide', [
    id,
    ...names.filter((name) => name !== '').map((name) => ({ ...column('x int'), name })),
  ]);
  const { files } = pullEntities(keyspace({ tables: [...tables, wide] }));
  expect(files.map(({ path }) => path)).toEqual([
    'column-entity.entity.ts',
    'table-entity.entity.ts',
    'map-entity.entity.ts',
    'user.entity.ts',
    'user2.entity.ts',
    'user3.entity.ts',
    'table2024.entity.ts',
    'entity.entity.ts',
    'wide.entity.ts',
  ]);
  const text = files.at(-1)?.text ?? '';
  expect([...text.matchAll(/\) (\S+)!: number/g)].map(([, name]) => name)).toEqual([
    ...['aB', 'aB2', 'aB3', 'constructor_', 'toString_', 'class', '_1st', 'id2', 'größe', 'column', '名前'],
  ]);
  expect(text).toContain('name: "\\u202e"');
});

test('a naming strategy saves the names that it would give', () => {
  const model = keyspace({ tables: [table('User', [id, column('createdAt timestamp')])] });
  const same = { tableName: (name: string) => name, columnName: (name: string) => name };
  const text = textOf(model, 'user.entity.ts', { namingStrategy: same });
  expect(text).toContain('@Table()\n');
  expect(text).toContain('@Column("timestamp") createdAt!');
  expect(textOf(model, 'user.entity.ts')).toContain('@Column("timestamp", { name: "createdAt" }) createdAt!');
});

describe('what decorators cannot say', () => {
  const custom = `'org.apache.cassandra.db.marshal.DynamicCompositeType(b=>org.apache.cassandra.db.marshal.BytesType)'`;

  test('a column of a Java class, and its index, are left out with a comment and a warning', () => {
    const model = keyspace({
      tables: [
        table('t', [id, { name: 'odd', kind: 'regular', type: custom }], {
          indexes: [{ name: 'odd_idx', column: 'odd', options: {} }],
        }),
      ],
    });
    const { files, warnings } = pullEntities(model);
    expect(files[0]?.text).toContain('// Left out: odd: the type ');
    expect(files[0]?.text).toContain('// Left out: the index odd_idx: its column is left out.');
    expect(warnings.map(({ subject }) => subject)).toEqual(['t.odd', 't.the index odd_idx']);
  });

  test('a table with such a key is a file that says so', () => {
    const model = keyspace({ tables: [table('t', [{ name: 'k', kind: 'partition', type: custom }])] });
    const { files, warnings } = pullEntities(model);
    expect(files[0]?.text).toMatch(/^\/\/ The table t is left out: the type .*\nexport \{\};\n$/);
    expect(warnings).toHaveLength(1);
  });

  test('a user-defined type with such a field takes with it what it is part of', () => {
    const model = keyspace({
      types: [{ name: 'inner', fields: [{ name: 'f', type: custom }] }, userType('outer', 'i frozen<inner>')],
      tables: [table('t', [id, column('o frozen<outer>'), column('fine text')])],
    });
    const { files, warnings } = pullEntities(model);
    expect(files.map(({ text }) => text.includes('class'))).toEqual([false, false, true]);
    expect(warnings.map(({ subject }) => subject)).toEqual(['inner', 'outer', 't.o']);
  });

  test('a type that is not in the keyspace, and names that no object can have', () => {
    const model = keyspace({ tables: [table('t', [id, column('o frozen<other>'), column('__proto__ int')])] });
    expect(pullEntities(model).warnings.map(({ subject }) => subject)).toEqual(['t.o', 't.__proto__']);
  });
});

test('only the named tables, with what they need', () => {
  const model = keyspace({
    types: [userType('a', 'b frozen<b>'), userType('b', 'x int'), userType('c', 'x int')],
    tables: [table('one', [id, column('a frozen<a>')]), table('two', [id, column('c frozen<c>')])],
    views: [view('by', 'one', [id])],
  });
  const paths = (tables: string[]): string[] => pullEntities(model, { tables }).files.map(({ path }) => path);
  expect(paths(['two'])).toEqual(['c.type.ts', 'two.entity.ts']);
  expect(paths(['by'])).toEqual(['a.type.ts', 'b.type.ts', 'one.entity.ts', 'by.entity.ts']);
  expect(() => paths(['on'])).toThrow("The keyspace shop has no table 'on'. Did you mean 'one'?");
});

test('no name and no comment becomes code', () => {
  const hostile = [
    `"); process.exit(1); //`,
    '`${process.exit(1)}`',
    `*/ process.exit(1) /*`,
    `'\\`,
    `a\nb\r\u2028\u2029c`,
    '../../x',
    '\u202e\u0000\ud800',
    '__proto__',
    '</script>',
    '${x}',
  ];
  const columns = hostile.map((name) => ({ name, type: 'text', kind: 'regular' as const }));
  const model = keyspace({
    types: [...hostile, 'address'].map((name) => ({ name, fields: [...columns, { name: 'x', type: 'int' }] })),
    tables: [
      table('t', [id, ...columns], {
        options: { comment: `'${hostile.join(' ').replaceAll("'", "''")}'`, extra: hostile[0] ?? '' },
        indexes: columns.map((each, at) => ({ name: `i${at}`, column: each.name, options: { x: each.name } })),
      }),
      table('odd', [{ name: 'k', kind: 'partition', type: `'a\n*/process.exit(1)'` }]),
    ],
  });
  for (const { path, text } of pullEntities(model).files) {
    expect(path).toMatch(/^[a-z0-9-]+\.(entity|type)\.ts$/);
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
    expect(Reflect.get(source, 'parseDiagnostics')).toEqual([]);
    const visit = (node: ts.Node): void => {
      expect(ts.isIdentifier(node) && node.text === 'process').toBe(false);
      expect(ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node)).toBe(false);
      node.forEachChild(visit);
    };
    visit(source);
  }
});
