import { dropTestData, testConnection, testDataSource } from './support/test-data-source';
import type { DataSource } from 'caspy';
import {
  ClusteringKey,
  Column,
  Index,
  list,
  map,
  MaterializedView,
  PartitionKey,
  SetFields,
  Table,
  UserType,
} from 'caspy';

/** Names that Cassandra takes only in double quotes. */
const RESERVED = 'select';
const MIXED = 'Mixed Case';
const QUOTE = 'a"b';
const EMOJI = '🚀';
const STATEMENT = '"; DROP TABLE x; --';

@UserType('Mixed Case "type" 🚀')
class OddType {
  @Column('text', { name: RESERVED }) reserved?: string | null;
  @Column('int', { name: MIXED }) mixed?: number | null;
  @Column('text', { name: QUOTE }) quoted?: string | null;
  @Column('text', { name: EMOJI }) emoji?: string | null;
}

/** Of tables Cassandra takes letters, digits and underscores only, but these in any case and though they are words. */
@Table('Select')
class OddTable {
  @PartitionKey('text', { name: RESERVED }) id!: string;
  @ClusteringKey('int', { name: MIXED, order: 'DESC' }) seq!: number;
  @Column('text', { name: QUOTE }) @Index({ name: 'Mixed_Index', using: 'legacy' }) quoted?: string;
  @Column('text', { name: EMOJI }) @Index({ name: 'Table', using: 'legacy' }) 'an odd "property"'?: string;
  @Column('text', { name: 'Index' }) @Index({ name: 'SAI_Index', using: 'sai' }) indexed?: string;
  @Column('set<text>', { name: STATEMENT }) tags?: Set<string>;
  @Column('text', { name: 'from', static: true }) shared?: string;
  @Column(() => OddType, { name: 'Type "of" it' }) type?: OddType;
  @Column(list(() => OddType), { name: 'types' }) types?: OddType[];
  @Column(map('text', 'int'), { name: '__proto__x' }) counts?: Map<string, number>;
}

@Table('select')
class ReservedTable {
  @PartitionKey('text') id!: string;
  @Column('text', { name: 'where' }) note?: string;
}

@MaterializedView(() => OddTable, { name: 'Select_View' })
class OddView {
  @PartitionKey('text', { name: QUOTE }) quoted!: string;
  @ClusteringKey('text', { name: RESERVED }) id!: string;
  @ClusteringKey('int', { name: MIXED, order: 'DESC' }) seq!: number;
  @Column('text', { name: EMOJI }) 'an odd "property"'?: string;
  @Column('set<text>', { name: STATEMENT }) tags?: Set<string>;
}

let dataSource: DataSource;
let home: string;

beforeAll(async () => {
  dataSource = await testDataSource({ entities: [OddTable, ReservedTable, OddView] });
  home = dataSource.keyspace ?? '';
});
afterAll(() => dropTestData(dataSource));

const odd = (): OddType => Object.assign(new OddType(), { reserved: 'r', mixed: 1, quoted: 'q', emoji: 'e' });

const row = (seq: number): OddTable =>
  dataSource.getRepository(OddTable).create({
    ...{ id: 'a', seq, quoted: `q${seq}`, indexed: 'i', 'an odd "property"': 'p', tags: new Set(['t']), shared: 's' },
    ...{ type: odd(), types: [odd()], counts: new Map([['__proto__', seq]]) },
  });

describe('a table, its columns and a user-defined type', () => {
  test('are written and read', async () => {
    const rows = dataSource.getRepository(OddTable);
    await rows.save([row(1), row(2)]);
    expect(await rows.getOrFail({ id: 'a', seq: 1 })).toEqual(row(1));
    expect(
      await rows.find({ where: { id: 'a' }, order: { seq: 'ASC' }, select: ['seq', 'an odd "property"'] }),
    ).toEqual([
      { seq: 1, 'an odd "property"': 'p' },
      { seq: 2, 'an odd "property"': 'p' },
    ]);
    expect(await rows.filter({ id: 'a' }).groupBy('id').count()).toBe(1);
    expect(await rows.all().distinct().all()).toEqual([{ id: 'a' }]);
    expect(await rows.all().allowFiltering().filter({ 'an odd "property"': 'p' }).count()).toBe(2);
  });

  test('are changed, conditionally too', async () => {
    const rows = dataSource.getRepository(OddTable);
    const key = { id: 'a', seq: 1 };
    await rows.save(row(1));
    await rows.update(key, { type: SetFields({ quoted: 'changed', emoji: null }), 'an odd "property"': 'w' });
    await rows.updateCollection(key, 'tags', { add: ['u'] });
    await rows.updateCollection(key, 'counts', { put: new Map([['constructor', 2]]) });
    expect(await rows.update(key, { quoted: 'x' }, { if: { quoted: 'no' } })).toEqual({
      applied: false,
      existing: { quoted: 'q1' },
    });
    expect(await rows.update(key, { quoted: 'x' }, { if: { quoted: 'q1' } })).toEqual({ applied: true });
    await rows.update({ id: 'a' }, { shared: 'static' });
    const read = await rows.getOrFail(key);
    expect(read).toMatchObject({ quoted: 'x', shared: 'static', 'an odd "property"': 'w' });
    expect(read.type).toMatchObject({ quoted: 'changed', emoji: null, mixed: 1 });
    expect(read.tags).toEqual(new Set(['t', 'u']));
    expect([...(read.counts ?? [])].sort()).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
    ]);
    await rows.delete(key, { columns: ['quoted'], elements: { tags: ['t'], counts: ['__proto__'] } });
    expect(await rows.getOrFail(key)).toMatchObject({ quoted: null, tags: new Set(['u']) });
  });

  test('a table whose name is a reserved word', async () => {
    const rows = dataSource.getRepository(ReservedTable);
    await rows.save(rows.create({ id: 'a', note: 'n' }));
    expect(await rows.findBy({ id: 'a' })).toEqual([{ id: 'a', note: 'n' }]);
    await rows.clear();
    expect(await rows.count()).toBe(0);
  });
});

test('indexes serve columns with such names, and have such names', async () => {
  const rows = dataSource.getRepository(OddTable);
  await rows.save(row(3));
  expect((await rows.findBy({ quoted: 'q3' })).map(({ seq }) => seq)).toEqual([3]);
  expect(rows.filter({ 'an odd "property"': 'p' }).explain()).toMatchObject({ plan: 'index', indexes: ['Table'] });
  expect(await rows.existsBy({ 'an odd "property"': 'p' })).toBe(true);
  expect(await rows.countBy({ indexed: 'i' })).toBeGreaterThan(0);
  const cql = 'SELECT index_name FROM system_schema.indexes WHERE keyspace_name = ?';
  const { rows: found } = await dataSource.execute(cql, [dataSource.keyspace]);
  expect(found.map((each) => each.index_name).sort()).toEqual(['Mixed_Index', 'SAI_Index', 'Table']);
});

test('views with such names and columns are created and read', async () => {
  await dataSource.getRepository(OddTable).save(row(5));
  const view = dataSource.getRepository(OddView);
  const where = { quoted: 'q5' };
  expect(view.filter({ ...where, id: 'a' }).explain()).toMatchObject({
    plan: 'partition',
    cql: expect.stringContaining('"Select_View" WHERE "a""b" = ? AND "select" = ?'),
  });
  const [found] = await view.find({ where, order: { id: 'ASC', seq: 'DESC' } });
  expect(found).toEqual(view.create({ quoted: 'q5', id: 'a', seq: 5, 'an odd "property"': 'p', tags: new Set(['t']) }));
  expect(await view.find({ where, select: ['an odd "property"'] })).toEqual([{ 'an odd "property"': 'p' }]);
  await expect(view.delete({ ...where, id: 'a', seq: 5 })).rejects.toMatchObject({ code: 'CASPY_READ_ONLY' });
  const { rows: views } = await dataSource.execute(
    'SELECT view_name FROM system_schema.views WHERE keyspace_name = ?',
    [dataSource.keyspace],
  );
  expect(views).toEqual([{ view_name: 'Select_View' }]);
});

test('batches write tables and columns with such names', async () => {
  await dataSource.batch((batch) => {
    batch.save(row(4));
    batch.insert(ReservedTable, { id: 'b', note: 'in a batch' });
  });
  expect(await dataSource.getRepository(OddTable).existsBy({ id: 'a', seq: 4 })).toBe(true);
  expect(await dataSource.getRepository(ReservedTable).existsBy({ id: 'b' })).toBe(true);
});

test('a second synchronize finds nothing to create', async () => {
  expect(await dataSource.synchronize()).toEqual({ statements: [], changes: [], skipped: [] });
});

test.each(['Mixed_Case', 'SELECT', '123_keyspace'])('the keyspace %s', async (name) => {
  const keyspace = `${name}_${Date.now().toString(36)}`;
  const other = await testDataSource({ ...testConnection(), entities: [OddTable, ReservedTable], keyspace });
  try {
    const rows = other.getRepository(OddTable);
    await rows.save(row(1));
    expect(await rows.getOrFail({ id: 'a', seq: 1 })).toEqual(row(1));
    const { rows: raw } = await other.execute('SELECT count(*) AS n FROM "Select"');
    expect(Number(raw[0]?.n)).toBe(1);
    const moved = dataSource.getRepository(ReservedTable).withKeyspace(keyspace);
    await moved.save(moved.create({ id: 'moved' }));
    expect(await other.getRepository(ReservedTable).existsBy({ id: 'moved' })).toBe(true);
    await dataSource.useKeyspace(keyspace);
    expect(await dataSource.getRepository(OddTable).count()).toBe(1);
  } finally {
    await dataSource.useKeyspace(home);
    await dropTestData(other);
  }
});
