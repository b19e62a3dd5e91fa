import { IsBoolean, IsDate, IsEmail, IsIn, IsInt, IsString, IsUUID, Length, Max, Min } from 'class-validator';
import { ClusteringKey, Column, PartitionKey, Table } from 'caspy';

/** Twelve columns of the types that most tables are made of. All tables have them. */
abstract class BenchRow {
  @PartitionKey('uuid') owner!: string;
  @ClusteringKey('int') seq!: number;
  @Column() name!: string;
  @Column() email!: string;
  @Column() city!: string;
  /** The mark of the run that wrote the row, so that a run shows what it wrote. */
  @Column('int') age!: number;
  @Column() visits!: bigint;
  @Column('double') score!: number;
  @Column() active!: boolean;
  @Column() createdAt!: Date;
  @Column('set<text>') tags!: Set<string>;
  @Column('map<text, text>') labels!: Map<string, string>;
}

/** Rows that are written and read one by one, and partitions that are read whole. */
@Table('bench_row')
export class SingleRow extends BenchRow {}

/** Rows that are written in bulk. */
@Table('bench_bulk')
export class BulkRow extends BenchRow {}

/** A table that stays as it is, to be read from end to end. */
@Table('bench_scan')
export class ScanRow extends BenchRow {}

/** The same with more rows. */
@Table('bench_scan_large')
export class LargeScanRow extends BenchRow {}

/** Rows whose values are looked at before they are written: ten rules, as a program with input of users has them. */
@Table('bench_ruled')
export class RuledRow extends BenchRow {
  @IsUUID() override owner!: string;
  @IsInt() @Min(0) override seq!: number;
  @IsString() @Length(1, 60) override name!: string;
  @IsEmail() override email!: string;
  @IsIn(['São Paulo', 'Reykjavík']) override city!: string;
  @Max(2 ** 31 - 1) override age!: number;
  @IsBoolean() override active!: boolean;
  @IsDate() override createdAt!: Date;
}

/** The same values without the class: what a program without a mapper holds. */
export type RowValues = { -readonly [K in keyof BenchRow]: BenchRow[K] };

/** Names of the columns in the order of their properties. */
export const COLUMNS = [
  ['owner', 'owner'],
  ['seq', 'seq'],
  ['name', 'name'],
  ['email', 'email'],
  ['city', 'city'],
  ['age', 'age'],
  ['visits', 'visits'],
  ['score', 'score'],
  ['active', 'active'],
  ['createdAt', 'created_at'],
  ['tags', 'tags'],
  ['labels', 'labels'],
] as const satisfies readonly (readonly [keyof RowValues, string])[];

/** A row that differs from its neighbours in every column. Collections are sorted as Cassandra sorts them. */
export function makeRow(owner: string, seq: number, number: number): RowValues {
  return {
    owner,
    seq,
    name: `Sample number ${number}`,
    email: `sample-${number}@example.com`,
    city: number % 2 === 0 ? 'São Paulo' : 'Reykjavík',
    age: 0,
    visits: 9_007_199_254_740_993n + BigInt(number),
    score: number / 7,
    active: number % 3 === 0,
    createdAt: new Date(1_700_000_000_000 + number * 1_000),
    tags: new Set(['async', `tag-${number % 50}`]),
    labels: new Map([
      ['kind', `kind-${number % 10}`],
      ['place', `place-${number % 100}`],
    ]),
  };
}
