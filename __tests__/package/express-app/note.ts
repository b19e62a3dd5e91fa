import { Column, PartitionKey, Table } from 'caspy';

@Table()
export class Note {
  @PartitionKey('uuid', { generated: 'uuid' }) id!: string;
  @Column() text!: string;
  @Column('bigint') views!: bigint;
}
