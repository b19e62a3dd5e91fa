import { ApiProperty } from '@nestjs/swagger';
import { ClusteringKey, Column, PartitionKey, Table } from 'caspy';

/** The airports of a country are one partition, so that the list of them is one read. */
@Table({ comment: 'Airports by country' })
export class Airport {
  @ApiProperty({ example: 'USA' })
  @PartitionKey()
  country!: string;

  @ApiProperty({ example: 'ORD' })
  @ClusteringKey()
  iata!: string;

  @ApiProperty({ example: "Chicago O'Hare International" })
  @Column()
  name!: string;

  @ApiProperty({ example: 'Chicago' })
  @Column()
  city!: string;

  @ApiProperty({ example: 'IL' })
  @Column()
  state!: string;

  @ApiProperty({ example: 1254, description: 'Departures of the quarter' })
  @Column('int')
  departures!: number;
}
