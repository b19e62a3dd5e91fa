import { dropTestData, testDataSource } from '../support/test-data-source';
import type { DataSource, Repository } from 'caspy';
import { ClusteringKey, Column, EntityNotFoundError, PartitionKey, Table, ValidationError } from 'caspy';

@Table('crud_messages')
class Message {
  @PartitionKey('uuid', { generated: 'uuid' }) roomId!: string;
  @ClusteringKey('timeuuid', { order: 'DESC', generated: 'timeuuid' }) id!: string;
  @Column() body!: string;
  @Column('set<text>') tags!: Set<string>;
  @Column('map<text, int>') votes!: Map<string, number>;
  @Column('int', { default: 7 }) level!: number;
  @Column('text') note?: string | null;
  @Column('text', { select: false }) secret?: string;
}

const ROOM = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';
const ID = '50554d6e-29bb-11e5-b345-feff819cdc9f';

let dataSource: DataSource;
let messages: Repository<Message>;

beforeAll(async () => {
  dataSource = await testDataSource({ entities: [Message] });
  messages = dataSource.getRepository(Message);
});
afterAll(() => dropTestData(dataSource));
beforeEach(() => messages.clear());

async function writeTime(column: string): Promise<unknown> {
  const cql = `SELECT writetime(${column}) AS at FROM crud_messages WHERE room_id = ? AND id = ?`;
  const { rows } = await dataSource.execute(cql, [ROOM, ID]);
  return rows[0]?.at;
}

async function cell(column: string): Promise<unknown> {
  const cql = `SELECT ${column} FROM crud_messages WHERE room_id = ? AND id = ?`;
  const { rows } = await dataSource.execute(cql, [ROOM, ID]);
  return rows[0]?.[column];
}

describe('save', () => {
  test('fills generated columns and defaults on the entity, and get reads it back as an instance', async () => {
    const message = await messages.save(messages.create({ body: 'hi', tags: new Set(['a']) }));
    expect(message.roomId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect(message.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-1/);
    expect(message.level).toBe(7);
    const read = await messages.getOrFail({ roomId: message.roomId, id: message.id });
    expect(read).toBeInstanceOf(Message);
    expect(read).toEqual({ ...message, votes: new Map(), note: null });
  });

  test('undefined writes nothing and null writes a tombstone', async () => {
    const key = { roomId: ROOM, id: ID };
    await messages.save(messages.create({ ...key, body: 'one', note: 'kept' }));
    const before = await writeTime('note');
    await messages.save(messages.create({ ...key, body: 'two' }));
    expect(await writeTime('note')).toBe(before);
    expect(await cell('note')).toBe('kept');
    await messages.save(messages.create({ ...key, body: 'three', note: null }));
    expect(await cell('note')).toBeNull();
    expect(await writeTime('note')).toBeNull();
  });

  test('takes plain objects and refuses their unknown properties', async () => {
    await messages.save({ roomId: ROOM, id: ID, body: 'plain' } as Message);
    expect(await cell('body')).toBe('plain');
    const typo = { roomId: ROOM, id: ID, boddy: 'x' } as unknown as Message;
    await expect(messages.save(typo)).rejects.toThrow("Message.boddy is no column. Did you mean 'body'?");
  });

  test('takes many, and answers them in order', async () => {
    const many = Array.from({ length: 500 }, (_, index) => messages.create({ roomId: ROOM, body: String(index) }));
    expect(await messages.save(many)).toEqual(many);
    expect(await messages.countBy({ roomId: ROOM })).toBe(500);
  });

  test('ttl and timestamp reach the server', async () => {
    await messages.save(messages.create({ roomId: ROOM, id: ID, body: 'x' }), { ttl: 600, timestamp: 1_234_567n });
    expect(await writeTime('body')).toBe(1_234_567n);
    const { rows } = await dataSource.execute('SELECT ttl(body) AS ttl FROM crud_messages WHERE room_id = ?', [ROOM]);
    expect(rows[0]?.ttl).toBeGreaterThan(500);
    await expect(messages.save(messages.create({ body: 'x' }), { ttl: -1 })).rejects.toThrow("'ttl' is a whole number");
  });

  test.each<[string, Partial<Record<keyof Message, unknown>>, string]>([
    ['a wrong type', { roomId: ROOM, id: ID, body: 5 }, 'Message.body does not fit text'],
    ['a fraction in an int', { roomId: ROOM, id: ID, level: 1.5 }, 'Message.level does not fit int'],
    ['a timeuuid that is a random uuid', { roomId: ROOM, id: ROOM, body: 'x' }, 'Message.id does not fit timeuuid'],
    ['a null key', { roomId: null, id: ID, body: 'x' }, 'Message.roomId is null'],
  ])('refuses %s before anything is sent', async (_, values, message) => {
    const before = dataSource.metrics().executed;
    const save = messages.save(Object.assign(new Message(), values));
    await expect(save).rejects.toThrow(ValidationError);
    await expect(save).rejects.toThrow(message);
    expect(dataSource.metrics().executed).toBe(before);
  });
});

describe('insert', () => {
  test('leaves the object alone', async () => {
    const values = Object.freeze({ roomId: ROOM, body: 'x' });
    expect(await messages.insert(values)).toEqual({ applied: true });
    expect(await messages.countBy({ roomId: ROOM })).toBe(1);
  });

  test('ifNotExists answers the row that was in the way', async () => {
    const values = { roomId: ROOM, id: ID, body: 'first' };
    expect(await messages.insert(values, { ifNotExists: true })).toEqual({ applied: true });
    const second = await messages.insert({ ...values, body: 'second' }, { ifNotExists: true });
    expect(second).toMatchObject({ applied: false, existing: { roomId: ROOM, id: ID, body: 'first' } });
  });
});

describe('update', () => {
  const key = { roomId: ROOM, id: ID };

  test('writes only the named columns', async () => {
    await messages.save(messages.create({ ...key, body: 'one', note: 'kept', votes: new Map([['a', 1]]) }));
    await messages.update(key, { body: 'two', note: undefined, votes: null });
    expect(await messages.get(key)).toMatchObject({ body: 'two', note: 'kept', votes: new Map() });
  });

  test('with ifExists does not create the row', async () => {
    expect(await messages.update(key, { body: 'x' }, { ifExists: true })).toEqual({
      applied: false,
      existing: undefined,
    });
    expect(await messages.get(key)).toBeNull();
  });

  test.each<[string, object, object, string]>([
    ['an incomplete key', { roomId: ROOM }, { body: 'x' }, 'Message.id is undefined'],
    ['a property beside the key', { ...key, level: 1 }, { body: 'x' }, 'Message.level is not part of the key'],
    ['a key column among the changes', key, { id: ID }, 'Message.id is part of the primary key, which cannot change'],
    ['no changes', key, { body: undefined }, 'nothing to update'],
    ['an unknown column', key, { bodie: 'x' }, "Did you mean 'body'?"],
  ])('refuses %s', async (_, criteria, changes, message) => {
    const before = dataSource.metrics().executed;
    await expect(messages.update(criteria, changes)).rejects.toThrow(message);
    expect(dataSource.metrics().executed).toBe(before);
  });
});

describe('delete and remove', () => {
  beforeEach(async () => {
    await messages.save(Array.from({ length: 5 }, () => messages.create({ roomId: ROOM, body: 'x' })));
  });

  test('a row, columns of a row, and a partition', async () => {
    const [first, second] = await messages.findBy({ roomId: ROOM });
    await messages.delete({ roomId: ROOM, id: first!.id });
    expect(await messages.countBy({ roomId: ROOM })).toBe(4);
    await messages.delete({ roomId: ROOM, id: second!.id }, { columns: ['body'] });
    expect(await messages.get({ roomId: ROOM, id: second!.id })).toMatchObject({ body: null, level: 7 });
    await messages.delete({ roomId: ROOM });
    expect(await messages.countBy({ roomId: ROOM })).toBe(0);
  });

  test('remove deletes by the keys of entities', async () => {
    const rows = await messages.findBy({ roomId: ROOM });
    await messages.remove(rows[0]!);
    await messages.remove(rows.slice(1, 3));
    expect(await messages.countBy({ roomId: ROOM })).toBe(2);
  });

  test('ifExists answers whether there was a row', async () => {
    expect(await messages.delete({ roomId: ROOM, id: ID }, { ifExists: true })).toMatchObject({ applied: false });
  });

  test.each<[string, object, string]>([
    ['an incomplete key', { id: ID }, 'clustering column'],
    ['a plain column', { roomId: ROOM, body: 'x' }, 'Message.body is neither part of the key nor indexed'],
    ['nothing', {}, "'where' is empty"],
  ])('refuses %s', async (_, criteria, message) => {
    await expect(messages.delete(criteria)).rejects.toThrow(message);
  });
});

test('getOrFail and the OrFail finders say that nothing was there', async () => {
  await expect(messages.getOrFail({ roomId: ROOM, id: ID })).rejects.toThrow(EntityNotFoundError);
  await expect(messages.findOneByOrFail({ roomId: ROOM })).rejects.toThrow(EntityNotFoundError);
  await expect(messages.filter({ roomId: ROOM }).firstOrFail()).rejects.toThrow(EntityNotFoundError);
});

test('columns with select: false are read only when they are named', async () => {
  await messages.save(messages.create({ roomId: ROOM, id: ID, body: 'x', secret: 'hidden' }));
  expect(await messages.get({ roomId: ROOM, id: ID })).not.toHaveProperty('secret');
  const [row] = await messages.find({ where: { roomId: ROOM }, select: ['id', 'secret'] });
  expect(row).toEqual({ id: ID, secret: 'hidden' });
});

test('query hydrates entities out of CQL of your own', async () => {
  await messages.save(messages.create({ roomId: ROOM, id: ID, body: 'x', tags: new Set(['b']) }));
  const rows = await messages.query('SELECT id, body, tags FROM crud_messages WHERE room_id = ?', [ROOM]);
  expect(rows[0]).toBeInstanceOf(Message);
  expect(rows[0]).toMatchObject({ id: ID, body: 'x', tags: new Set(['b']) });
});
