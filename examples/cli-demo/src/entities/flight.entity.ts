import { ClusteringKey, Column, Index, PartitionKey, Table } from 'caspy';

/** One partition holds the departures of one airport on one day, stored in the order of their times. */
@Table({ comment: 'Departures by airport and day' })
export class Flight {
  @PartitionKey() origin!: string;
  @PartitionKey('date') day!: string;
  @ClusteringKey('time') departure!: string;
  @Index() @ClusteringKey() destination!: string;
  /** Tells flights apart that leave in the same minute for the same airport; there are such flights. */
  @ClusteringKey('smallint') sequence!: number;
  /** Minutes; negative when the flight was early. */
  @Index() @Column('smallint') delay!: number;
  /** Miles. */
  @Column('int') distance!: number;
}
