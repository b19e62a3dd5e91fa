import { Module } from '@nestjs/common';
import { BoardFeed } from './board-feed';
import { BoardsController } from './boards.controller';
import { Flight } from './flight.entity';
import { FlightsController } from './flights.controller';
import { FlightsService } from './flights.service';
import { CaspyModule } from 'caspy/nestjs';

@Module({
  imports: [CaspyModule.forFeature([Flight])],
  controllers: [BoardsController, FlightsController],
  providers: [BoardFeed, FlightsService],
})
export class FlightsModule {}
