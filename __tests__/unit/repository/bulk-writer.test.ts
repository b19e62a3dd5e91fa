import { QueryError, TimeoutError, UnavailableError } from '../../../lib/errors';
import { ClusteringKey, Column, PartitionKey, Table } from '../../../lib/index';
import { Window } from '../../../lib/repository/bulk/window';
import type { Executor } from '../../../lib/repository/entity-table';
import { EntityTable } from '../../../lib/repository/entity-table';
import { Repository } from '../../../lib/repository/repository';
import type { BoundStatement } from '../../../lib/session/batch';
import type { RowPage } from '../../../lib/session/request';
import { rowPage } from '../support/fake-executor';
import { tableOf } from '../support/models';

@Table()
class Item {
  @PartitionKey('int') p!: number;
  @ClusteringKey('int') c!: number;
  @Column('int') v!: number;
}

interface Request {
  readonly rows: readonly string[];
  readonly timestamp: bigint | number;
}

type Answer = (rows: readonly string[], attempt: number) => Error | undefined;

/** Takes a moment for each request, and answers what it is told. */
class SlowExecutor implements Executor {
  readonly requests: Request[] = [];
  inFlight = 0;
  mostInFlight = 0;
  readonly #answer: Answer;
  #time = 0;

  constructor(answer: Answer = () => undefined) {
    this.#answer = answer;
  }

  nextTimestamp(): number {
    this.#time += 1;
    return this.#time;
  }

  execute(): never {
    throw new Error('has no write time');
  }

  executeBatch(): never {
    throw new Error('has no write time');
  }

  async executeAt(parts: readonly BoundStatement[], timestamp: bigint | number): Promise<RowPage> {
    const rows = parts.map(({ params }) => `${String(readInt(params[0]))}/${String(readInt(params[1]))}`);
    this.requests.push({ rows, timestamp });
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    await new Promise((resolve) => setTimeout(resolve, 1));
    this.inFlight -= 1;
    const error = this.#answer(rows, this.requests.length);
    if (error !== undefined) throw error;
    return rowPage();
  }
}

function readInt(param: unknown): number {
  return (param as Buffer).readInt32BE();
}

function repository(executor: Executor): Repository<Item> {
  return new Repository(new EntityTable<Item>(tableOf(Item), { executor, keyspace: 'ks', pageTokenSecret: undefined }));
}

const items = (partitions: number, each: number): Item[] =>
  Array.from({ length: partitions * each }, (_, i) => ({ p: Math.floor(i / each), c: i % each, v: i }));

describe('the window', () => {
  test('halves once for what was sent before, and grows again', () => {
    const window = new Window(100);
    const numbers = Array.from({ length: 32 }, () => window.enter());
    expect(window.hasRoom).toBe(false);
    for (const number of numbers) window.shrink(number);
    expect(window.limit).toBe(16);
    for (let i = 0; i < 16; i += 1) window.grow();
    expect(window.limit).toBeCloseTo(17, 0);
    window.shrink(window.enter());
    expect(window.limit).toBeLessThan(9);
  });
});

describe('a bulk write', () => {
  test('sends rows of one partition as batches of so many rows', async () => {
    const executor = new SlowExecutor();
    await repository(executor).bulkSave(items(3, 10), { maxBatchRows: 4 });
    expect(executor.requests.map(({ rows }) => rows.length).sort()).toEqual([2, 2, 2, 4, 4, 4, 4, 4, 4]);
    for (const { rows } of executor.requests) expect(new Set(rows.map((row) => row.split('/')[0])).size).toBe(1);
  });

  test('cuts batches by bytes; a large row travels alone', async () => {
    const executor = new SlowExecutor();
    await repository(executor).bulkSave(items(1, 20), { maxBatchBytes: 360 });
    expect(executor.requests.map(({ rows }) => rows.length)).toEqual([4, 4, 4, 4, 4]);
    executor.requests.length = 0;
    await repository(executor).bulkSave(items(1, 3), { maxBatchBytes: 10 });
    expect(executor.requests.map(({ rows }) => rows.length)).toEqual([1, 1, 1]);
  });

  test('is never ahead of its rows by more than the buffer and what is on its way', async () => {
    const executor = new SlowExecutor();
    let read = 0;
    let most = 0;
    function* source(): Generator<Item> {
      for (const item of items(2_000, 1)) {
        const written = executor.requests.length - executor.inFlight;
        most = Math.max(most, read - written);
        read += 1;
        yield item;
      }
    }
    await repository(executor).bulkSave(source(), { concurrency: 5, bufferRows: 20 });
    expect(executor.requests).toHaveLength(2_000);
    expect(executor.mostInFlight).toBe(5);
    expect(most).toBeLessThanOrEqual(27);
  });

  test('repeats what is too much, at the same write time, and sends less at a time', async () => {
    const executor = new SlowExecutor((_, attempt) =>
      attempt % 5 === 0 ? new UnavailableError('overloaded', { code: 'CASPY_OVERLOADED' }) : undefined,
    );
    const result = await repository(executor).bulkSave(items(40, 1));
    expect(result).toMatchObject({ written: 40, failed: 0 });
    const times = new Map<string, Set<unknown>>();
    for (const { rows, timestamp } of executor.requests) {
      times.set(rows.join(), (times.get(rows.join()) ?? new Set()).add(timestamp));
    }
    expect(executor.requests.length).toBeGreaterThan(40);
    expect([...times.values()].every(({ size }) => size === 1)).toBe(true);
  });

  test('finds the row that the server refuses among those of a batch', async () => {
    const executor = new SlowExecutor((rows) => (rows.includes('0/7') ? new QueryError('refused') : undefined));
    const result = await repository(executor).bulkSave(items(1, 32), { onError: 'continue' });
    expect(result).toMatchObject({ written: 31, failed: 1, maybeWritten: 0 });
    expect(result.failures).toEqual([{ item: { p: 0, c: 7, v: 7 }, error: expect.any(QueryError), outcome: 'failed' }]);
  });

  test('a row whose requests all time out is perhaps written', async () => {
    const executor = new SlowExecutor((rows) => (rows.includes('1/0') ? new TimeoutError('no answer') : undefined));
    const result = await repository(executor).bulkSave(items(3, 1), { onError: 'continue' });
    expect(result).toMatchObject({ written: 2, failed: 0, maybeWritten: 1 });
    expect(executor.requests.filter(({ rows }) => rows.includes('1/0'))).toHaveLength(5);
  }, 20_000);

  test('where the servers set the write times, a partition has one request on its way', async () => {
    const busy = new Set<number>();
    let mostPerPartition = 0;
    const send = async (parts: readonly BoundStatement[]): Promise<RowPage> => {
      const partition = readInt(parts[0]?.params[0]);
      if (busy.has(partition)) mostPerPartition = 2;
      busy.add(partition);
      await new Promise((resolve) => setTimeout(resolve, 1));
      busy.delete(partition);
      return rowPage();
    };
    const executor: Executor = { execute: (statement, params) => send([{ statement, params }]), executeBatch: send };
    const rows = Array.from({ length: 300 }, (_, i) => ({ p: i % 3, c: i % 5, v: i }));
    const result = await repository(executor).bulkSave(rows, { maxBatchRows: 2, bufferRows: 4 });
    expect(result.written + result.duplicates).toBe(300);
    expect(mostPerPartition).toBe(0);
  });

  test('a source that fails has its rows written all the same', async () => {
    const executor = new SlowExecutor();
    async function* source(): AsyncGenerator<Item> {
      yield* items(2, 2);
      throw new Error('the file is cut off');
    }
    await expect(repository(executor).bulkSave(source())).rejects.toMatchObject({
      code: 'CASPY_BULK_SOURCE',
      details: { read: 4, written: 4 },
      cause: { message: 'the file is cut off' },
    });
  });

  test('a slow source does not keep its rows waiting', async () => {
    const executor = new SlowExecutor();
    async function* source(): AsyncGenerator<Item> {
      yield* items(1, 3);
      while (executor.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(await repository(executor).bulkSave(source())).toMatchObject({ written: 3 });
  });

  test.each([5, 'rows', null, {}])('takes no %p for a source', async (source) => {
    await expect(repository(new SlowExecutor()).bulkSave(source as never)).rejects.toMatchObject({
      code: 'CASPY_CONFIGURATION',
    });
  });
});
