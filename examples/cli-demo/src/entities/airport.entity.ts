import { Column, Index, PartitionKey, Table } from 'caspy';

@Table({ comment: 'Airports of the United States' })
export class Airport {
  @PartitionKey() iata!: string;
  @Column() name!: string;
  /** A few airports have neither; `string | null` leaves no class behind, so the type is named. */
  @Column('text') city!: string | null;
  @Index() @Column('text') state!: string | null;
  @Column() country!: string;
  @Column('double') latitude!: number;
  @Column('double') longitude!: number;
}
