import { dropTestData, testDataSource, uniqueKeyspace } from '../support/test-data-source';
import type { DataSource, Page } from 'caspy';
import {
  ChildEntity,
  ClusteringKey,
  Column,
  Index,
  PageTokenError,
  PartitionKey,
  primaryKey,
  Table,
  TableInheritance,
} from 'caspy';

@Table()
@TableInheritance({ column: 'kind', value: 'animal' })
class Animal {
  static readonly keys = primaryKey<Animal>()(['owner'], ['name']);
  @PartitionKey() owner!: string;
  @ClusteringKey() name!: string;
  @Column() kind!: string;
}

@ChildEntity('dog')
class Dog extends Animal {
  @Column() breed!: string;
}

@ChildEntity('cat')
class Cat extends Animal {
  static override readonly keys = primaryKey<Cat>()(['owner'], ['name'], { indexed: ['lives'] });
  @Index() @Column('int') lives!: number;
}

@Table()
@TableInheritance({ column: 'kind', value: 'event' })
class Event {
  @PartitionKey() day!: string;
  @ClusteringKey() kind!: string;
  @ClusteringKey('int') seq!: number;
}

@ChildEntity('login')
class Login extends Event {
  @Column('text', { name: 'by "user"' }) user!: string;
}

const ENTITIES = [Animal, Dog, Cat, Event, Login];
let dataSource: DataSource;

beforeAll(async () => {
  dataSource = await testDataSource({ entities: ENTITIES });
});

afterAll(() => dropTestData(dataSource));

describe('children in one table', () => {
  const key = { owner: 'inheritance' };

  test('are written by any repository, and read as what they are', async () => {
    const animals = dataSource.getRepository(Animal);
    const dogs = dataSource.getRepository(Dog);
    await animals.save(animals.create({ ...key, name: 'any' }));
    await animals.save(dogs.create({ ...key, name: 'rex', breed: 'pug' }));
    await dogs.save(dogs.create({ ...key, name: 'max', breed: 'boxer' }));
    await dataSource.getRepository(Cat).insert({ ...key, name: 'tom', lives: 9 });
    const found = await animals.findBy(key);
    expect(found.map((each) => [each.name, each.constructor.name, each.kind])).toEqual([
      ['any', 'Animal', 'animal'],
      ['max', 'Dog', 'dog'],
      ['rex', 'Dog', 'dog'],
      ['tom', 'Cat', 'cat'],
    ]);
  });

  test('a child finds, counts and pages its own rows only', async () => {
    const dogs = dataSource.getRepository(Dog);
    expect((await dogs.find({ where: key, order: { name: 'DESC' } })).map(({ name }) => name)).toEqual(['rex', 'max']);
    expect(await dogs.countBy(key)).toBe(2);
    expect(await dogs.get({ ...key, name: 'tom' })).toBeNull();
    expect((await dogs.findOneOrFail({ where: key })).name).toBe('max');
    const names: string[] = [];
    let after: string | null = null;
    do {
      const page: Page<Dog> = await dogs.findPage({ where: key, size: 1, after });
      names.push(...page.items.map(({ name }) => name));
      after = page.next;
    } while (after !== null);
    expect(names).toEqual(['max', 'rex']);
    // The cat between them does not count.
    const limited = dogs.filter(key).orderBy('name', 'DESC').limit(2);
    const first = await limited.page({ size: 1 });
    const second = await limited.page({ size: 5, after: first.next });
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(['rex', 'max']);
    expect(second.next).toBeNull();
    expect(await dogs.filter(key).limit(1).page()).toMatchObject({ items: [{ name: 'max' }], next: null });
    await expect(dogs.filter(key).orderBy('name', 'DESC').limit(3).page({ after: first.next })).rejects.toThrow(
      PageTokenError,
    );
    expect(await dataSource.getRepository(Cat).find({ where: { lives: 9 }, select: ['name'] })).toEqual([
      { name: 'tom' },
    ]);
  });

  test('a child deletes its own rows only', async () => {
    expect(await dataSource.getRepository(Dog).filter(key).delete()).toBe(2);
    const left = await dataSource.getRepository(Animal).findBy(key);
    expect(left.map(({ name }) => name)).toEqual(['any', 'tom']);
  });

  test('a discriminator in the key is sent to the server', async () => {
    const events = dataSource.getRepository(Event);
    const logins = dataSource.getRepository(Login);
    await logins.save([1, 2, 3].map((seq) => logins.create({ day: 'd', seq, user: 'ada' })));
    await events.save(events.create({ day: 'd', seq: 9 }));
    expect(await logins.countBy({ day: 'd' })).toBe(3);
    expect(await logins.get({ day: 'd', seq: 2 })).toEqual(
      Object.assign(new Login(), { day: 'd', seq: 2, kind: 'login', user: 'ada' }),
    );
    await logins.delete({ day: 'd' });
    expect((await events.all().all()).map(({ seq }) => seq)).toEqual([9]);
  });
});

describe('repositories with options and in other keyspaces', () => {
  test('withKeyspace reads and writes there, over the same connection', async () => {
    const tenant = await testDataSource({ entities: ENTITIES, keyspace: uniqueKeyspace() });
    try {
      const animals = dataSource.getRepository(Animal).withKeyspace(tenant.keyspace ?? '');
      await animals.save(animals.create({ owner: 'tenant', name: 'x' }));
      expect(await tenant.getRepository(Animal).countBy({ owner: 'tenant' })).toBe(1);
      expect(await dataSource.getRepository(Animal).existsBy({ owner: 'tenant' })).toBe(false);
    } finally {
      await dropTestData(tenant);
    }
  });

  test('a keyspace that does not exist is refused by the server', async () => {
    const animals = dataSource.getRepository(Animal).withKeyspace('nobody_has_this');
    await expect(animals.existsBy({ owner: 'x' })).rejects.toMatchObject({ name: 'QueryError' });
  });

  test('withOptions reaches the server: a level that one node cannot give fails', async () => {
    const animals = dataSource.getRepository(Animal);
    const two = animals.withOptions({ consistency: { read: 'TWO' } });
    await expect(two.findBy({ owner: 'x' })).rejects.toMatchObject({ code: 'CASPY_UNAVAILABLE' });
    expect(await two.findOne({ where: { owner: 'x' }, consistency: 'ONE' })).toBeNull();
    await two.save(two.create({ owner: 'x', name: 'y' }));
  });
});

test('initialize() refuses keys that differ from the decorators', async () => {
  @Table()
  class Wrong {
    static readonly keys = primaryKey<Wrong>()(['b', 'a']);
    @PartitionKey() a!: string;
    @PartitionKey() b!: string;
  }
  await expect(testDataSource({ entities: [Wrong] })).rejects.toThrow(
    `Wrong.keys: says the partition key is ['b', 'a'], but by @PartitionKey() it is ['a', 'b'].`,
  );
});
