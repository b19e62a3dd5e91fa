import { Controller, Get, Param } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Airport } from './airport.entity';
import { AirportsService } from './airports.service';

@ApiTags('airports')
@Controller('airports')
export class AirportsController {
  constructor(private readonly airports: AirportsService) {}

  @Get()
  @ApiOkResponse({ type: [Airport] })
  list(): Promise<Airport[]> {
    return this.airports.list();
  }

  @Get(':iata')
  @ApiOkResponse({ type: Airport })
  @ApiNotFoundResponse()
  get(@Param('iata') iata: string): Promise<Airport> {
    return this.airports.get(iata);
  }
}
