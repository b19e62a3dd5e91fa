import { Column, PartitionKey, Table } from 'caspy';

/** A row with the types that most tables are made of. */
@Table()
export class Sample {
  @PartitionKey('uuid') id!: string;
  @Column() name!: string;
  @Column() email!: string;
  @Column() city!: string;
  @Column('int') age!: number;
  @Column() visits!: bigint;
  @Column('double') score!: number;
  @Column() active!: boolean;
  @Column() createdAt!: Date;
  @Column('set<text>') tags!: Set<string>;
  @Column('map<text, text>') labels!: Map<string, string>;
}

/** The same values without the class: what a program without a mapper would hold. */
export type SampleValues = { -readonly [K in keyof Sample]: Sample[K] };
