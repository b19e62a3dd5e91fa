// That plain objects stand for instances is what is tested.

import { dropTestData, testConnection, testDataSource } from '../support/test-data-source';
import {
  ClusteringKey,
  Column,
  DataSource,
  frozen,
  list,
  map,
  PartitionKey,
  set,
  SetFields,
  StaticColumn,
  Table,
  tuple,
  UserType,
  ValidationError,
  vector,
} from 'caspy';

@UserType()
class Point {
  @Column('double') x!: number;
  @Column('double') y!: number;
}

@UserType()
class Address {
  @Column() street!: string;
  @Column('int') zip!: number;
  @Column(() => Point) point!: Point;
  @Column(list('text'), { frozen: true }) lines!: string[] | null;
}

@UserType()
class Profile {
  @Column() nick!: string;
  @Column(set('text')) tags!: Set<string>;
  @Column(map('text', () => Point)) places!: Map<string, Point>;
  @Column('date') born!: string;
}

@Table()
class User {
  @PartitionKey('int') id!: number;
  @Column(() => Address) address!: Address | null;
  @Column(() => Profile, { frozen: true }) profile!: Profile | null;
  @Column(list(() => Address)) addresses!: Address[];
  @Column(set(() => Point)) points!: Set<Point>;
  @Column(map('text', () => Address)) byName!: Map<string, Address>;
  @Column(map(() => Point, 'int')) byPoint!: Map<Point, number>;
  @Column(tuple('int', 'text', () => Point)) pair!: [number, string | null, Point] | null;
  @Column(vector(() => Point, 2)) corners!: Point[] | null;
  @Column('frozen<list<frozen<point>>>') path!: Point[] | null;
}

@Table()
class Visit {
  @PartitionKey(() => Point, { frozen: true }) at!: Point;
  @ClusteringKey(() => Point, { frozen: true }) from!: Point;
  @StaticColumn(() => Address) place!: Address;
  @Column() note!: string;
}

@UserType('Mixed "Case"')
class Odd {
  @Column('text', { name: 'Field One' }) one!: string;
  @Column('int', { name: '😀' }) smile!: number;
  @Column('int', { name: 'select' }) keyword!: number;
}

@UserType('complex')
class Complex {
  @Column('text', { name: 'constructor' }) re!: string;
}

@Table('OddTable')
class OddHolder {
  @PartitionKey('int') id!: number;
  @Column(() => Odd, { name: 'Odd "Column"' }) odd!: Odd;
  @Column(list(() => Odd)) all!: Odd[];
  @Column(() => Complex) complex!: Complex | null;
}

const point = (x: number, y: number): Point => Object.assign(new Point(), { x, y });
const home = { street: 'a', zip: 1, point: { x: 1, y: 2 }, lines: ['b'] };

describe('user-defined types on a real Cassandra', () => {
  let dataSource: DataSource;

  beforeAll(async () => {
    dataSource = await testDataSource({ entities: [User, Visit, OddHolder] });
  });

  afterAll(async () => {
    await dropTestData(dataSource);
  });

  it('come back as instances: alone, nested, in list, set, map, tuple and vector', async () => {
    const users = dataSource.getRepository(User);
    const profile = Object.assign(new Profile(), {
      nick: 'n',
      tags: new Set(['t']),
      places: new Map([['p', point(5, 6)]]),
      born: '2000-01-02',
    });
    const values = {
      address: home,
      profile,
      addresses: [home, { ...home, zip: 2 }],
      points: new Set([point(0, 1)]),
      byName: new Map([['x', home]]),
      byPoint: new Map([[point(3, 4), 7]]),
      pair: [1, null, point(1, 1)] as [number, null, Point],
      corners: [point(0, 0), point(1, 1)],
      path: [point(9, 9)],
    };
    await users.save(users.create({ id: 1, ...values }));
    const read = await users.getOrFail({ id: 1 });
    expect(read).toEqual({ id: 1, ...values });
    expect(read.address).toBeInstanceOf(Address);
    expect(read.address?.point).toBeInstanceOf(Point);
    expect(read.profile).toBeInstanceOf(Profile);
    expect(read.profile?.places.get('p')).toBeInstanceOf(Point);
    expect(read.addresses.every((address) => address instanceof Address)).toBe(true);
    expect([...read.points][0]).toBeInstanceOf(Point);
    expect(read.byName.get('x')).toBeInstanceOf(Address);
    expect([...read.byPoint.keys()][0]).toBeInstanceOf(Point);
    expect(read.pair?.[2]).toBeInstanceOf(Point);
    expect(read.corners?.[1]).toBeInstanceOf(Point);
    expect(read.path?.[0]).toBeInstanceOf(Point);
    // What was read can be written.
    await users.save(read);
    expect(await users.getOrFail({ id: 1 })).toEqual(read);
  });

  it('fields that are undefined or null are null; collections inside are empty, frozen ones null', async () => {
    const users = dataSource.getRepository(User);
    const partial = { street: 'only' } as Address;
    await users.save(users.create({ id: 2, address: partial, profile: { nick: 'n' } as Profile }));
    const read = await users.getOrFail({ id: 2 });
    expect(read.address).toEqual({ street: 'only', zip: null, point: null, lines: null });
    expect(read.profile).toEqual({ nick: 'n', tags: new Set(), places: new Map(), born: null });
    expect(read.pair).toBeNull();
    await users.update({ id: 2 }, { address: null });
    expect((await users.getOrFail({ id: 2 })).address).toBeNull();
  });

  it('as keys, static and in a where', async () => {
    const visits = dataSource.getRepository(Visit);
    await visits.save(visits.create({ at: point(1, 2), from: point(3, 4), place: home, note: 'n' }));
    const found = await visits.findBy({ at: { x: 1, y: 2 }, from: point(3, 4) });
    expect(found).toEqual([{ at: { x: 1, y: 2 }, from: { x: 3, y: 4 }, place: home, note: 'n' }]);
    expect(found[0]?.at).toBeInstanceOf(Point);
    expect(await visits.findBy({ at: point(2, 1) })).toEqual([]);
  });

  it('SetFields changes single fields on the server, and leaves the others', async () => {
    const users = dataSource.getRepository(User);
    await users.save(users.create({ id: 7, address: home, profile: { nick: 'n' } as Profile }));
    const mine = await users.getOrFail({ id: 7 });
    await users.update({ id: 7 }, { address: SetFields({ zip: 9, point: point(7, 8) }) });
    // What others changed stays, because this entity has not touched its address.
    await users.save(Object.assign(mine, { byName: new Map([['x', home]]) }));
    await users.update({ id: 7 }, { address: SetFields({ lines: null }) });
    expect((await users.getOrFail({ id: 7 })).address).toEqual({
      street: 'a',
      zip: 9,
      point: { x: 7, y: 8 },
      lines: null,
    });
    mine.address!.street = 'changed in place';
    await users.save(mine);
    expect((await users.getOrFail({ id: 7 })).address?.street).toBe('changed in place');
    const update = (changes: object): Promise<unknown> => users.update({ id: 7 }, changes);
    await expect(update({ profile: SetFields({ nick: 'x' }) })).rejects.toThrow(
      'a frozen value is replaced as a whole',
    );
    await expect(update({ address: SetFields({ zip: 'x' }) })).rejects.toThrow('User.address.zip does not fit int');
    await expect(update({ address: SetFields({ zipp: 1 }) })).rejects.toThrow("Did you mean 'zip'?");
  });

  it('names that need quotes', async () => {
    const holders = dataSource.getRepository(OddHolder);
    const odd = { one: 'a', smile: 1, keyword: 2 };
    await holders.save(holders.create({ id: 1, odd, all: [odd], complex: { re: 'x' } }));
    const read = await holders.getOrFail({ id: 1 });
    expect(read).toEqual({ id: 1, odd, all: [odd], complex: { re: 'x' } });
    expect(read.odd).toBeInstanceOf(Odd);
    await holders.save(holders.create({ id: 2, odd, all: [] }));
    expect((await holders.getOrFail({ id: 2 })).complex).toBeNull();
  });

  it.each<[string, unknown, RegExp]>([
    ['a wrong type', { address: { zip: '1' } }, /^User\.address\.zip does not fit address: expected .*got a string/],
    ['an unknown property', { address: { zipp: 1 } }, /^User\.address\.zipp does not fit address: expected a field/],
    ['a nested wrong type', { addresses: [{ point: { x: 'a' } }] }, /^User\.addresses\[0\]\.point\.x does not fit/],
    ['another class', { address: point(1, 2) }, /^User\.address does not fit address: .*got a Point/],
  ])('%s names the field', async (_, values, message) => {
    const users = dataSource.getRepository(User);
    // As JavaScript may call it.
    const save = users.save(Object.assign<User, object>(users.create({ id: 3 }), values as object));
    await expect(save).rejects.toThrow(ValidationError);
    await expect(save).rejects.toThrow(message);
    expect(await users.get({ id: 3 })).toBeNull();
  });

  it('synchronize again has nothing to do', async () => {
    expect(await dataSource.synchronize()).toEqual({ statements: [], changes: [], skipped: [] });
  });
});

describe('types that change on the server', () => {
  let first: DataSource;
  let second: DataSource | undefined;

  @UserType('place')
  class OldPlace {
    @Column() name!: string;
    @Column('int') size!: number;
  }

  @Table('spots')
  class OldSpot {
    @PartitionKey('int') id!: number;
    @Column(frozen(() => OldPlace)) place!: OldPlace;
    @Column(list(() => OldPlace)) all!: OldPlace[];
    @Column(() => OldPlace) open!: OldPlace;
  }

  /** The same type as another program declares it: other order, one field less, one more. */
  @UserType('place')
  class NewPlace {
    @Column('int') added!: number;
    @Column('int') size!: number;
    @Column() name!: string;
  }

  @Table('spots')
  class NewSpot {
    @PartitionKey('int') id!: number;
    @Column(frozen(() => NewPlace)) place!: NewPlace;
    @Column(list(() => NewPlace)) all!: NewPlace[];
    @Column(() => NewPlace) open!: NewPlace;
  }

  const other = (entities: (new () => object)[]): Promise<DataSource> =>
    new DataSource({ ...testConnection(), keyspace: first.keyspace!, entities, requestTimeout: 30_000 }).initialize();

  beforeAll(async () => {
    first = await testDataSource({ entities: [OldSpot] });
  });

  afterEach(async () => {
    await second?.destroy();
    second = undefined;
  });

  afterAll(async () => {
    await dropTestData(first);
  });

  const old = { name: 'a', size: 1 };

  it('a field that only the class has is refused where a value would be lost', async () => {
    second = await other([NewSpot]);
    const spots = second.getRepository(NewSpot);
    const save = spots.save(spots.create({ id: 1, place: { ...old, added: 5 } }));
    await expect(save).rejects.toThrow(/^NewSpot\.place\.added .*ALTER TYPE place ADD added int/);
    await spots.save(spots.create({ id: 1, place: old as NewPlace }));
    expect((await first.getRepository(OldSpot).getOrFail({ id: 1 })).place).toEqual(old);
    expect((await spots.getOrFail({ id: 1 })).place).toEqual({ ...old, added: null });
  });

  it('a field added by ALTER TYPE: old and new classes read and write each other', async () => {
    const oldSpots = first.getRepository(OldSpot);
    await oldSpots.save(oldSpots.create({ id: 2, place: old, all: [old], open: old }));
    await first.execute(`ALTER TYPE "${first.keyspace!}".place ADD middle text`);
    await first.execute(`ALTER TYPE "${first.keyspace!}".place ADD added int`);
    second = await other([NewSpot]);
    const newSpots = second.getRepository(NewSpot);

    // Values from before are shorter.
    const before = await newSpots.getOrFail({ id: 2 });
    expect(before).toEqual({ id: 2, ...all({ ...old, added: null }) });

    // The class orders its fields otherwise than the server, which also has one that the class does not know.
    await newSpots.save(newSpots.create({ id: 3, ...all({ name: 'b', size: 2, added: 3 }) }));
    expect(await newSpots.getOrFail({ id: 3 })).toEqual({ id: 3, ...all({ name: 'b', size: 2, added: 3 }) });

    // The old class, whose data source has not read the types again, still reads and writes.
    expect(await oldSpots.getOrFail({ id: 3 })).toEqual({ id: 3, ...all({ name: 'b', size: 2 }) });
    await oldSpots.save(oldSpots.create({ id: 4, ...all(old) }));
    await first.refreshUserTypes();
    await oldSpots.save(oldSpots.create({ id: 5, ...all(old) }));
    for (const id of [4, 5]) {
      expect(await newSpots.getOrFail({ id })).toEqual({ id, ...all({ ...old, added: null }) });
    }
  });

  it('each keyspace has its own order', async () => {
    const keyspace = `${first.keyspace!}_b`;
    await first.execute(
      `CREATE KEYSPACE "${keyspace}" WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
    );
    try {
      await first.execute(`CREATE TYPE "${keyspace}".place (size int, name text)`);
      await first.execute(
        `CREATE TABLE "${keyspace}".spots (id int PRIMARY KEY, place frozen<place>, "all" list<frozen<place>>, open place)`,
      );
      second = await other([OldSpot]);
      await second.useKeyspace(keyspace);
      const spots = second.getRepository(OldSpot);
      await spots.save(spots.create({ id: 1, ...all(old) }));
      expect(await spots.getOrFail({ id: 1 })).toEqual({ id: 1, ...all(old) });
      const { rows } = await second.execute(`SELECT place FROM "${keyspace}".spots WHERE id = 1`);
      expect(rows[0]).toEqual({ place: { size: 1, name: 'a' } });
    } finally {
      await first.execute(`DROP KEYSPACE "${keyspace}"`, [], { timeout: 60_000 });
    }
  });

  function all<P>(place: P): { place: P; all: P[]; open: P } {
    return { place, all: [place], open: place };
  }
});

describe('types that do not exist when the data source starts', () => {
  @UserType()
  class Late {
    @Column() x!: string;
  }

  @Table()
  class LateHolder {
    @PartitionKey('int') id!: number;
    @Column(() => Late) late!: Late;
  }

  it('are refused until they are read', async () => {
    const dataSource = await testDataSource({ entities: [] });
    const late = new DataSource({
      ...testConnection(),
      keyspace: dataSource.keyspace!,
      entities: [LateHolder],
      requestTimeout: 30_000,
    });
    try {
      await late.initialize();
      const holders = late.getRepository(LateHolder);
      const holder = holders.create({ id: 1, late: { x: 'a' } });
      await expect(holders.save(holder)).rejects.toThrow(/^LateHolder\.late .*refreshUserTypes/);
      await late.synchronize();
      await holders.save(holder);
      expect(await holders.getOrFail({ id: 1 })).toEqual({ id: 1, late: { x: 'a' } });
    } finally {
      await late.destroy();
      await dropTestData(dataSource);
    }
  });
});
