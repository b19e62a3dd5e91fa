import { ChildEntity, ClusteringKey, Column, Index, PartitionKey, Table, TableInheritance } from '../../../lib/index';
import { buildTables } from '../../../lib/metadata/build-tables';
import type { EntityClass, TableMetadata } from '../../../lib/metadata/table-metadata';
import { Batch } from '../../../lib/repository/batch';
import { EntityTable } from '../../../lib/repository/entity-table';
import { Repository } from '../../../lib/repository/repository';
import type { Row } from '../../../lib/session/request';
import { FakeExecutor, rowPage } from '../support/fake-executor';
import { faultsOf } from '../support/models';

@Table()
@TableInheritance({ column: 'kind', value: 'animal' })
class Animal {
  @PartitionKey() owner!: string;
  @ClusteringKey() name!: string;
  @Column() kind!: string;
}

@ChildEntity('dog')
class Dog extends Animal {
  @Column() breed!: string;

  bark(): string {
    return `${this.name}!`;
  }
}

@ChildEntity()
class Puppy extends Dog {
  @Column('int') weeks!: number;
}

@ChildEntity('cat')
class Cat extends Animal {
  @Index() @Column('int') lives!: number;
}

const FAMILY = [Animal, Dog, Puppy, Cat];

interface Repositories {
  readonly animals: Repository<Animal>;
  readonly dogs: Repository<Dog>;
  readonly cats: Repository<Cat>;
  readonly executor: FakeExecutor;
}

function repositories(): Repositories {
  const executor = new FakeExecutor();
  const context = { executor, keyspace: 'ks', pageTokenSecret: undefined };
  const tables = buildTables(FAMILY);
  const of = <E extends object>(target: EntityClass<E>): Repository<E> =>
    new Repository(new EntityTable(tables.get(target) as unknown as TableMetadata<E>, context));
  return { animals: of(Animal), dogs: of(Dog), cats: of(Cat), executor };
}

const row = (name: string, kind: string | null, more: Row = {}): Row => ({
  owner: 'o',
  name,
  kind,
  breed: null,
  weeks: null,
  lives: null,
  ...more,
});
const ROWS = [
  row('rex', 'dog', { breed: 'pug' }),
  row('tom', 'cat', { lives: 9 }),
  row('bit', 'Puppy', { weeks: 3 }),
  row('nemo', 'fish'),
  row('old', null),
];
const KEY = { owner: 'o', name: 'rex' };

describe('the model', () => {
  const tables = buildTables(FAMILY);
  const properties = (target: EntityClass): readonly string[] | undefined =>
    tables.get(target)?.columns.map(({ property }) => property);

  test('all live in the table of the parent, which has the columns and indexes of all', () => {
    expect([...tables.values()].map(({ tableName }) => tableName)).toEqual(['animal', 'animal', 'animal', 'animal']);
    expect(properties(Animal)).toEqual(['owner', 'name', 'kind', 'breed', 'weeks', 'lives']);
    expect(properties(Dog)).toEqual(['owner', 'name', 'kind', 'breed', 'weeks']);
    expect(properties(Puppy)).toEqual(['owner', 'name', 'kind', 'breed', 'weeks']);
    expect(properties(Cat)).toEqual(['owner', 'name', 'kind', 'lives']);
    expect(tables.get(Animal)?.indexes.map(({ name }) => name)).toEqual(['animal_lives_idx']);
    expect(tables.get(Animal)?.byProperty.get('breed')?.path).toBe('Dog.breed');
  });

  test('only the parent creates it', () => {
    expect([...tables.values()].map(({ options }) => options.synchronize)).toEqual([undefined, false, false, false]);
  });

  test('the discriminator is added where no property declares it, and is always read', () => {
    @Table()
    @TableInheritance()
    class Base {
      @PartitionKey() id!: string;
    }
    @ChildEntity()
    class One extends Base {}
    const table = buildTables([Base, One]).get(One);
    expect(table?.byProperty.get('type')).toMatchObject({ cqlType: 'text', selected: true });
    expect(table?.inheritance).toMatchObject({ value: 'One', isRoot: false });
  });
});

describe('faults of the model', () => {
  function family(decorate: (base: EntityClass) => void, value = 'child'): readonly [EntityClass, EntityClass] {
    @Table()
    @TableInheritance({ column: 'kind' })
    class Base {
      @PartitionKey() id!: string;
      @Column('int') size!: number;
    }
    @ChildEntity(value)
    class Child extends Base {}
    decorate(Child);
    return [Base, Child];
  }

  test('a child without its parent', () => {
    expect(faultsOf(Dog)).toEqual([`Dog: lives in the table of Animal, which is missing in 'entities'. Add it there.`]);
  });

  test('a child of nobody', () => {
    @ChildEntity()
    class Orphan extends class {} {
      @PartitionKey() id!: string;
    }
    expect(faultsOf(Orphan)).toEqual([
      'Orphan: carries @ChildEntity(), but no parent of it carries @TableInheritance(). Add it beside @Table().',
    ]);
  });

  test.each<[string, (child: EntityClass) => void, RegExp, string | undefined]>([
    [
      'a table of its own',
      (child) => Table('x')(child),
      /^Child: lives in the table of Base\. Take out @Table\(\)/,
      undefined,
    ],
    [
      'a key column',
      (child) => ClusteringKey('int')(child.prototype as object, 'seq'),
      /^Child\.seq: is a key column, but the key is that of Base/,
      undefined,
    ],
    [
      'another type',
      (child) => Column('smallint')(child.prototype as object, 'size'),
      /^Child\.size: is the column size of type smallint, but Base\.size makes it size of type int/,
      undefined,
    ],
    [
      'a discriminator that is no text',
      (child) => Column('int')(child.prototype as object, 'kind'),
      /^Child\.kind: is the discriminator of @TableInheritance\(\), which is a text/,
      undefined,
    ],
    [
      'the value of another',
      () => undefined,
      /^Child: has the same value 'Base' in the discriminator as Base\./,
      'Base',
    ],
  ])('%s', (_, decorate, message, value) => {
    expect(faultsOf(...family(decorate, value))).toContainEqual(expect.stringMatching(message));
  });

  test('a fault that parent and child share is told once', () => {
    const faults = faultsOf(...family((child) => Column('sett<text>')(child.prototype as object, 'x')));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^Child\.x: /);
  });
});

describe('reading', () => {
  test('the parent gives each row as its class; unknown values as the parent', async () => {
    const { animals, executor } = repositories();
    executor.answers.push(rowPage(ROWS));
    const found = await animals.findBy({ owner: 'o' });
    expect(executor.take().cql).toBe('SELECT owner, name, kind, breed, weeks, lives FROM ks.animal WHERE owner = ?');
    expect(found.map(({ constructor }) => constructor)).toEqual([Dog, Cat, Puppy, Animal, Animal]);
    expect(found[0]).toEqual(Object.assign(new Dog(), { ...KEY, kind: 'dog', breed: 'pug' }));
    expect(Object.keys(found[1] ?? {})).toEqual(['owner', 'name', 'kind', 'lives']);
    expect(found[0] instanceof Dog && found[0].bark()).toBe('rex!');
  });

  test('a child gives its own rows, those of its children, and no others', async () => {
    const { dogs, executor } = repositories();
    executor.answers.push(rowPage(ROWS));
    const found = await dogs.findBy({ owner: 'o' });
    expect(executor.take().cql).toBe('SELECT owner, name, kind, breed, weeks FROM ks.animal WHERE owner = ?');
    expect(found.map(({ name }) => name)).toEqual(['rex', 'bit']);
    expect(found[1]).toBeInstanceOf(Puppy);
  });

  test.each<[string, (dogs: Repository<Dog>) => Promise<unknown>, unknown]>([
    ['get', (dogs) => dogs.get(KEY), null],
    ['exists', (dogs) => dogs.existsBy({ owner: 'o' }), true],
    ['count', (dogs) => dogs.countBy({ owner: 'o' }), 2],
    ['first', async (dogs) => (await dogs.filter({ owner: 'o' }).first())?.name, 'rex'],
    [
      'limit',
      (dogs) => dogs.find({ where: { owner: 'o' }, limit: 2, select: ['name'] }),
      [{ name: 'rex' }, { name: 'bit' }],
    ],
    [
      'page',
      async (dogs) => (await dogs.findPage({ where: { owner: 'o' }, size: 5 })).items.map(({ name }) => name),
      ['rex', 'bit'],
    ],
    ['own CQL', async (dogs) => (await dogs.query('SELECT * FROM animal')).map(({ name }) => name), ['rex', 'bit']],
  ])('%s passes over rows of other kinds, and no limit is sent', async (_, run, expected) => {
    const { dogs, executor } = repositories();
    const rows = [ROWS[1]!, ...ROWS];
    executor.answers.push(rowPage(rows));
    expect(await run(dogs)).toEqual(expected);
    expect(executor.take().cql).not.toMatch(/LIMIT|count/);
  });

  test.each<[string, (dogs: Repository<Dog>) => unknown]>([
    ['distinct', (dogs) => dogs.all().distinct().all()],
    ['groupBy', (dogs) => dogs.all().groupBy('owner').all()],
    ['perPartitionLimit', (dogs) => dogs.find({ perPartitionLimit: 1 })],
  ])('%s of a child is refused', async (_, run) => {
    const { dogs, executor } = repositories();
    await expect(async () => run(dogs)).rejects.toThrow(
      /^Dog: distinct\(\), groupBy\(\) and perPartitionLimit\(\) would count rows of other kinds/,
    );
    expect(executor.sent).toEqual([]);
  });
});

describe('writing', () => {
  const hex = (params: readonly unknown[]): readonly string[] =>
    params.map((param) => (Buffer.isBuffer(param) ? param.toString() : typeof param));

  test('a child is written with its discriminator, through its own repository and through that of the parent', async () => {
    const { animals, dogs, executor } = repositories();
    const dog = dogs.create({ ...KEY, breed: 'pug' });
    await dogs.save(dog);
    await animals.save(animals.merge(Object.assign(new Dog(), KEY), {}));
    const [own, parent] = executor.sent;
    expect(own?.cql).toBe('INSERT INTO ks.animal (owner, name, kind, breed, weeks) VALUES (?, ?, ?, ?, ?)');
    expect(hex(own?.params ?? []).slice(0, 4)).toEqual(['o', 'rex', 'dog', 'pug']);
    expect(parent?.cql).toBe(own?.cql);
    expect(hex(parent?.params ?? []).slice(0, 3)).toEqual(['o', 'rex', 'dog']);
    expect(dog.kind).toBe('dog');
  });

  test('the parent writes its own value, and keeps a value that no class has', async () => {
    const { animals, executor } = repositories();
    await animals.save(animals.create(KEY));
    await animals.save(animals.create({ ...KEY, kind: 'fish' }));
    await animals.insert({ ...KEY, kind: 'dog' });
    expect(executor.sent.map(({ params }) => hex(params)[2])).toEqual(['animal', 'fish', 'dog']);
  });

  test.each<[string, (all: Repositories) => Promise<unknown>]>([
    ['a child', ({ dogs }) => dogs.save(dogs.create({ ...KEY, kind: 'cat' }))],
    ['the parent', ({ animals }) => animals.save(animals.create({ ...KEY, kind: 'cat' }))],
  ])('%s with the value of another class is refused', async (_, run) => {
    const all = repositories();
    await expect(run(all)).rejects.toThrow(/\.kind is not '\w+', which rows of \w+ have\. Leave it undefined\./);
    expect(all.executor.sent).toEqual([]);
  });

  test('a child deletes no rows of others', async () => {
    const { dogs, executor } = repositories();
    await expect(async () => dogs.delete({ owner: 'o' })).rejects.toThrow(
      /^Dog: a partition holds rows of other kinds too/,
    );
    await expect(dogs.clear()).rejects.toThrow(/^Dog: clear\(\) would empty the table animal/);
    expect(executor.sent).toEqual([]);
    await dogs.delete(KEY);
    expect(executor.take().cql).toBe('DELETE FROM ks.animal WHERE owner = ? AND name = ?');
    executor.answers.push(rowPage(ROWS));
    expect(await dogs.filter({ owner: 'o' }).delete()).toBe(2);
    expect(executor.sent.slice(1).map(({ params }) => hex(params))).toEqual([
      ['o', 'rex'],
      ['o', 'bit'],
    ]);
  });
});

test('a batch treats children as their repositories do', () => {
  const { dogs } = repositories();
  const batch = new Batch(() => dogs.writer);
  expect(() => batch.delete(Dog, { owner: 'o' })).toThrow(/^Dog: a partition holds rows of other kinds too/);
  batch.delete(Dog, KEY).save(dogs.create(KEY));
  const [removed, saved] = batch.close().flatMap((entry) => ('requests' in entry ? entry.requests : []));
  expect(removed?.statement.cql).toBe('DELETE FROM ks.animal WHERE owner = ? AND name = ?');
  expect(saved?.params.map(String)).toContain('dog');
});

describe('a discriminator in the key', () => {
  @Table()
  @TableInheritance({ column: 'kind', value: 'event' })
  class Event {
    @PartitionKey() day!: string;
    @ClusteringKey() kind!: string;
    @ClusteringKey('int') seq!: number;
  }
  @ChildEntity('login')
  class Login extends Event {
    @Column() user!: string;
  }
  @ChildEntity('sso')
  class SingleSignOn extends Login {}

  const context = { keyspace: 'ks', pageTokenSecret: undefined };
  const of = <E extends object>(target: EntityClass<E>): { repository: Repository<E>; executor: FakeExecutor } => {
    const executor = new FakeExecutor();
    const table = buildTables([Event, Login, SingleSignOn]).get(target) as unknown as TableMetadata<E>;
    return { repository: new Repository(new EntityTable(table, { ...context, executor })), executor };
  };

  test('is put into each where and key of a child, and limits are sent', async () => {
    const { repository, executor } = of(SingleSignOn);
    await repository.findBy({ day: 'd' });
    await repository.find({ where: { day: 'd', seq: 1 }, limit: 5 });
    await repository.get({ day: 'd', seq: 1 });
    await repository.countBy({ day: 'd' });
    await repository.delete({ day: 'd' });
    await repository.update({ day: 'd', seq: 1 }, { user: 'x' });
    expect(executor.sent.map(({ cql }) => cql)).toEqual([
      'SELECT day, kind, seq, user FROM ks.event WHERE day = ? AND kind = ?',
      'SELECT day, kind, seq, user FROM ks.event WHERE day = ? AND kind = ? AND seq = ? LIMIT ?',
      'SELECT day, kind, seq, user FROM ks.event WHERE day = ? AND kind = ? AND seq = ?',
      'SELECT count(*) FROM ks.event WHERE day = ? AND kind = ?',
      'DELETE FROM ks.event WHERE day = ? AND kind = ?',
      'UPDATE ks.event SET user = ? WHERE day = ? AND kind = ? AND seq = ?',
    ]);
    for (const { params } of executor.sent) expect(params.map(String)).toContain('sso');
  });

  test('names the children of a child too', async () => {
    const { repository, executor } = of(Login);
    await repository.findBy({ day: 'd' });
    expect(executor.take().cql).toBe('SELECT day, kind, seq, user FROM ks.event WHERE day = ? AND kind IN ?');
  });

  test('is left to the caller of the parent', async () => {
    const { repository, executor } = of(Event);
    await repository.findBy({ day: 'd' });
    expect(executor.take().cql).toBe('SELECT day, kind, seq, user FROM ks.event WHERE day = ?');
  });
});
