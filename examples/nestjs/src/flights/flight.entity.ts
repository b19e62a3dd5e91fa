import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsISO8601, Matches, Max, Min } from 'class-validator';
import { ClusteringKey, Column, Index, PartitionKey, Table } from 'caspy';

const AIRPORT = /^[A-Z]{3}$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d(:00)?$/;

export const STATUSES = ['planned', 'boarding', 'departed', 'cancelled'] as const;
export type FlightStatus = (typeof STATUSES)[number];

/**
 * One partition holds the departures of one airport on one day, stored in the order of their times: what a board shows.
 * The rules of class-validator hold for every write, and for the DTOs, which pick their properties from here.
 */
@Table({ comment: 'Departures by airport and day' })
export class Flight {
  @ApiProperty({ example: 'ORD' })
  @Matches(AIRPORT, { message: 'origin is the code of an airport, such as ORD' })
  @PartitionKey()
  origin!: string;

  @ApiProperty({ example: '2001-03-09', format: 'date' })
  @IsISO8601({ strict: true }, { message: 'day is a day, such as 2001-03-09' })
  @Matches(DAY, { message: 'day is a day, such as 2001-03-09' })
  @Index()
  @PartitionKey('date')
  day!: string;

  @ApiProperty({ example: '09:01:00', description: 'Local time' })
  @Matches(TIME, { message: 'departure is a time to the minute, such as 09:01' })
  @ClusteringKey('time')
  departure!: string;

  @ApiProperty({ example: 'LGA' })
  @Matches(AIRPORT, { message: 'destination is the code of an airport, such as LGA' })
  @ClusteringKey()
  destination!: string;

  @ApiProperty({ example: 1, description: 'Tells flights of one minute to one airport apart' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(99)
  @ClusteringKey('smallint')
  sequence!: number;

  @ApiProperty({ example: 12, description: 'Minutes; negative when early' })
  @IsInt()
  @Min(-1_440)
  @Max(2_880)
  @Index()
  @Column('smallint')
  delay!: number;

  @ApiProperty({ example: 733, description: 'Miles' })
  @IsInt()
  @Min(1)
  @Max(12_000)
  @Column('int')
  distance!: number;

  @ApiProperty({ enum: STATUSES })
  @IsIn(STATUSES)
  @Column('text', { default: 'planned' })
  status!: FlightStatus;
}
