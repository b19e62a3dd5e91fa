import { ClusteringKey, Column, In, PartitionKey, Server, Table } from '../../../lib/index';
import type { Repository } from '../../../lib/index';
import { Batch } from '../../../lib/repository/batch';
import type { BatchOptions } from '../../../lib/repository/batch-options';
import { sendBatch } from '../../../lib/repository/send-batch';
import { batchStatement } from '../../../lib/session/batch';
import { repositoryOf, rowPage } from '../support/fake-executor';
import { rejectionOf } from '../support/reading';

@Table({ consistency: { write: 'QUORUM' } })
class Message {
  @PartitionKey() room!: string;
  @PartitionKey('int') day!: number;
  @ClusteringKey('timeuuid') id!: string;
  @Column('list<text>') lines!: string[];
}

@Table()
class Room {
  @PartitionKey() name!: string;
}

const ID = '50554d6e-29bb-11e5-b345-feff819cdc9f';
const messages = repositoryOf(Message);
const rooms = repositoryOf(Room);
const { executor } = messages;

function collect(): Batch {
  return new Batch((target) => {
    const repository = target === Room ? rooms.repository : messages.repository;
    // As in the data source: entities reach the writer of their own class only.
    return (repository as unknown as Repository<object>).writer;
  });
}

function send(batch: Batch, options: BatchOptions = {}): Promise<unknown> {
  return sendBatch(batch.close(), options);
}

const message = (room: string, day: number): Message => messages.repository.create({ room, day, id: ID, lines: ['a'] });

beforeEach(() => executor.batches.splice(0));

test('options of the batch go to the session, those of the table beneath them', async () => {
  await send(collect().save(message('r', 1)), { timestamp: 5, timeout: 70 });
  await send(collect().save(message('r', 1)), { consistency: 'ALL', logged: false });
  expect(executor.batches.map(({ options }) => options)).toEqual([
    {
      consistency: 'QUORUM',
      timestamp: 5n,
      timeout: 70,
      logged: true,
      operation: 'DataSource.batch',
      warning: undefined,
    },
    { consistency: 'ALL', logged: false, operation: 'DataSource.batch', warning: undefined },
  ]);
});

test('tables that ask for another consistency each leave it to the batch', async () => {
  const both = (): Batch => collect().save(message('r', 1)).insert(Room, { name: 'r' });
  expect(await rejectionOf(send(both()))).toMatch(
    /Message and Room have another 'consistency' each.*batch\(work, \{ consistency/,
  );
  await send(both(), { consistency: 'ONE' });
  expect(executor.batches).toHaveLength(1);
});

test('an unknown option is refused', async () => {
  const wrong: object = { loged: false };
  expect(await rejectionOf(send(collect().save(message('r', 1)), wrong))).toMatch(/'loged' is no option/);
});

describe('partitions', () => {
  const one: readonly [string, (batch: Batch) => Batch][] = [
    ['an upsert and a delete of a range', (b) => b.save(message('r', 1)).delete(Message, { room: 'r', day: 1 })],
    ['two updates of other terms', (b) => b.update(Message, { room: 'r', day: 1, id: ID }, { lines: ['b'] }).save(message('r', 1))],
    ['a value of the server outside of the key', (b) => b.insert(Message, { room: 'r', day: 1, id: Server.now() })],
  ]; // prettier-ignore
  test.each(one)('one: %s', async (_, fill) => {
    await send(fill(collect()), { logged: false });
    expect(executor.batches).toHaveLength(1);
  });

  const several: readonly [string, (batch: Batch) => Batch][] = [
    ['another part of a composite key', (b) => b.save([message('r', 1), message('r', 2)])],
    ['parts that only look alike together', (b) => b.save([message('ab', 1), message('a', 1)])],
    ['In', (b) => b.delete(Message, { room: In(['r']), day: 1 })],
    ['a value of the server in the key', (b) => b.insert(Message, { room: Server.now(), day: 1, id: ID })],
  ]; // prettier-ignore
  test.each(several)('several: %s', async (_, fill) => {
    expect(await rejectionOf(send(fill(collect()), { logged: false }))).toMatch(
      /^QueryPlanError: An unlogged batch has one/,
    );
    expect(executor.batches).toEqual([]);
  });
});

test('a batch is idempotent only if each of its statements is', () => {
  const {
    requests: [append],
  } = messages.repository.writer.updateWrite({ room: 'r', day: 1, id: ID }, { lines: ['x'] }, {});
  const parts = [append!, { ...append!, statement: { ...append!.statement, idempotent: false } }];
  expect(batchStatement(parts.slice(0, 1), { logged: true, operation: 'x' })).toMatchObject({
    idempotent: true,
    kind: 'write',
  });
  expect(batchStatement(parts, { logged: true, operation: 'x' })).toMatchObject({ idempotent: false, kind: 'write' });
  const many = batchStatement(
    Array.from({ length: 5_000 }, () => append!),
    { logged: false, operation: 'x' },
  );
  expect(many.cql).toMatch(/^BEGIN UNLOGGED BATCH\nUPDATE [^]*;\n-- and 4990 more\nAPPLY BATCH$/);
});

test('an entity that could not be written is as it was', async () => {
  executor.answers.push(new Error('down'));
  const entity = message('r', 1);
  expect(await rejectionOf(send(collect().save(entity)))).toBe('Error: down');
  executor.answers.push(rowPage());
  await send(collect().save(entity));
  const [first, second] = executor.batches.map(({ parts }) => parts[0]?.params);
  expect(second).toEqual(first);
});
