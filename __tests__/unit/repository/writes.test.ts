import { types } from 'cassandra-driver';
import {
  BaseEntity,
  Between,
  ClusteringKey,
  Column,
  In,
  LessThan,
  MoreThan,
  PartitionKey,
  Raw,
  StaticColumn,
  Table,
} from '../../../lib/index';
import { bindRepository, unbindRepository } from '../../../lib/repository/base-entity';
import { repositoryOf, rowPage } from '../support/fake-executor';
import { hex, rejectionOf } from '../support/reading';

@Table()
class Message extends BaseEntity {
  @PartitionKey() room!: string;
  @ClusteringKey('int') seq!: number;
  @StaticColumn() topic!: string;
  @Column() body!: string;
  @Column('int', { default: 7 }) size!: number;
}

const KEY = { room: 'r', seq: 1 };
const UNSET = types.unset;
const INSERT = 'INSERT INTO ks.message (room, seq, topic, body, size) VALUES (?, ?, ?, ?, ?)';

describe('save and insert', () => {
  test('undefined is not written, null is, defaults fill the entity', async () => {
    const { repository, executor } = repositoryOf(Message);
    const message = repository.create({ ...KEY, body: null });
    expect(await repository.save(message)).toBe(message);
    const sent = executor.take();
    expect(sent.cql).toBe(INSERT);
    expect(hex(sent.params)).toEqual(['72', '00000001', UNSET, null, '00000007']);
    expect(message.size).toBe(7);
  });

  test('a plain object may be saved, as long as it has no unknown property', async () => {
    const { repository, executor } = repositoryOf(Message);
    const plain: object = { ...KEY, body: 'b' };
    await repository.save(plain as never);
    expect(hex(executor.take().params)).toEqual(['72', '00000001', UNSET, '62', '00000007']);
    for (const extra of [{ bdy: 'x' }, JSON.parse('{"__proto__":{"x":1}}'), { constructor: 'x' }]) {
      const wrong = Object.defineProperties({ ...KEY }, Object.getOwnPropertyDescriptors(extra));
      expect(await rejectionOf(repository.save(wrong as never))).toMatch(/^ValidationError: Message\.\w+ is no column/);
    }
    expect(executor.sent).toEqual([]);
  });

  test('insert leaves the object alone', async () => {
    const { repository, executor } = repositoryOf(Message);
    const values = Object.freeze({ ...KEY });
    expect(await repository.insert(values)).toEqual({ applied: true });
    expect(hex(executor.take().params)).toEqual(['72', '00000001', UNSET, UNSET, '00000007']);
    expect(values).toEqual(KEY);
  });

  test('a conditional insert answers what was there', async () => {
    const { repository, executor } = repositoryOf(Message);
    executor.answers.push(
      rowPage([{ '[applied]': false, room: 'r', seq: 1, topic: null, body: 'old', size: 2 }], { applied: false }),
    );
    const result = await repository.insert({ ...KEY, body: 'new' }, { ifNotExists: true, ttl: 5 });
    expect(result).toEqual({ applied: false, existing: { ...KEY, topic: null, body: 'old', size: 2 } });
    expect(executor.take()).toMatchObject({
      cql: `${INSERT} IF NOT EXISTS USING TTL ?`,
      statement: { kind: 'conditional' },
    });
  });

  test('save never becomes conditional', async () => {
    const { repository, executor } = repositoryOf(Message);
    const message = repository.create(KEY);
    const save = (options: object): Promise<string> => rejectionOf(repository.save(message, options));
    expect(await save({ ifNotExists: true })).toMatch(/'ifNotExists' is no option of this write\. It is one of insert/);
    expect(await save({ tll: 5 })).toMatch(/^ConfigurationError: Message: 'tll' is no option .* Did you mean 'ttl'\?/);
    expect(executor.sent).toEqual([]);
  });

  test.each<[string, object, RegExp]>([
    ['no key', { body: 'x' }, /^ValidationError: Message\.room is undefined, but it is part of the partition key/],
    [
      'a null key',
      { room: 'r', seq: null },
      /^ValidationError: Message\.seq is null, but it is part of the clustering key/,
    ],
    ['a wrong value', { ...KEY, size: 1.5 }, /^ValidationError: Message\.size does not fit int: expected/],
    ['an object for a text', { ...KEY, body: { $set: 1 } }, /^ValidationError: Message\.body does not fit text/],
  ])('%s is refused', async (_, values, message) => {
    const { repository, executor } = repositoryOf(Message);
    expect(await rejectionOf(repository.save(Object.assign(new Message(), values)))).toMatch(message);
    expect(await rejectionOf(repository.insert(values))).toMatch(message);
    expect(executor.sent).toEqual([]);
  });

  test('a key that a transformer makes null is refused', async () => {
    @Table()
    class Odd {
      @PartitionKey('text', { transformer: { to: () => null, from: String } }) id!: string;
    }
    const { repository, executor } = repositoryOf(Odd);
    expect(await rejectionOf(repository.save(repository.create({ id: 'x' })))).toMatch(/^ValidationError: Odd\.id/);
    expect(await rejectionOf(repository.get({ id: 'x' }))).toMatch(/^ValidationError: Odd\.id/);
    expect(executor.sent).toEqual([]);
  });
});

describe('create and merge', () => {
  test('defined values are copied, later ones over earlier ones', () => {
    const { repository } = repositoryOf(Message);
    const message = repository.merge(
      repository.create({ body: 'a', size: 1 }),
      { size: 2 },
      { body: null, topic: undefined },
    );
    expect(message).toBeInstanceOf(Message);
    expect(message).toMatchObject({ body: null, size: 2 });
    expect(Object.keys(message)).not.toContain('topic');
  });

  test('unknown properties are refused, also those that would reach the prototype', () => {
    const { repository } = repositoryOf(Message);
    expect(() => repository.create({ bodi: 'x' } as never)).toThrow("Message.bodi is no column. Did you mean 'body'?");
    expect(() => repository.create(JSON.parse('{"__proto__":{"admin":true}}') as object)).toThrow(
      'Message.__proto__ is no column',
    );
    expect(() => repository.create({ save: 'x' } as never)).toThrow('Message.save is no column');
  });
});

describe('update', () => {
  test('names the changed columns only', async () => {
    const { repository, executor } = repositoryOf(Message);
    await repository.update(KEY, { body: null, size: 3, topic: undefined }, { ttl: 60 });
    const { cql, params } = executor.take();
    expect(cql).toBe('UPDATE ks.message USING TTL ? SET body = ?, size = ? WHERE room = ? AND seq = ?');
    expect(hex(params)).toEqual(['0000003c', null, '00000003', '72', '00000001']);
  });

  test('static columns alone go by the partition key, whether or not the whole key is given', async () => {
    const { repository, executor } = repositoryOf(Message);
    for (const key of [{ room: 'r' }, KEY]) {
      await repository.update(key, { topic: 't' });
      expect(executor.take().cql).toBe('UPDATE ks.message SET topic = ? WHERE room = ?');
    }
    await repository.update(KEY, { topic: 't', body: 'b' });
    expect(executor.take().cql).toBe('UPDATE ks.message SET topic = ?, body = ? WHERE room = ? AND seq = ?');
  });

  test('an active record may change a static column', async () => {
    const { repository, executor } = repositoryOf(Message);
    const bound = (): never => repository as never;
    bindRepository(Message, bound);
    const message = repository.create({ ...KEY, topic: 'old' });
    await message.update({ topic: 'new' });
    expect(executor.take().cql).toBe('UPDATE ks.message SET topic = ? WHERE room = ?');
    expect(message.topic).toBe('new');
    unbindRepository(Message, bound);
    await expect(message.save()).rejects.toThrow('Message belongs to no initialized data source');
  });

  test.each<[object, object, RegExp]>([
    [KEY, {}, /has nothing to update/],
    [KEY, { body: undefined }, /has nothing to update/],
    [KEY, { seq: 2 }, /Message\.seq is part of the primary key, which cannot change/],
    [KEY, { bodi: 'x' }, /Message\.bodi is no column\. Did you mean 'body'\?/],
    [{ room: 'r' }, { body: 'x' }, /Message\.seq is undefined, but it is part of the clustering key/],
    [{ ...KEY, body: 'x' }, { size: 1 }, /Message\.body is not part of the key, which is room, seq/],
    [{ room: 'r', sec: 1 }, { topic: 'x' }, /Message\.sec is not part of the key, which is room, seq\./],
    [{ room: In(['r']), seq: 1 }, { size: 1 }, /^ValidationError: Message\.room does not fit text/],
    ['r' as never, { size: 1 }, /Message takes its key as an object: \{ room, seq \}/],
  ])('%j with %j is refused', async (key, changes, message) => {
    const { repository, executor } = repositoryOf(Message);
    expect(await rejectionOf(repository.update(key as never, changes))).toMatch(message);
    expect(executor.sent).toEqual([]);
  });
});

describe('delete', () => {
  test.each<[object, string]>([
    [KEY, 'room = ? AND seq = ?'],
    [{ room: 'r' }, 'room = ?'],
    [{ room: In(['a', 'b']) }, 'room IN ?'],
    [{ room: 'r', seq: Between(1, 2) }, 'room = ? AND seq >= ? AND seq <= ?'],
    [{ room: 'r', seq: Raw('<', 'f(?)', [1]) }, 'room = ? AND seq < f(?)'],
    [{ room: 'r', seq: Raw('<', 'g(?)', [1]) }, 'room = ? AND seq < g(?)'],
    [{ room: 'r', seq: LessThan(1) }, 'room = ? AND seq < ?'],
  ])('%j', async (criteria, where) => {
    // One repository for all of them: each has a text of its own.
    await shared.repository.delete(criteria);
    expect(shared.executor.take().cql).toBe(`DELETE FROM ks.message WHERE ${where}`);
    expect(await shared.repository.filter(criteria).delete()).toBeGreaterThan(0);
    expect(shared.executor.take().cql).toBe(`DELETE FROM ks.message WHERE ${where}`);
  });

  const shared = repositoryOf(Message);

  test.each<[object, object, RegExp]>([
    [{}, {}, /'where' is empty/],
    [{ seq: 1 }, {}, /Message\.seq is a clustering column/],
    [{ room: undefined }, {}, /Message\.room is undefined in a where/],
    [{ room: 'r', body: 'x' }, {}, /Message\.body is neither part of the key nor indexed/],
    [{ room: 'r' }, { columns: ['body'] }, /Message\.body is deleted by the whole primary key/],
    [{ room: 'r', seq: MoreThan(1) }, { columns: ['body'] }, /Message\.body is deleted by the whole primary key/],
    [{ room: 'r', seq: Between(1, 2) }, { columns: ['body'] }, /Message\.body is deleted by the whole primary key/],
    [KEY, { columns: ['seq'] }, /Message\.seq is part of the primary key; delete the row instead/],
    [KEY, { columns: ['nope'] }, /Message has no column 'nope'/],
    [{ room: 'r' }, { ifExists: true }, /Message: ifExists .* the whole primary key/],
    [{ room: 'r', seq: In([1]) }, { ifExists: true }, /Message: ifExists .* the whole primary key/],
  ])('%j with %j is refused', async (criteria, options, message) => {
    const { repository, executor } = repositoryOf(Message);
    expect(await rejectionOf(repository.delete(criteria, options))).toMatch(message);
    expect(executor.sent).toEqual([]);
  });

  test.each<[object, object, string]>([
    [KEY, { columns: ['body', 'topic'] }, 'DELETE body, topic FROM ks.message WHERE room = ? AND seq = ?'],
    [{ room: 'r' }, { columns: ['topic'] }, 'DELETE topic FROM ks.message WHERE room = ?'],
    [{ room: 'r' }, { columns: ['topic'], ifExists: true }, 'DELETE topic FROM ks.message WHERE room = ? IF EXISTS'],
    [KEY, { ifExists: true }, 'DELETE FROM ks.message WHERE room = ? AND seq = ? IF EXISTS'],
  ])('%j with %j', async (criteria, options, cql) => {
    const { repository, executor } = repositoryOf(Message);
    await repository.delete(criteria, options);
    expect(executor.take().cql).toBe(cql);
  });

  test('a query set answers how many keys it named', async () => {
    const { repository, executor } = repositoryOf(Message);
    expect(await repository.filter({ room: In(['a', 'b', 'a']), seq: In([1, 2, 3]) }).delete()).toBe(6);
    expect(await repository.filter({ room: Raw('=', 'f()') }).delete()).toBe(1);
    expect(await repository.filter({ room: In<string>([]) }).delete()).toBe(0);
    expect(executor.sent).toHaveLength(2);
  });
});
