import { Column, Index, PartitionKey, Table, UserType } from '../../../lib/index';
import { buildModel, buildTables } from '../../../lib/metadata/build-tables';
import type { EntityClass } from '../../../lib/metadata/table-metadata';
import { diffSchemas } from '../../../lib/schema/diff/diff-schemas';
import { planScript, printPlan, summarizePlan } from '../../../lib/schema/diff/print-plan';
import { isSameCondition } from '../../../lib/schema/diff/same-condition';
import { isSameOption } from '../../../lib/schema/diff/same-option';
import { modelOf } from '../../../lib/schema/entity-model';
import type { KeyspaceModel, SchemaModel, TableModel } from '../../../lib/schema/model';
import { canonicalOption, readOptionMap } from '../../../lib/schema/option-text';

const NOTHING: SchemaModel = { keyspaces: [] };

function wanted(...targets: readonly EntityClass[]): SchemaModel {
  return modelOf(buildTables(targets).values(), 'chat');
}

function keyspace(parts: Partial<KeyspaceModel>): SchemaModel {
  return { keyspaces: [{ name: 'chat', types: [], tables: [], views: [], ...parts }] };
}

@Table()
class User {
  @PartitionKey() id!: string;
  @Index() @Column() email!: string;
}

@Table({ keyspace: 'Audit' })
class Entry {
  @PartitionKey() id!: string;
}

@Table({ synchronize: false })
class Foreign {
  @PartitionKey() id!: string;
}

const userTable = (more: Partial<TableModel> = {}): TableModel => ({
  name: 'user',
  columns: [
    { name: 'id', type: 'text', kind: 'partition' },
    { name: 'email', type: 'text', kind: 'regular' },
  ],
  indexes: [],
  options: {},
  dropped: [],
  ...more,
});

test('from nothing: keyspaces, then tables, then indexes; what is foreign is left out', () => {
  const replication = { class: 'SimpleStrategy', replication_factor: 2 };
  const changes = diffSchemas(wanted(User, Entry, Foreign), NOTHING, { replication });
  expect(changes.flatMap(({ cql }) => cql)).toEqual([
    `CREATE KEYSPACE IF NOT EXISTS "Audit" WITH replication = {'class': 'SimpleStrategy', 'replication_factor': '2'}`,
    `CREATE KEYSPACE IF NOT EXISTS chat WITH replication = {'class': 'SimpleStrategy', 'replication_factor': '2'}`,
    'CREATE TABLE IF NOT EXISTS "Audit".entry (id text, PRIMARY KEY ((id)))',
    'CREATE TABLE IF NOT EXISTS chat.user (id text, email text, PRIMARY KEY ((id)))',
    `CREATE CUSTOM INDEX IF NOT EXISTS user_email_idx ON chat.user (email) USING 'StorageAttachedIndex'`,
  ]);
  expect(changes.every((change) => change.class === 'safe' && !change.extra)).toBe(true);
});

test('the current keyspace is wanted without a table, and none is without one', () => {
  expect(diffSchemas(wanted(), NOTHING).map(({ kind, subject }) => [kind, subject])).toEqual([
    ['create-keyspace', 'chat'],
  ]);
  expect(modelOf(buildTables([User]).values())).toEqual(NOTHING);
});

test('an index of another name that does the same serves as well', () => {
  const className = 'org.apache.cassandra.index.sai.StorageAttachedIndex';
  const index = { name: 'mine', column: 'email', className, options: { case_sensitive: 'true' } };
  expect(diffSchemas(wanted(User), keyspace({ tables: [userTable({ indexes: [index] })] }))).toEqual([]);
  const other = { ...index, options: { case_sensitive: 'false' } };
  const [change] = diffSchemas(wanted(User), keyspace({ tables: [userTable({ indexes: [other] })] }));
  expect(change).toMatchObject({
    kind: 'replace-index',
    class: 'destructive',
    entity: 'User.email',
    cql: ['DROP INDEX chat.mine', expect.stringContaining('CREATE CUSTOM INDEX IF NOT EXISTS user_email_idx')],
  });
});

/** The table of migrations has whichever name `migrationsTableName` says; its columns say what it is. */
function historyColumns(): TableModel['columns'] {
  const names = ['caspy_version', 'checksum', 'executed_by', 'state', 'statements', 'step_count', 'steps'];
  return [
    { name: 'name', type: 'text', kind: 'partition' },
    ...names.map((name) => ({ name, type: 'text', kind: 'regular' as const })),
  ];
}

test("caspy's own tables are nobody's surplus; others are, unless they are ignored", () => {
  const tables = [
    userTable({ name: 'caspy_locks' }),
    userTable({ name: 'caspy_migrations' }),
    userTable({ name: 'our_history', columns: historyColumns() }),
    userTable({ name: 'theirs' }),
  ];
  const kinds = (ignore: readonly (string | RegExp)[]): string[] =>
    diffSchemas(wanted(), keyspace({ tables }), { ignore }).map(({ kind, subject }) => `${kind} ${subject}`);
  expect(kinds([])).toEqual(['drop-table chat.theirs']);
  expect(kinds(['theirs'])).toEqual([]);
  expect(kinds([/the.*/])).toEqual([]);
  expect(kinds([/the/])).toEqual(['drop-table chat.theirs']);
});

@UserType()
class Inner {
  @Column('int') x!: number;
}

@UserType()
class Alone {
  @Column() a!: string;
  @Column(() => Inner) inner!: Inner;
}

@UserType('alone')
class AnotherAlone {
  @Column() a!: string;
}

test('a user-defined type that no table uses is wanted where the entities name it, and only there', () => {
  const model = (...targets: readonly EntityClass[]): SchemaModel => {
    const { tables, unusedTypes } = buildModel(targets);
    return modelOf(tables.values(), 'chat', unusedTypes);
  };
  const types = [
    { name: 'alone', fields: [field('a', 'text'), field('inner', 'frozen<inner>')] },
    { name: 'inner', fields: [field('x', 'int')] },
  ];
  const subjects = (schema: SchemaModel): string[] =>
    diffSchemas(schema, keyspace({ types })).map(({ kind, subject }) => `${kind} ${subject}`);
  expect(subjects(model(Alone))).toEqual([]);
  expect(subjects(model())).toEqual(['drop-type chat.alone', 'drop-type chat.inner']);
  expect(diffSchemas(model(Alone), keyspace({})).map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
    'create-type chat.inner',
    'create-type chat.alone',
  ]);
  // A type by itself is no reason to look after a keyspace.
  expect(modelOf([], undefined, buildModel([Alone]).unusedTypes)).toEqual(NOTHING);
  expect(() => model(Alone, AnotherAlone)).toThrow("has the same type name 'alone' as Alone");
});

function field(name: string, type: string): { readonly name: string; readonly type: string } {
  return { name, type };
}

test('a type that a table needs which is left alone is left alone too', () => {
  const types = [
    { name: 'inner', fields: [{ name: 'x', type: 'int' }] },
    { name: 'outer', fields: [{ name: 'i', type: 'frozen<inner>' }] },
    { name: 'unused', fields: [{ name: 'x', type: 'int' }] },
  ];
  const columns = [
    { name: 'id', type: 'text', kind: 'partition' },
    { name: 'o', type: 'list<frozen<outer>>', kind: 'regular' },
  ] as const;
  const tables = [userTable({ name: 'theirs', columns })];
  const subjects = (ignore: readonly string[]): string[] =>
    diffSchemas(wanted(), keyspace({ tables, types }), { ignore }).map(({ subject }) => subject);
  expect(subjects(['theirs'])).toEqual(['chat.unused']);
  expect(subjects([])).toEqual(['chat.theirs', 'chat.unused', 'chat.outer', 'chat.inner']);
});

test('a plan for people, in one line, and as a script in which only the safe part runs', () => {
  const tables = [userTable(), userTable({ name: 'theirs\nDROP TABLE x' })];
  const changes = diffSchemas(wanted(User), keyspace({ tables }));
  expect(summarizePlan(changes)).toBe('1 safe, 1 destructive, 0 impossible');
  expect(printPlan([])).toBe('The schema fits: nothing differs.');
  expect(printPlan(changes)).toMatch(/^Safe:[\s\S]*User\.email: The index[\s\S]*\n\nDestructive:[\s\S]*Way out: /);
  const lines = planScript(changes).split('\n');
  expect(lines.filter((line) => !line.startsWith('--'))).toEqual([
    `CREATE CUSTOM INDEX IF NOT EXISTS user_email_idx ON chat.user (email) USING 'StorageAttachedIndex';`,
  ]);
});

test.each<[string, string, string | undefined, boolean]>([
  ['comment', "'a'", "'A'", false],
  ['gc_grace_seconds', '10', '10', true],
  ['gc_grace_seconds', '10', '11', false],
  ['crc_check_chance', '0.5', '0.50', true],
  ['speculative_retry', "'99PERCENTILE'", "'99p'", true],
  ['speculative_retry', "'99.9p'", "'99p'", false],
  ['speculative_retry', "'none'", "'NEVER'", true],
  ['speculative_retry', "'50.9ms'", "'50ms'", true],
  ['additional_write_policy', "'min(99p, 50ms)'", "'MIN(99p,50ms)'", true],
  ['cdc', 'true', undefined, true],
  ['cdc', 'true', 'false', false],
  ['memtable', "'default'", undefined, true],
  ['memtable', "'trie'", undefined, false],
  ['caching', "{'keys': 'none'}", "{'keys': 'NONE', 'rows_per_partition': '10'}", true],
  ['caching', "{'keys': 'ALL'}", "{'keys': 'NONE', 'rows_per_partition': 'NONE'}", false],
  ['compression', "{'enabled': 'false', 'class': 'LZ4Compressor'}", "{'enabled': 'false'}", true],
  ['compression', "{'class': 'LZ4Compressor'}", "{'enabled': 'false'}", false],
  ['compression', '{}', "{'enabled': 'false'}", true],
  ['compression', '{}', "{'class': 'LZ4Compressor'}", false],
  ['compaction', "{'class': 'A', 'enabled': 'false'}", "{'class': 'A'}", false],
  ['compaction', "{'class': 'A', 'tombstone_threshold': '0.2'}", "{'class': 'A', 'tombstone_threshold': '0.20'}", true],
])('option %s: %s wanted, %s there', (name, one, other, isSame) => {
  expect(isSameOption(name, one, other)).toBe(isSame);
});

test.each([
  ["{ 'b' : 'x', 'a':1 }", "{'a': '1', 'b': 'x'}"],
  ["{'class': 'org.apache.cassandra.io.compress.LZ4Compressor'}", "{'class': 'LZ4Compressor'}"],
  ["{'class': 'org.example.Mine'}", "{'class': 'org.example.Mine'}"],
  ["{'a''b': 'c,}d'}", "{'a''b': 'c,}d'}"],
  ['{ }', '{}'],
  ['0.50', '0.5'],
  ['1e-1', '0.1'],
  ['TRUE', 'true'],
  ["'x''y'", "'x''y'"],
  ["{'a': [1]}", "{'a': [1]}"],
  ["{'a': 'b'} AND x", "{'a': 'b'} AND x"],
])('the option %s is %s', (given, text) => {
  expect(canonicalOption(given)).toBe(text);
});

test.each(['', "'x'", "{'a'}", "{'a': 'b'", "{'a': 'b',}", "{'a': 'b'} x"])('%j is no map of options', (text) => {
  expect(readOptionMap(text)).toBeUndefined();
});

test.each([
  ['a IS NOT NULL AND b > 5', 'b>5 and A is not null', true],
  [`"a" = 'X'`, `a = 'X'`, true],
  [`"A" = 1`, `a = 1`, false],
  [`a = 'X'`, `a = 'x'`, false],
  [`a = 'it''s'`, `a = 'it's'`, true],
  [`a = 'it''s'`, `a = 'its not'`, false],
  ['b > 5', 'b > 6', false],
])('conditions %s and %s', (one, other, isSame) => {
  expect([isSameCondition(one, other), isSameCondition(other, one)]).toEqual([isSame, isSame]);
});
