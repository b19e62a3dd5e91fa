import {
  IsBoolean,
  IsDate,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { Column, PartitionKey, Table } from 'caspy';

/** A row with twelve common rules. IsEmail costs more than all others together, so it can be left out by its group. */
@Table()
export class Ruled {
  @PartitionKey('uuid') @IsUUID() id!: string;
  @Column() @IsString() @Length(1, 40) name!: string;
  @Column() @IsEmail({}, { groups: ['email'] }) email!: string;
  @Column('int') @IsInt() @Min(0) @Max(150) age!: number;
  @Column() @IsOptional() note!: string;
  @Column() @IsBoolean() active!: boolean;
  @Column() @IsDate() createdAt!: Date;
  @Column() @Matches(/^[A-Z]{2}$/) country!: string;
  @Column() @IsIn(['free', 'paid', 'staff']) plan!: string;
}

/** A new object each time: of one that was saved before, only changes would be sent. */
export function makeRuled(index: number): Ruled {
  const serial = index.toString(16).padStart(12, '0');
  return Object.assign(new Ruled(), {
    id: `3f2504e0-4f89-41d3-9a0c-${serial}`,
    name: `Person ${index}`,
    email: `person${index}@example.com`,
    age: index % 150,
    note: 'wrote a letter',
    active: index % 2 === 0,
    createdAt: new Date(1_700_000_000_000 + index),
    country: 'BR',
    plan: 'paid',
  });
}
