import { ClusteringKey, Column, PartitionKey, Table } from 'caspy';

/**
 * The same flights once more, for another question: one partition per day, the most delayed flight first. Cassandra
 * sorts only what is stored sorted, so each order of its own gets a table of its own.
 */
@Table({ comment: 'Flights by day, the most delayed first' })
export class DelayedFlight {
  @PartitionKey('date') day!: string;
  @ClusteringKey('smallint', { order: 'DESC' }) delay!: number;
  @ClusteringKey() origin!: string;
  @ClusteringKey('time') departure!: string;
  @ClusteringKey() destination!: string;
  @ClusteringKey('smallint') sequence!: number;
  @Column('int') distance!: number;
}
