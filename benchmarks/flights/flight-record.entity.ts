import { ClusteringKey, Column, PartitionKey, Table } from 'caspy';

/** The departures of an airport on one day are one partition, in the order of their times. */
@Table()
export class FlightRecord {
  @PartitionKey() origin!: string;
  @PartitionKey('date') day!: string;
  @ClusteringKey() departure!: Date;
  /** The place of the flight in the file: several may leave at the same minute. */
  @ClusteringKey('int') number!: number;
  @Column() destination!: string;
  @Column('int') delay!: number;
  @Column('int') distance!: number;
}
