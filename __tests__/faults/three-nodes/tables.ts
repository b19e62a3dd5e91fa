import { Column, CounterColumn, PartitionKey, Table, VersionColumn } from 'caspy';

@Table()
export class Entry {
  @PartitionKey() id!: string;
  @Column() body!: string;
}

@Table()
export class Journal {
  @PartitionKey() id!: string;
  @Column('list<text>') lines!: string[];
}

@Table()
export class Hits {
  @PartitionKey() id!: string;
  @CounterColumn() hits!: bigint;
}

@Table()
export class Account {
  @PartitionKey() id!: string;
  @Column('int') balance!: number;
  /** Who wrote it: two clients may add the same to the same balance. */
  @Column() by!: string;
  @VersionColumn() version!: number;
}
