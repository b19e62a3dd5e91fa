import { execFileSync } from 'node:child_process';
import {
  IsDefined,
  IsEmail,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Min,
  registerDecorator,
} from 'class-validator';
import { dropTestData, testDataSource } from '../support/test-data-source';
import type { DataSource, Repository } from 'caspy';
import {
  Append,
  BeforeInsert,
  BulkError,
  Column,
  ConfigurationError,
  CreateDateColumn,
  list,
  PartitionKey,
  Server,
  Table,
  ValidationError,
} from 'caspy';

@Table()
class Person {
  @PartitionKey('uuid', { generated: 'uuid' }) @IsUUID() id!: string;
  @Column() @IsEmail() email!: string;
  @Column('text') @IsOptional() @Length(2, 20) name?: string | null;
  @Column('int') @IsInt() @Min(0) @Min(18, { groups: ['adult'] }) age!: number;
  @Column({ select: false }) @IsDefined() @IsString() secret!: string;
  @Column(list('text')) @IsString({ each: true }) notes!: string[];
  @CreateDateColumn() created!: Date;
}

/** Says no later. */
function IsFree(target: object, property: string): void {
  registerDecorator({
    name: 'isFree',
    target: target.constructor,
    propertyName: property,
    async: true,
    validator: {
      validate: (value: unknown) => new Promise((resolve) => setImmediate(() => resolve(value !== 'taken'))),
      defaultMessage: () => 'is taken',
    },
  });
}

@Table()
class Handle {
  @PartitionKey() @IsFree id!: string;
  @Column() note!: string;
}

@Table()
class Lenient {
  @PartitionKey() id!: string;
  @Column() other!: string;
  @Column() @IsEmail() email!: string;
}

@Table({ validate: false })
class Unchecked {
  @PartitionKey() id!: string;
  @Column() @IsEmail() email!: string;
}

@Table()
class Hooked {
  @PartitionKey() id!: string;
  @Column() @IsEmail() email!: string;
  @BeforeInsert() normalize(): void {
    this.email = this.email.trim();
  }
}

let dataSource: DataSource;
let people: Repository<Person>;

const VALID = { email: 'ada@example.com', age: 30, secret: 's3', notes: ['a'] };

beforeAll(async () => {
  dataSource = await testDataSource({ entities: [Person, Handle, Lenient, Unchecked, Hooked], validate: true });
  people = dataSource.getRepository(Person);
});
afterAll(() => dropTestData(dataSource));

const person = (values: Partial<Person> = {}): Person => people.create({ ...VALID, ...values });

describe('save', () => {
  test('writes what passes, with generated values in time for their rules', async () => {
    const saved = await people.save(person());
    expect(await people.get({ id: saved.id })).toMatchObject({ email: VALID.email, age: 30, notes: ['a'] });
  });

  test('sends nothing that does not, and says all of it', async () => {
    const wrong = person({ email: 'no', age: -1 });
    const error = await people.save(wrong).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as ValidationError).errors).toEqual([
      { path: 'Person.email', constraints: { isEmail: 'email must be an email' } },
      { path: 'Person.age', constraints: { min: 'age must not be less than 0' } },
    ]);
    expect(await people.exists({ where: { id: wrong.id } })).toBe(false);
  });

  test('of a loaded row passes over what was not loaded, and judges what was set', async () => {
    const { id } = await people.save(person());
    const loaded = await people.getOrFail({ id });
    expect(loaded.secret).toBeUndefined();
    loaded.age = 31;
    await people.save(loaded);
    loaded.email = 'no';
    await expect(people.save(loaded)).rejects.toThrow('Person.email: email must be an email.');
    expect(await people.getOrFail({ id }, { consistency: 'ONE' })).toMatchObject({ age: 31, email: VALID.email });
  });

  test('a plain object is judged by the rules of the entity', async () => {
    await expect(people.save({ ...VALID, email: 'no' } as Person)).rejects.toThrow('Person.email');
    await people.save({ ...VALID } as Person);
  });

  test('a list, and what a call or the table says', async () => {
    await expect(people.save([person(), person({ age: -1 })])).rejects.toThrow('Person.age');
    await people.save([person({ age: -1 }), person({ age: -2 })], { validate: false });
    await people.save(person({ age: 7 }), { validate: { strictGroups: true } });
    await expect(people.save(person({ age: 7 }), { validate: { groups: ['adult'] } })).rejects.toThrow('less than 18');
    await dataSource.getRepository(Unchecked).save(Object.assign(new Unchecked(), { id: 'a', email: 'no' }));
    const checked = dataSource.getRepository(Unchecked).withOptions({ validate: true });
    await expect(checked.save(Object.assign(new Unchecked(), { id: 'a', email: 'no' }))).rejects.toThrow('email');
  });

  test('hooks run first', async () => {
    const hooked = Object.assign(new Hooked(), { id: 'h', email: '  ada@example.com ' });
    await dataSource.getRepository(Hooked).save(hooked);
    expect(hooked.email).toBe(VALID.email);
  });

  test('a rule may answer later', async () => {
    const handles = dataSource.getRepository(Handle);
    await handles.save(handles.create({ id: 'free' }));
    await expect(handles.save(handles.create({ id: 'taken' }))).rejects.toThrow('Handle.id: is taken.');
    await expect(handles.save([handles.create({ id: 'b' }), handles.create({ id: 'taken' })])).rejects.toThrow('taken');
    expect(await handles.exists({ where: { id: 'taken' } })).toBe(false);
  });
});

describe('insert and update', () => {
  test('insert judges a copy, with generated values', async () => {
    const values = { ...VALID };
    await people.insert(values);
    expect(values).toEqual(VALID);
    await expect(people.insert({ ...VALID, age: -1 })).rejects.toThrow('Person.age');
    await people.insert({ ...VALID, id: Server.uuid() });
  });

  test('update judges the properties that are given, null among them', async () => {
    const { id } = await people.save(person());
    await people.update({ id }, { age: 40 });
    await people.update({ id }, { name: null });
    await people.update({ id }, { notes: Append('b') });
    await expect(people.update({ id }, { age: -1 })).rejects.toThrow('Person.age: age must not be less than 0.');
    await expect(people.update({ id }, { email: null })).rejects.toThrow('Person.email');
    await expect(people.update({ id }, { name: 'x', email: 'no' })).rejects.toMatchObject({
      errors: [{ path: 'Person.email' }, { path: 'Person.name' }],
    });
    expect(await people.getOrFail({ id })).toMatchObject({ age: 40, email: VALID.email, notes: ['a', 'b'] });
  });

  test('whitelist takes off or refuses what has no rule', async () => {
    const lenient = dataSource.getRepository(Lenient);
    const values = { id: 'w', other: 'x', email: VALID.email };
    const options = { whitelist: true, forbidNonWhitelisted: true };
    await expect(lenient.update({ id: 'w' }, { other: 'x' }, { validate: options })).rejects.toThrow(
      'Lenient.other: property other should not exist.',
    );
    await lenient.update({ id: 'w' }, { other: 'x', email: VALID.email }, { validate: { whitelist: true } });
    expect(await lenient.get({ id: 'w' })).toMatchObject({ other: null, email: VALID.email });
    // The key has no rule either.
    await expect(lenient.insert(values, { validate: { whitelist: true } })).rejects.toThrow('partition key');
  });
});

describe('batch and bulkSave', () => {
  test('a batch refuses at once, or when a rule has answered', async () => {
    const batch = dataSource.batch((each) => {
      expect(() => each.save(person({ age: -1 }))).toThrow('Person.age');
      expect(() => each.insert(Person, { ...VALID, age: -1 })).toThrow('Person.age');
      expect(() => each.update(Person, { id: person().id }, { age: -1 })).toThrow('Person.age');
      each.save(person());
    });
    await expect(batch).resolves.toEqual({ applied: true });
    const late = dataSource.batch((each) => void each.save(Object.assign(new Handle(), { id: 'taken' })));
    await expect(late).rejects.toThrow('is taken');
    const off = dataSource.batch((each) => void each.save(person({ age: -1 }), { validate: false }));
    await expect(off).resolves.toEqual({ applied: true });
  });

  test('bulkSave refuses row by row', async () => {
    const rows = [person(), person({ age: -1 }), person()];
    const { written, failures } = await people.bulkSave(rows, { onError: 'continue' });
    expect(written).toBe(2);
    expect(failures).toEqual([expect.objectContaining({ item: rows[1], outcome: 'failed' })]);
    expect(failures[0]!.error).toBeInstanceOf(ValidationError);
    await expect(people.bulkSave(rows)).rejects.toBeInstanceOf(BulkError);
    expect((await people.bulkSave(rows, { validate: false })).written).toBe(3);
    const handles = ['x', 'taken', 'y'].map((id) => Object.assign(new Handle(), { id }));
    const late = await dataSource.getRepository(Handle).bulkSave(handles, { onError: 'continue' });
    expect([late.written, late.failed]).toEqual([2, 1]);
  });
});

test('a wrong setting is refused when the data source is made', async () => {
  await expect(testDataSource({ validate: 'yes' as never })).rejects.toBeInstanceOf(ConfigurationError);
  await expect(testDataSource({ validate: { group: [] } as never })).rejects.toThrow("no option 'group'");
});

test('neither package is loaded where no class has rules', () => {
  const script = `
    const { DataSource, PartitionKey, Column, Table, toPlain } = require(process.argv[1]);
    class Bare {}
    PartitionKey('text')(Bare.prototype, 'id');
    Table()(Bare);
    const [contactPoint, port, keyspace] = process.argv.slice(2);
    const dataSource = new DataSource({ contactPoints: [contactPoint], port: Number(port), keyspace, entities: [Bare],
      localDataCenter: 'datacenter1', validate: true, synchronize: true, requestTimeout: 30_000 });
    (async () => {
      await dataSource.initialize();
      await dataSource.getRepository(Bare).save(Object.assign(new Bare(), { id: 'a' }));
      toPlain(await dataSource.getRepository(Bare).get({ id: 'a' }));
      await dataSource.destroy();
      console.log(Object.keys(require.cache).filter((file) => /node_modules.class-/.test(file)).length);
    })();
  `;
  const { CASPY_TEST_CONTACT_POINTS = '', CASPY_TEST_PORT = '9042' } = process.env;
  const dist = require.resolve('../../../dist/lib/index.js');
  const [contactPoint = ''] = CASPY_TEST_CONTACT_POINTS.split(',');
  const args = ['-e', script, dist, contactPoint, CASPY_TEST_PORT, dataSource.keyspace ?? ''];
  expect(execFileSync(process.execPath, args, { encoding: 'utf8' }).trim()).toBe('0');
});
