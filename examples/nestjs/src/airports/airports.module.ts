import { Module } from '@nestjs/common';
import { Airport } from './airport.entity';
import { AirportsController } from './airports.controller';
import { AirportsService } from './airports.service';
import { CaspyModule } from 'caspy/nestjs';

@Module({
  imports: [CaspyModule.forFeature([Airport])],
  controllers: [AirportsController],
  providers: [AirportsService],
  exports: [AirportsService],
})
export class AirportsModule {}
