import { Controller, Get, Param, Query, Sse } from '@nestjs/common';
import { ApiBadRequestResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Observable } from 'rxjs';
import { BoardFeed, type BoardEvent } from './board-feed';
import { BoardAirport, BoardDay, BoardPage, BoardQuery } from './flight.dto';
import { FlightsService } from './flights.service';

@ApiTags('boards')
@Controller('boards/:iata')
export class BoardsController {
  constructor(
    private readonly flights: FlightsService,
    private readonly feed: BoardFeed,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Departures of an airport on a day, page by page' })
  @ApiOkResponse({ type: BoardPage })
  @ApiBadRequestResponse()
  page(@Param() { iata }: BoardAirport, @Query() query: BoardQuery): Promise<BoardPage> {
    return this.flights.page(iata, query);
  }

  @Sse('live')
  @ApiOperation({ summary: 'Server-sent events: `ready`, then `changes` or `stale`' })
  @ApiProduces('text/event-stream')
  live(@Param() { iata }: BoardAirport, @Query() { day }: BoardDay): Observable<BoardEvent> {
    return this.feed.watch(iata, day);
  }
}
