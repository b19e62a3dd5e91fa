import { ApiProperty, ApiPropertyOptional, PartialType, PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { Flight } from './flight.entity';

/** The key of a flight, as the path of its address has it. */
export class FlightKey extends PickType(Flight, ['origin', 'day', 'departure', 'destination', 'sequence']) {}

/** A new flight; it is planned. */
export class NewFlight extends PickType(Flight, [
  'origin',
  'day',
  'departure',
  'destination',
  'sequence',
  'delay',
  'distance',
]) {}

/** What can change about a flight. */
export class FlightChange extends PartialType(PickType(Flight, ['delay', 'status'])) {
  @ApiPropertyOptional({ description: 'Change the flight only if its delay is still this; else 409.' })
  @IsOptional()
  @IsInt()
  expectedDelay?: number;
}

/** Which airport, as the path has it. */
export class BoardAirport {
  @ApiProperty({ example: 'ORD' })
  @Matches(/^[A-Z]{3}$/, { message: 'iata is the code of an airport, such as ORD' })
  iata!: string;
}

/** Which day. */
export class BoardDay extends PickType(Flight, ['day']) {}

/** Which part of a board. */
export class BoardQuery extends BoardDay {
  @ApiPropertyOptional({ example: '09:00', description: 'Only departures from this time on' })
  @IsOptional()
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, { message: 'from is a time, such as 09:00' })
  from?: string;

  @ApiPropertyOptional({ default: 20, minimum: 1, maximum: 100 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  size = 20;

  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  after?: string;
}

/** Which delays. */
export class DelaysQuery extends BoardDay {
  @ApiPropertyOptional({ default: 60, description: 'Minutes' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(15)
  @Max(2_880)
  minimum = 60;

  @ApiPropertyOptional({ default: 10, minimum: 1, maximum: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(50)
  limit = 10;
}

/** A page of a board. */
export class BoardPage {
  @ApiProperty({ type: [Flight] })
  items!: Flight[];

  @ApiProperty({ type: String, nullable: true, description: 'For `after`; null on the last page' })
  next!: string | null;
}
