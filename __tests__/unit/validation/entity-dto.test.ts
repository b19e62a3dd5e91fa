import 'reflect-metadata';
import { ApiProperty } from '@nestjs/swagger';
import { Expose, Transform } from 'class-transformer';
import { IsEmail, IsInt, IsOptional, validateSync } from 'class-validator';
import {
  Column,
  ConfigurationError,
  fromPlain,
  OmitEntity,
  PartialEntity,
  PartitionKey,
  PickEntity,
  Table,
  toPlain,
  ValidationError,
} from '../../../lib/index';

class Base {
  @Column() @IsEmail() @Transform(({ value }) => String(value).toLowerCase(), { toClassOnly: true }) email!: string;
}

@Table()
class User extends Base {
  @PartitionKey('uuid') @ApiProperty({ format: 'uuid' }) id!: string;
  @Column('int') @IsInt() @ApiProperty() @Expose({ name: 'years' }) age!: number;
  @Column('text') @IsOptional() @IsEmail() second!: string | null;
  @Column('boolean') active = true;
  greet(): string {
    return this.email;
  }
}

const broken = (object: object): string[] => validateSync(object).map(({ property }) => property);

test('PickEntity keeps columns, rules, transforms, values and the documents of OpenAPI', () => {
  class Create extends PickEntity(User, ['email', 'age', 'active']) {}
  const read = fromPlain(Create, { email: 'ADA@Example.com', years: 3 });
  const typed: { email: string; age: number; active: boolean } = read;
  expect(typed).toEqual({ email: 'ada@example.com', age: 3, active: true });
  expect(toPlain(read)).toEqual({ email: 'ada@example.com', years: 3, active: true });
  expect(broken(read)).toEqual([]);
  expect(broken(fromPlain(Create, { email: 'no' })).sort()).toEqual(['age', 'email']);
  expect(() => fromPlain(Create, { id: '123e4567-e89b-42d3-a456-426614174000' })).toThrow(ValidationError);
  expect(Reflect.getMetadata('swagger/apiModelPropertiesArray', Create.prototype)).toEqual([':age']);
  expect(Reflect.getMetadata('design:type', Create.prototype, 'email')).toBe(String);
  // @ts-expect-error it has no such column
  expect(read.id).toBeUndefined();
  // The entity is as it was.
  expect(broken(Object.assign(new User(), { email: 'no', age: 1 }))).toEqual(['email']);
});

test('PartialEntity passes over what is undefined, and judges null', () => {
  class Update extends PartialEntity(OmitEntity(User, ['id'])) {}
  expect(broken(fromPlain(Update, {}))).toEqual([]);
  expect(Object.keys(new Update())).toEqual([]);
  expect(broken(fromPlain(Update, { years: 4 }))).toEqual([]);
  expect(broken(fromPlain(Update, { email: 'no' }))).toEqual(['email']);
  expect(broken(fromPlain(Update, { email: null, second: null }))).toEqual(['email']);
  const metadata = Reflect.getMetadata('swagger/apiModelProperties', Update.prototype, 'age') as object;
  expect(metadata).toMatchObject({ required: false });
  expect(Reflect.getMetadata('swagger/apiModelProperties', User.prototype, 'age')).not.toMatchObject({
    required: false,
  });
});

test('what the compiler plugin of OpenAPI adds comes along', () => {
  Reflect.set(User, '_OPENAPI_METADATA_FACTORY', () => ({ email: { required: true }, id: { required: true } }));
  const factory = Reflect.get(PartialEntity(PickEntity(User, ['email'])), '_OPENAPI_METADATA_FACTORY') as () => object;
  expect(factory()).toEqual({ email: { required: false } });
  Reflect.deleteProperty(User, '_OPENAPI_METADATA_FACTORY');
});

test('wrong calls', () => {
  expect(() => PickEntity(User, ['emial' as 'email'])).toThrow("User has no column 'emial'. Did you mean 'email'?");
  expect(() => OmitEntity(User, 5 as never)).toThrow(ConfigurationError);
  expect(() => PartialEntity(undefined as never)).toThrow(ConfigurationError);
  expect(() => PartialEntity(class Bare {})).toThrow('Bare has no columns');
});
