import { usedHeap } from '../../support/used-heap';
import { dropTestData, testDataSource } from '../support/test-data-source';
import type { DataSource, Repository } from 'caspy';
import { BulkError, ClusteringKey, Column, PartitionKey, Table } from 'caspy';

@Table()
class Reading {
  @PartitionKey('int') sensor!: number;
  @ClusteringKey('int') at!: number;
  @Column('text') unit?: string | null;
  @Column('double') value?: number | null;
}

function* readings(sensors: number, each: number): Generator<Reading> {
  for (let at = 0; at < each; at += 1) {
    for (let sensor = 0; sensor < sensors; sensor += 1) {
      yield Object.assign(new Reading(), { sensor, at, unit: 'C', value: sensor + at / 1000 });
    }
  }
}

describe('bulkSave', () => {
  let dataSource: DataSource;
  let repository: Repository<Reading>;

  beforeAll(async () => {
    dataSource = await testDataSource({ entities: [Reading] });
    repository = dataSource.getRepository(Reading);
  });

  beforeEach(() => repository.clear());
  afterAll(() => dropTestData(dataSource));

  test('writes what a generator yields', async () => {
    const before = dataSource.metrics().executed;
    const result = await repository.bulkSave(readings(20, 100));
    expect(result).toMatchObject({ read: 2000, written: 2000, failed: 0, maybeWritten: 0, duplicates: 0 });
    expect(dataSource.metrics().executed - before).toBeLessThan(200);
    expect(await repository.scan().count()).toBe(2000n);
    expect(await repository.get({ sensor: 7, at: 42 })).toMatchObject({ unit: 'C', value: 7.042 });
  });

  test('the server measures batches of several partitions only, so those in one may be larger', async () => {
    const query = `INSERT INTO ${dataSource.keyspace}.reading (sensor, at, unit) VALUES (?, ?, ?)`;
    const batch = async (sensorOf: (at: number) => number): Promise<unknown> => {
      const parts = Array.from({ length: 20 }, (_, at) => ({ query, params: [sensorOf(at), at, 'x'.repeat(500)] }));
      const { info } = await dataSource.getSession().batch(parts, { prepare: true, logged: false });
      return info.warnings;
    };
    expect(await batch(() => 1)).toBeUndefined();
    expect(await batch((at) => at)).toContainEqual(expect.stringContaining('exceeding specified threshold'));
  });

  test('of several writes of one row the last one stays, column by column', async () => {
    const result = await repository.bulkSave([
      { sensor: 1, at: 1, unit: 'C', value: 1 },
      { sensor: 1, at: 1, value: 2 },
      { sensor: 1, at: 2, unit: 'C', value: 1 },
      { sensor: 1, at: 2, unit: null },
    ]);
    expect(result).toMatchObject({ read: 4, written: 2, duplicates: 2 });
    expect(await repository.find({ where: { sensor: 1 } })).toEqual([
      { sensor: 1, at: 1, unit: 'C', value: 2 },
      { sensor: 1, at: 2, unit: null, value: 1 },
    ]);
  });

  test('two writes of one row never change places', async () => {
    function* rewrites(): Generator<Reading> {
      for (let value = 0; value <= 200; value += 1) {
        for (let sensor = 0; sensor < 50; sensor += 1) {
          yield Object.assign(new Reading(), { sensor, at: 0, value });
          // Another row of the same partition makes one request a batch and the other none.
          if ((value + sensor) % 3 === 0) yield Object.assign(new Reading(), { sensor, at: 1 + value, value });
        }
      }
    }
    await repository.bulkSave(rewrites(), { bufferRows: 7, maxBatchRows: 3 });
    for (const { value } of await repository.find({ where: { at: 0 }, allowFiltering: true })) expect(value).toBe(200);
  });

  test('a failing row ends it, and the error says what was written', async () => {
    const rows = [...readings(2, 2)];
    rows[2] = { sensor: 1, at: 1, value: 'x' as never };
    const error: unknown = await repository.bulkSave(rows).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BulkError);
    expect(error).toMatchObject({ code: 'CASPY_BULK', details: { failed: 1 }, cause: { code: 'CASPY_VALIDATION' } });
    expect((error as BulkError).result).toMatchObject({ read: 3 });
    expect(JSON.stringify(error)).not.toContain('items');
  });

  test('onError hears of every failure, and the rest is written', async () => {
    const rows: Reading[] = [...readings(10, 10)];
    const bad = [3, 33, 73];
    for (const at of bad) rows[at] = { ...rows[at]!, value: 'x' as never };
    const heard: Reading[] = [];
    const result = await repository.bulkSave(rows, { onError: ({ item }) => heard.push(item) });
    expect(result).toMatchObject({ read: 100, written: 97, failed: 3 });
    expect(heard).toEqual(bad.map((at) => rows[at]));
    expect(result.failures).toHaveLength(3);
    expect(await repository.scan().count()).toBe(97n);
  });

  test('a signal ends it', async () => {
    const controller = new AbortController();
    let read = 0;
    async function* source(): AsyncGenerator<Reading> {
      for (const reading of readings(100, 1000)) {
        read += 1;
        if (read === 5000) controller.abort(new Error('enough'));
        yield reading;
      }
    }
    const error: unknown = await repository
      .bulkSave(source(), { signal: controller.signal })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'CASPY_BULK_ABORTED', cause: { message: 'enough' } });
    expect(read).toBeLessThan(5010);
    expect(dataSource.metrics().inFlight).toBe(0);
  });

  test('deletes by key, and what a scan finds', async () => {
    await repository.bulkSave(readings(10, 10));
    const keys = Array.from({ length: 10 }, (_, at) => ({ sensor: 3, at }));
    expect(await repository.bulkDelete(keys)).toMatchObject({ written: 10 });
    expect(await repository.scan().count()).toBe(90n);
    await repository.bulkDelete(repository.scan({ where: { at: 4 } }));
    expect(await repository.scan().count()).toBe(81n);
    await repository.bulkDelete([{ sensor: 1 }, { sensor: 2 }]);
    expect(await repository.scan().count()).toBe(63n);
  });
});

@Table()
class Measure {
  @PartitionKey('int') id!: number;
  @ClusteringKey('int') n!: number;
  @Column() text!: string;
}

describe('200,000 rows', () => {
  let dataSource: DataSource;

  beforeAll(async () => {
    dataSource = await testDataSource({ entities: [Measure] });
  });

  afterAll(() => dropTestData(dataSource));

  test('stream through without growing the heap', async () => {
    const measures = dataSource.getRepository(Measure);
    const heaps: number[] = [];
    async function* rows(): AsyncGenerator<Measure> {
      for (let i = 0; i < 200_000; i += 1) {
        if (i % 20_000 === 0) heaps.push(usedHeap() / 2 ** 20);
        yield Object.assign(new Measure(), { id: i >> 5, n: i & 31, text: `some text of row ${i}` });
      }
    }
    const told: number[] = [];
    const result = await measures.bulkSave(rows(), { onProgress: ({ written }) => told.push(written) });
    expect(result).toMatchObject({ read: 200_000, written: 200_000 });
    expect(told.length).toBeGreaterThan(2);
    expect(told.at(-1)).toBe(200_000);
    expect([...told].sort((a, b) => a - b)).toEqual(told);
    expect(Math.min(...heaps.slice(-4)) - Math.min(...heaps.slice(1, 5))).toBeLessThan(30);
    expect(await measures.count()).toBe(200_000);
  });
});
