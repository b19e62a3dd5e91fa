import { Column, PartitionKey, Table } from 'caspy';

@Table()
export class Item {
  @PartitionKey() id!: string;
  @Column() body!: string;
}
