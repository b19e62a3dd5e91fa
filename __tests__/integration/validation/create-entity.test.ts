import { IsEmail, Max } from 'class-validator';
import { dropTestData, testDataSource } from '../support/test-data-source';
import type { DataSource } from 'caspy';
import {
  Column,
  ConfigurationError,
  createEntity,
  fromPlain,
  PartialEntity,
  PartitionKey,
  set,
  Table,
  toPlain,
  UserType,
  ValidationError,
} from 'caspy';

@UserType()
class Place {
  @Column('double') lat!: number;
  @Column('double') lon!: number;
}

const Sensor = createEntity({
  name: 'Sensor',
  table: 'sensors_made',
  columns: {
    id: { type: 'uuid', key: 'partition', generated: 'uuid' },
    at: { type: 'timestamp', key: 'clustering', order: 'DESC' },
    value: { type: 'double', decorators: [Max(100)] },
    city: { type: 'text', indexed: true },
    tags: 'set<text>',
    sums: 'map<text, frozen<list<bigint>>>',
    place: () => Place,
    words: set('text'),
  },
  options: { comment: 'made at run time' },
});

@Table()
class Contact {
  @PartitionKey() id!: string;
  @Column() @IsEmail() email!: string;
  @Column('int') age!: number;
}

let dataSource: DataSource;

beforeAll(async () => {
  dataSource = await testDataSource({ entities: [Sensor, Contact], validate: true });
});
afterAll(() => dropTestData(dataSource));

test('a class that was made at run time is an entity like any other', async () => {
  const sensors = dataSource.getRepository(Sensor);
  const place = Object.assign(new Place(), { lat: 1.5, lon: 2 });
  const at = new Date(0);
  const made = sensors.create({
    at,
    value: 20,
    city: 'Recife',
    tags: new Set(['a']),
    sums: new Map([['x', [1n]]]),
    place,
  });
  const { id } = await sensors.save(made);
  const read = await sensors.getOrFail({ id, at });
  const typed: { id: string; at: Date; value: number | null; tags: Set<string>; sums: Map<string, bigint[]> } = read;
  expect(typed).toEqual(Object.assign(made, { words: new Set() }));
  expect(read.place).toBeInstanceOf(Place);
  expect(Sensor.name).toBe('Sensor');
  expect((await sensors.findBy({ city: 'Recife' })).map((each) => each.id)).toEqual([id]);
  expect(fromPlain(Sensor, JSON.parse(JSON.stringify(toPlain(read))))).toEqual(read);
  const { rows } = await dataSource.execute(
    'SELECT comment FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?',
    [dataSource.keyspace, 'sensors_made'],
  );
  expect(rows).toEqual([{ comment: 'made at run time' }]);
});

test('its rules are rules, also those that are added later', async () => {
  const sensors = dataSource.getRepository(Sensor);
  const sensor = sensors.create({ at: new Date(1), value: 101, city: 'x' });
  await expect(sensors.save(sensor)).rejects.toThrow('Sensor.value: value must not be greater than 100.');
  sensor.value = 5;
  await sensors.save(sensor);
  IsEmail()(Sensor.prototype as object, 'city');
  await expect(sensors.save(sensor)).rejects.toThrow('Sensor.city: city must be an email.');
});

test('a body becomes an update', async () => {
  class UpdateContact extends PartialEntity(Contact) {}
  const contacts = dataSource.getRepository(Contact);
  await contacts.save(fromPlain(Contact, { id: 'a', email: 'a@example.com', age: 1 }));
  await contacts.update({ id: 'a' }, fromPlain(UpdateContact, { age: 2 }));
  expect(await contacts.get({ id: 'a' })).toMatchObject({ email: 'a@example.com', age: 2 });
  const wrong = contacts.update({ id: 'a' }, fromPlain(UpdateContact, { email: 'no' }));
  await expect(wrong).rejects.toBeInstanceOf(ValidationError);
});

test.each<[string, object]>([
  ["'colums' is no part of it", { name: 'X', colums: {} }],
  ["'name' is the name of a class", { name: '', columns: {} }],
  ["'columns' is an object by property", { name: 'X', columns: [] }],
  ['X.a is a type, or { type, … }, not a whole number', { name: 'X', columns: { a: 5 } }],
  ["X.a: 'key' is 'partition' or 'clustering'", { name: 'X', columns: { a: { type: 'int', key: 'primary' } } }],
])('a wrong definition: %s', (message, definition) => {
  const make = (): unknown => createEntity(definition as never);
  expect(make).toThrow(ConfigurationError);
  expect(make).toThrow(message);
});
