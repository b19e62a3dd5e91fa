import { dropTestData, testDataSource } from '../support/test-data-source';
import type { DataSource, Repository } from 'caspy';
import { ClusteringKey, Column, PartitionKey, StaticColumn, Table } from 'caspy';

@Table('undefined_rows')
class Row {
  @PartitionKey('text') id!: string;
  @ClusteringKey('int') seq!: number;
  @Column('text') note?: string | null;
  @Column('int') size?: number | null;
  @StaticColumn('text') shared?: string | null;
}

const KEY = { id: 'a', seq: 1 };
/** Microseconds since 1970, long ago: a later write without a timestamp of its own always wins. */
const EARLY = 1_000_000n;
const LATER = 2_000_000n;

let dataSource: DataSource;
let rows: Repository<Row>;

beforeAll(async () => {
  dataSource = await testDataSource({ entities: [Row] });
  rows = dataSource.getRepository(Row);
});
afterAll(() => dropTestData(dataSource));
beforeEach(async () => {
  await rows.clear();
  await rows.save(rows.create({ ...KEY, note: 'old', size: 1, shared: 'old' }), { timestamp: EARLY });
});

/** Each column's value and the time at which it was written; no time where there is no cell. */
async function cells(): Promise<Record<string, unknown>> {
  const columns = ['note', 'size', 'shared'].map((name) => `${name}, writetime(${name}) AS ${name}_at`);
  const cql = `SELECT ${columns.join(', ')} FROM undefined_rows WHERE id = ? AND seq = ?`;
  const { rows: found } = await dataSource.execute(cql, [KEY.id, KEY.seq], { prepare: true });
  return { ...found[0] };
}

type Change = { readonly [K in 'note' | 'size' | 'shared']?: Row[K] | undefined };

const WAYS: readonly (readonly [string, (change: Change) => Promise<unknown>])[] = [
  ['save', (change) => rows.save(rows.create({ ...KEY, ...change }), { timestamp: LATER })],
  ['save of a plain object', (change) => rows.save({ ...KEY, ...change } as Row, { timestamp: LATER })],
  ['insert', (change) => rows.insert({ ...KEY, ...change }, { timestamp: LATER })],
  ['update', (change) => rows.update(KEY, { size: 2, ...change }, { timestamp: LATER })],
  [
    'batch',
    (change) =>
      dataSource.batch((batch) => void batch.save(Object.assign(new Row(), KEY, change)), { timestamp: LATER }),
  ],
];

describe.each(WAYS)('%s', (_, write) => {
  test('undefined writes nothing', async () => {
    await write({ note: undefined, shared: undefined, size: 2 });
    expect(await cells()).toMatchObject({ note: 'old', note_at: EARLY, size: 2, size_at: LATER });
    expect(await cells()).toMatchObject({ shared: 'old', shared_at: EARLY });
  });

  test('null always writes', async () => {
    await write({ note: null, shared: null });
    expect(await cells()).toMatchObject({ note: null, note_at: null, shared: null, shared_at: null });
    // A tombstone, and not only nothing: an older write does not come through.
    await rows.save(rows.create({ ...KEY, note: 'too late', shared: 'too late' }), { timestamp: LATER - 1n });
    expect(await cells()).toMatchObject({ note: null, shared: null });
  });
});

test('a loaded entity: undefined writes nothing, null always does', async () => {
  const row = await rows.getOrFail(KEY);
  Object.assign(row, { note: undefined, size: null });
  await rows.save(row, { timestamp: LATER });
  expect(await cells()).toMatchObject({ note: 'old', note_at: EARLY, size: null, size_at: null });
});
