import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { DelaysQuery, FlightChange, FlightKey, NewFlight } from './flight.dto';
import { Flight } from './flight.entity';
import { FlightsService } from './flights.service';

const KEY = ':origin/:day/:departure/:destination/:sequence';

@ApiTags('flights')
@Controller('flights')
export class FlightsController {
  constructor(private readonly flights: FlightsService) {}

  @Get('delays')
  @ApiOperation({ summary: 'The worst delays of a day, at any airport' })
  @ApiOkResponse({ type: [Flight] })
  delays(@Query() query: DelaysQuery): Promise<Flight[]> {
    return this.flights.delays(query);
  }

  @Get(KEY)
  @ApiOkResponse({ type: Flight })
  @ApiNotFoundResponse()
  get(@Param() key: FlightKey): Promise<Flight> {
    return this.flights.get(key);
  }

  @Post()
  @ApiCreatedResponse({ type: Flight })
  @ApiConflictResponse()
  add(@Body() flight: NewFlight): Promise<Flight> {
    return this.flights.add(flight);
  }

  @Patch(KEY)
  @ApiOkResponse({ type: Flight })
  @ApiNotFoundResponse()
  @ApiConflictResponse()
  change(@Param() key: FlightKey, @Body() change: FlightChange): Promise<Flight> {
    return this.flights.change(key, change);
  }
}
